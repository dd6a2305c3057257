"""What the metric applications counts, record by record."""


def test_a_person_who_reported_it_twice_counts_once(spec):
    spec(
        "applications",
        given="""
        person_id | outcome
        1         | application
        1         | application
        2         | application
        3         | visa
                  | application
        """,
        expect={"value": 2, "unknown": 1},
    )
