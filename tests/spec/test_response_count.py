"""What the metric response_count counts, record by record."""


def test_a_submission_with_several_answers_counts_once(spec):
    spec(
        "response_count",
        given="""
        respondent | question | state
        1          | a        | answered
        1          | b        | answered
        2          | a        | blank
        2          | b        | answered
        3          | a        | blank
        """,
        expect={"value": 2, "n": 2, "unknown": 1},
    )
