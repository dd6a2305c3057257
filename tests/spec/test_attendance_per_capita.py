"""What the metric attendance_per_capita counts, record by record."""


def test_for_each_thousand_residents_of_the_city(spec):
    spec(
        "attendance_per_capita",
        given="""
        kind | count
        headcount | 30
        headcount | 10
        """,
        residents="""
        code | population
        all  | 2000
        """,
        expect={"value": 20, "numerator": 40, "denominator": 2000},
    )


def test_without_a_dated_and_sourced_number_of_residents_there_is_no_figure(spec):
    given = """
        kind | count
        headcount | 30
        headcount | 10
        """
    undated = """
        code | population | as_of
        all  | 2000       |
        """
    spec("attendance_per_capita", given=given, expect={"value": None, "denominator": None})
    spec("attendance_per_capita", given=given, residents=undated, expect={"value": None, "denominator": None})
