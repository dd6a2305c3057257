"""What the metric visits_per_capita counts, record by record."""


def test_for_each_thousand_residents_of_the_city(spec):
    spec(
        "visits_per_capita",
        given="""
        count
        30
        10
        """,
        residents="""
        code | population
        all  | 2000
        """,
        expect={"value": 20, "numerator": 40, "denominator": 2000},
    )


def test_without_a_dated_and_sourced_number_of_residents_there_is_no_figure(spec):
    given = """
        count
        30
        10
        """
    undated = """
        code | population | as_of
        all  | 2000       |
        """
    spec("visits_per_capita", given=given, expect={"value": None, "denominator": None})
    spec("visits_per_capita", given=given, residents=undated, expect={"value": None, "denominator": None})
