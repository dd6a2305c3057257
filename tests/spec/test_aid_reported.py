"""What the metric aid_reported counts, record by record."""


def test_dollars_that_people_reported_are_summed(spec):
    spec(
        "aid_reported",
        given="""
        person_id | outcome | aid_usd
        1         | aid     | 12500.50
        2         | visa    | 1000
        3         | aid     |
        4         | unknown |
        """,
        expect={"value": 13500.5, "n": 2, "unknown": 1},
    )
