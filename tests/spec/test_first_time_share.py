"""What the metric first_time_share counts, record by record."""


def test_visits_that_do_not_say_are_left_out_and_counted_as_unknown(spec):
    spec(
        "first_time_share",
        given="""
        first_time
        yes
        no
        no
        no
        unknown
        """,
        expect={"value": 0.25, "numerator": 1, "denominator": 4, "unknown": 1},
    )
