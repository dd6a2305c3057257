"""What the metric programme_hours counts, record by record."""


def test_hours_of_held_sessions_add_up_and_missing_times_are_unknown(spec):
    spec(
        "programme_hours",
        given="""
        status    | hours | sessions
        held      | 1.5   | 1
        held      | 2     | 3
        held      |       | 1
        cancelled | 2     | 1
        """,
        expect={"value": 7.5, "n": 2, "unknown": 1},
    )
