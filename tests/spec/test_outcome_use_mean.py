"""What the metric outcome_use_mean counts, record by record."""


def test_the_mean_of_the_answers_given_with_students_interval(spec):
    spec(
        "outcome_use_mean",
        given="""
        outcome      | state          | value | wave
        use | answered       | 5     | immediate
        use | answered       | 3     | immediate
        use | not_applicable |       | immediate
        use | answered       | 1     | before
        other        | answered       | 1     | immediate
        """,
        expect={"value": 4, "n": 2, "unknown": 1, "lower": -8.7062, "upper": 16.7062, "method": "t"},
    )


def test_it_is_hidden_wherever_the_share_is(spec):
    lines = "\n".join(f"use | {one} | {5 if one > 3 else 1}" for one in range(1, 40))
    given = f"outcome | respondent | value\n{lines}"
    spec("outcome_use", role="partner", given=given, expect={"value": None, "suppressed": True})
    spec("outcome_use_mean", role="partner", given=given, expect={"value": None, "suppressed": True})
