"""What the metric bookings counts, record by record."""


def test_confirmed_bookings_are_counted_whether_or_not_somebody_came(spec):
    spec(
        "bookings",
        by="resource",
        given="""
        resource | status    | checked_in
        hall     | confirmed | no
        room     | confirmed | yes
        room     | confirmed | unknown
        room     | cancelled | unknown
        """,
        expect={"hall": 1, "room": {"value": 2, "n": 2}},
    )
