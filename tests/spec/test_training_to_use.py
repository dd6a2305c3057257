"""What the metric training_to_use counts, record by record."""


def test_who_was_trained_and_came_back_to_a_machine_is_the_share(spec):
    spec(
        "training_to_use",
        given="""
        person_id | used
        1 | true
        2 | false
        3 | false
        4 | true
        """,
        expect={"value": 0.5, "n": 4},
    )


def test_a_person_counts_once_however_many_trainings(spec):
    spec(
        "training_to_use",
        given="""
        person_id | used | is_first
        1 | true | true
        1 | true | false
        2 | false | true
        """,
        expect={"value": 0.5, "n": 2},
    )


def test_trainings_without_a_person_or_before_any_log_are_unknown(spec):
    spec(
        "training_to_use",
        given="""
        person_id | used | is_first
        1 | true | true
        | | false
        2 | | true
        """,
        expect={"value": 1, "n": 1, "unknown": 2},
    )
