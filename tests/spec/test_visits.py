"""What the metric visits counts, record by record."""


def test_every_sign_in_is_a_visit_and_repeats_count(spec):
    spec(
        "visits",
        given="""
        person_id | count
        1         | 1
        1         | 1
                  | 3
        """,
        expect={"value": 5, "n": 3, "unknown": 0},
    )


def test_an_entry_that_states_no_number_is_unknown_and_not_zero(spec):
    spec(
        "visits",
        given="""
        person_id | count
        1         | 1
                  |
        """,
        expect={"value": 1, "n": 1, "unknown": 1},
    )


def test_on_a_day_with_a_door_counter_sign_ins_are_not_added(spec):
    spec(
        "visits",
        by="kind",
        given="""
        date       | kind       | count
        2026-07-01 | door_count | 50
        2026-07-01 | sign_in    | 1
        2026-07-02 | sign_in    | 1
        """,
        expect={"door_count": 50, "sign_in": 1},
    )
