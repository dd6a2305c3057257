"""What the metric room_occupancy counts, record by record."""


def test_checked_in_hours_of_rooms_and_seats_out_of_their_open_hours(spec):
    spec(
        "room_occupancy",
        given="""
        resource_kind | open_hours | used_hours
        room          | 10         | 4
        seat          | 10         | 2
        machine       | 10         | 10
        """,
        expect={"value": 0.3, "numerator": 6, "denominator": 20},
    )
