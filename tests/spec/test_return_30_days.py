"""What the metric return_30_days counts, record by record."""


def test_only_first_attendances_that_could_be_watched_long_enough_count(spec):
    spec(
        "return_30_days",
        given="""
        person_id | is_first | next_days | known_days
        1         | true     | 30        | 200
        2         | true     | 31        | 200
        3         | true     |           | 200
        4         | true     | 5         | 29
        1         | false    |           |
        """,
        expect={"value": 1 / 3, "numerator": 1, "denominator": 3, "unknown": 1},
    )


def test_people_who_are_not_known_cannot_be_followed(spec):
    spec(
        "return_30_days",
        given="""
        person_id | is_first | next_days | known_days
                  | false    |           |
        1         | true     | 2         | 30
        """,
        expect={"value": 1, "n": 1, "unknown": 1},
    )
