"""What the metric advising_funnel counts, record by record."""


def test_everyone_counts_once_at_each_step_reached(spec):
    spec(
        "advising_funnel",
        by="step",
        given="""
        person_id | step
        1         | research
        1         | finance
        1         | apply
        2         | research
        """,
        expect={"research": 2, "finance": 1, "apply": 1},
    )
