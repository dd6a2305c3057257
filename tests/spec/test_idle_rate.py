"""What the metric idle_rate counts, record by record."""


def test_hours_neither_booked_nor_used_are_idle(spec):
    spec(
        "idle_rate",
        by="resource",
        given="""
        resource | open_hours | booked_hours | used_hours
        room     | 8          | 4            | 2
        room     | 8          | 0            | 2
        studio   | 8          | 8            | 8
        """,
        expect={"room": 10 / 16, "studio": 0},
    )


def test_a_day_without_opening_hours_states_nothing(spec):
    spec(
        "idle_rate",
        given="""
        open_hours | booked_hours | used_hours
        0          | 0            | 0
        8          | 6            | 1
        """,
        expect={"value": 0.25, "n": 1, "unknown": 1},
    )
