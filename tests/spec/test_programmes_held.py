"""What the metric programmes_held counts, record by record."""


def test_sessions_held_count_also_when_nobody_came(spec):
    spec(
        "programmes_held",
        given="""
        status    | sessions | attended
        held      | 1        | 12
        held      | 1        | 0
        held      | 4        |
        cancelled | 1        |
        """,
        expect={"value": 6, "n": 3},
    )


def test_consultations_for_one_person_are_no_programs(spec):
    spec(
        "programmes_held",
        by="service",
        given="""
        service  | one_to_one
        advising | true
        english  | false
        """,
        expect={"english": 1},
    )
