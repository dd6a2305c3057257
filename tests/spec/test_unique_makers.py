"""What the metric unique_makers counts, record by record."""


def test_a_person_who_used_machines_often_counts_once(spec):
    spec(
        "unique_makers",
        given="""
        person_id | resource
        1 | laser
        1 | printer
        2 | laser
        | laser
        """,
        expect={"value": 2, "n": 3, "unknown": 1},
    )


def test_who_was_denied_has_not_used_a_machine(spec):
    spec(
        "unique_makers",
        given="""
        person_id | type
        1 | allowed
        2 | denied
        """,
        expect=1,
    )
