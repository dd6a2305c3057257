"""What the metric used_rate counts, record by record."""


def test_checked_in_hours_out_of_open_hours(spec):
    spec(
        "used_rate",
        given="""
        open_hours | used_hours
        8          | 2
        0          | 0
        """,
        expect={"value": 0.25, "n": 1, "unknown": 1},
    )
