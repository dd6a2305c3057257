"""What the metric outcome_application counts, record by record."""


def test_fours_and_fives_out_of_the_answers_given(spec):
    spec(
        "outcome_application",
        given="""
        outcome | state          | value
        application | answered       | 5
        application | answered       | 4
        application | answered       | 3
        application | answered       | 1
        application | not_applicable |
        application | blank          |
        other | answered     | 5
        """,
        expect={"value": 0.5, "numerator": 2, "denominator": 4, "n": 4, "unknown": 2},
    )


def test_the_interval_is_wilsons(spec):
    # 1 of 29: 0.0061 to 0.1718 (Newcombe 1998, table I).
    low = "        application | 1\n" * 28
    spec(
        "outcome_application",
        given=f"""
        outcome | value
        application | 5
{low}""",
        expect={"lower": 0.0061, "upper": 0.1718, "level": 0.95, "method": "wilson", "indicative": True},
    )
