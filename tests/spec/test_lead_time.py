"""What the metric lead_time counts, record by record."""


def test_days_from_making_a_booking_to_its_day(spec):
    spec(
        "lead_time",
        given="""
        status    | lead_days
        confirmed | 0
        confirmed | 4
        confirmed |
        cancelled | 30
        """,
        expect={"value": 2, "n": 2, "unknown": 1},
    )


def test_a_booking_entered_after_its_day_states_no_lead_time(spec):
    spec(
        "lead_time",
        given="""
        lead_days
        -2
        6
        """,
        expect={"value": 6, "n": 1, "unknown": 1},
    )
