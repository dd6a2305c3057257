"""What the metric unique_advisees counts, record by record."""


def test_a_person_who_came_at_every_step_counts_once(spec):
    spec(
        "unique_advisees",
        given="""
        person_id | step
        1 | research
        1 | visa
        2 | research
        | visa
        """,
        expect={"value": 2, "n": 3, "unknown": 1},
    )
