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


def test_of_several_counts_of_a_day_only_the_one_that_holds_is_added(spec):
    spec(
        "visits",
        by="kind",
        given="""
        date       | kind       | counted | count
        2026-07-01 | door_count | true    | 50
        2026-07-01 | sign_in    | false   | 1
        2026-07-01 | occupancy  | false   | 12
        2026-07-02 | sign_in    | true    | 1
        """,
        expect={"door_count": 50, "sign_in": 1},
    )
