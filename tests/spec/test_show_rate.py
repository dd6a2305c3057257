"""What the metric show_rate counts, record by record."""


def test_people_who_came_out_of_people_registered(spec):
    spec(
        "show_rate",
        given="""
        attended | registered
        8        | 10
        12       | 10
        5        |
        """,
        expect={"value": 1.0, "numerator": 20, "denominator": 20, "unknown": 1},
    )
