"""What the metric denied_to_trained counts, record by record."""


def test_who_was_refused_for_want_of_training_and_then_took_one_is_the_share(spec):
    spec(
        "denied_to_trained",
        given="""
        person_id | type    | reason        | is_first | trained
        1         | denied  | no_permission | true     | true
        1         | denied  | no_permission | false    |
        2         | denied  | no_permission | true     | false
        3         | denied  | booking       | false    |
        4         | allowed | unknown       | true     |
        """,
        expect={"value": 0.5, "n": 2},
    )


def test_refusals_of_nobody_known_or_after_the_last_training_on_record_are_unknown(spec):
    spec(
        "denied_to_trained",
        given="""
        person_id | type   | reason        | is_first | trained
        1         | denied | no_permission | true     | true
                  | denied | no_permission | false    |
        2         | denied | no_permission | true     |
        """,
        expect={"value": 1, "n": 1, "unknown": 2},
    )


def test_fewer_than_ten_who_were_trained_are_hidden_from_a_partner(spec):
    lines = "\n".join(
        f"{person} | denied | no_permission | true | {'true' if person < 4 else 'false'}"
        for person in range(1, 40)
    )
    spec(
        "denied_to_trained",
        role="partner",
        given=f"person_id | type | reason | is_first | trained\n{lines}",
        expect={"value": None, "suppressed": True},
    )
