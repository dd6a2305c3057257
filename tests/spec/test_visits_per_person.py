"""What the metric visits_per_person counts, record by record."""


def test_sign_ins_of_known_people_for_each_of_them(spec):
    spec(
        "visits_per_person",
        given="""
        kind       | person_id | count
        sign_in    | 1         | 1
        sign_in    | 1         | 1
        sign_in    | 1         | 1
        sign_in    | 2         | 1
        sign_in    |           | 1
        door_count |           | 90
        """,
        expect={"value": 2, "numerator": 4, "denominator": 2, "n": 4, "unknown": 1},
    )
