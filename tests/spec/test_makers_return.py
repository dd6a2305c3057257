"""What the metric makers_return counts, record by record."""


def test_who_used_a_machine_again_within_thirty_days_of_the_first_use_is_the_share(spec):
    spec(
        "makers_return",
        given="""
        person_id | is_first | next_days | known_days
        1         | true     | 7         | 90
        1         | false    |           |
        2         | true     | 31        | 90
        3         | true     |           | 90
        4         | true     | 30        | 30
        """,
        expect={"value": 0.5, "n": 4},
    )


def test_who_could_not_be_watched_for_thirty_days_is_unknown(spec):
    spec(
        "makers_return",
        given="""
        person_id | is_first | next_days | known_days
        1         | true     | 5         | 29
        2         | true     | 5         | 60
                  | false    |           |
        """,
        expect={"value": 1, "n": 1, "unknown": 2},
    )


def test_a_refusal_is_no_use(spec):
    spec(
        "makers_return",
        given="""
        person_id | type   | is_first | next_days | known_days
        1         | denied | true     |           | 60
        """,
        expect={"value": None, "n": 0},
    )
