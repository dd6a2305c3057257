"""What the metric returning_participants counts, record by record."""


def test_those_who_attended_before_the_period_and_again_in_it(spec):
    spec(
        "returning_participants",
        between=("2026-07-01", "2026-07-31"),
        given="""
        date       | person_id | is_first
        2026-06-10 | 1         | true
        2026-07-10 | 1         | false
        2026-07-11 | 1         | false
        2026-07-10 | 2         | true
        2026-07-20 | 2         | false
        """,
        expect=1,
    )


def test_new_and_returning_together_are_the_unique_participants_in_every_group(spec):
    given = """
        person_id | is_first | sex
        1         | true     | female
        2         | false    | female
        3         | false    | male
        """
    spec("unique_participants", by="sex", given=given, expect={"female": 2, "male": 1})
    spec("new_participants", by="sex", given=given, expect={"female": 1})
    spec("returning_participants", by="sex", given=given, expect={"female": 1, "male": 1})


def test_fewer_than_ten_are_hidden_from_a_partner(spec):
    lines = "\n".join(f"{person} | {'true' if person > 3 else 'false'}" for person in range(1, 40))
    spec(
        "returning_participants",
        role="partner",
        given=f"person_id | is_first\n{lines}",
        expect={"value": None, "suppressed": True},
    )
