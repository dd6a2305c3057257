"""What the metric outcome_use counts, record by record."""


def test_fours_and_fives_out_of_the_answers_given(spec):
    spec(
        "outcome_use",
        given="""
        outcome | state          | value
        use | answered       | 5
        use | answered       | 4
        use | answered       | 3
        use | answered       | 1
        use | not_applicable |
        use | blank          |
        other | answered     | 5
        """,
        expect={"value": 0.5, "numerator": 2, "denominator": 4, "n": 4, "unknown": 2},
    )


def test_the_interval_is_wilsons(spec):
    # 1 of 29: 0.0061 to 0.1718 (Newcombe 1998, table I).
    low = "        use | 1\n" * 28
    spec(
        "outcome_use",
        given=f"""
        outcome | value
        use | 5
{low}""",
        expect={"lower": 0.0061, "upper": 0.1718, "level": 0.95, "method": "wilson", "indicative": True},
    )
