"""What the metric machine_hours counts, record by record."""


def test_hours_of_use_add_up_and_denials_have_none(spec):
    spec(
        "machine_hours",
        given="""
        type | hours
        allowed | 1.5
        allowed | 2
        denied |
        """,
        expect={"value": 3.5, "n": 2, "unknown": 0},
    )


def test_a_use_that_still_runs_is_unknown(spec):
    spec(
        "machine_hours",
        given="""
        type | hours
        allowed | 1
        allowed |
        """,
        expect={"value": 1, "n": 1, "unknown": 1},
    )
