"""What the metric attendance_per_session counts, record by record."""


def test_sessions_that_state_no_attendance_are_left_out_on_both_sides(spec):
    spec(
        "attendance_per_session",
        given="""
        sessions | attended | stated
        1        | 10       | true
        1        | 0        | true
        1        |          | false
        """,
        expect={"value": 5, "numerator": 10, "denominator": 2, "n": 2, "unknown": 1},
    )
