"""What the metric outcome_awareness counts, record by record."""


def test_fours_and_fives_out_of_the_answers_given(spec):
    spec(
        "outcome_awareness",
        given="""
        outcome | state          | value
        awareness | answered       | 5
        awareness | answered       | 4
        awareness | answered       | 3
        awareness | answered       | 1
        awareness | not_applicable |
        awareness | blank          |
        other | answered     | 5
        """,
        expect={"value": 0.5, "numerator": 2, "denominator": 4, "n": 4, "unknown": 2},
    )


def test_the_interval_is_wilsons(spec):
    # 1 of 29: 0.0061 to 0.1718 (Newcombe 1998, table I).
    low = "        awareness | 1\n" * 28
    spec(
        "outcome_awareness",
        given=f"""
        outcome | value
        awareness | 5
{low}""",
        expect={"lower": 0.0061, "upper": 0.1718, "level": 0.95, "method": "wilson", "indicative": True},
    )
