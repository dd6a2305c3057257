"""What the metric cancellation_rate counts, record by record."""


def test_cancelled_out_of_confirmed_and_cancelled(spec):
    spec(
        "cancellation_rate",
        by="resource",
        given="""
        resource | status
        room     | cancelled
        room     | confirmed
        hall     | confirmed
        hall     | denied
        """,
        expect={"hall": 0, "room": {"value": 0.5, "n": 2}},
    )
