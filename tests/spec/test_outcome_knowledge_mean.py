"""What the metric outcome_knowledge_mean counts, record by record."""


def test_the_mean_of_the_answers_given_with_students_interval(spec):
    spec(
        "outcome_knowledge_mean",
        given="""
        outcome      | state          | value | wave
        knowledge | answered       | 5     | immediate
        knowledge | answered       | 3     | immediate
        knowledge | not_applicable |       | immediate
        knowledge | answered       | 1     | before
        other        | answered       | 1     | immediate
        """,
        expect={"value": 4, "n": 2, "unknown": 1, "lower": -8.7062, "upper": 16.7062, "method": "t"},
    )


def test_it_is_hidden_wherever_the_share_is(spec):
    lines = "\n".join(f"knowledge | {one} | {5 if one > 3 else 1}" for one in range(1, 40))
    given = f"outcome | respondent | value\n{lines}"
    spec("outcome_knowledge", role="partner", given=given, expect={"value": None, "suppressed": True})
    spec("outcome_knowledge_mean", role="partner", given=given, expect={"value": None, "suppressed": True})
