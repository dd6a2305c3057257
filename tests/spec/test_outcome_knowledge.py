"""What the metric outcome_knowledge counts, record by record."""


def test_fours_and_fives_out_of_the_answers_given(spec):
    spec(
        "outcome_knowledge",
        given="""
        outcome | state          | value
        knowledge | answered       | 5
        knowledge | answered       | 4
        knowledge | answered       | 3
        knowledge | answered       | 1
        knowledge | not_applicable |
        knowledge | blank          |
        other | answered     | 5
        """,
        expect={"value": 0.5, "numerator": 2, "denominator": 4, "n": 4, "unknown": 2},
    )


def test_the_interval_is_wilsons(spec):
    # 1 of 29: 0.0061 to 0.1718 (Newcombe 1998, table I).
    low = "        knowledge | 1\n" * 28
    spec(
        "outcome_knowledge",
        given=f"""
        outcome | value
        knowledge | 5
{low}""",
        expect={"lower": 0.0061, "upper": 0.1718, "level": 0.95, "method": "wilson", "indicative": True},
    )
