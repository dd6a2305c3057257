"""What the metric fill_rate counts, record by record."""


def test_places_filled_out_of_places_offered(spec):
    spec(
        "fill_rate",
        given="""
        attended | capacity | sessions
        10       | 20       | 1
        20       | 20       | 1
        20       |          | 1
        """,
        expect={"value": 0.75, "numerator": 30, "denominator": 40, "n": 2, "unknown": 1},
    )


def test_an_aggregate_of_sessions_offers_its_places_each_time(spec):
    spec(
        "fill_rate",
        given="""
        attended | capacity | sessions
        30       | 20       | 3
        """,
        expect={"value": 0.5, "denominator": 60},
    )
