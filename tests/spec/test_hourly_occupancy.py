"""What the metric hourly_occupancy counts, record by record."""


def test_counts_of_people_present_are_averaged_and_never_summed(spec):
    spec(
        "hourly_occupancy",
        by="hour",
        given="""
        kind       | hour | count
        occupancy  | 10   | 8
        occupancy  | 10   | 12
        occupancy  | 11   | 30
        occupancy  | 11   |
        door_count | 10   | 500
        """,
        expect={"10": 10, "11": {"value": 30, "n": 1, "unknown": 1}},
    )
