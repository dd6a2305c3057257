"""What the metric second_contact_rate counts, record by record."""


def test_people_with_a_second_contact_within_ninety_days_of_the_first(spec):
    spec(
        "second_contact_rate",
        given="""
        person_id | is_first | next_days | known_days
        1         | true     | 90        | 200
        2         | true     | 91        | 200
        3         | true     | 1         | 30
        1         | false    |           |
        """,
        expect={"value": 0.5, "numerator": 1, "denominator": 2, "unknown": 1},
    )
