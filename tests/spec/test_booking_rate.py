"""What the metric booking_rate counts, record by record."""


def test_confirmed_hours_out_of_open_hours(spec):
    spec(
        "booking_rate",
        by="resource",
        given="""
        resource | open_hours | booked_hours
        laser    | 8          | 2
        laser    | 8          | 4
        room     | 10         | 0
        """,
        expect={"laser": 0.375, "room": 0},
    )
