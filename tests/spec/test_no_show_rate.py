"""What the metric no_show_rate counts, record by record."""


def test_only_explicit_no_shows_count_and_silence_is_unknown(spec):
    spec(
        "no_show_rate",
        given="""
        status    | no_show
        confirmed | true
        confirmed | false
        confirmed | false
        confirmed | false
        confirmed |
        cancelled |
        """,
        expect={"value": 0.25, "numerator": 1, "denominator": 4, "unknown": 1, "indicative": True},
    )
