"""What the metric admissions counts, record by record."""


def test_a_person_who_reported_it_twice_counts_once(spec):
    spec(
        "admissions",
        given="""
        person_id | outcome
        1         | admission
        1         | admission
        2         | admission
        3         | visa
                  | admission
        """,
        expect={"value": 2, "unknown": 1},
    )
