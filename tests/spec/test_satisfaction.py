"""What the metric satisfaction counts, record by record."""


def test_the_mean_of_the_answers_given_with_students_interval(spec):
    spec(
        "satisfaction",
        given="""
        outcome      | state          | value
        satisfaction | answered       | 5
        satisfaction | answered       | 3
        satisfaction | not_applicable |
        """,
        expect={"value": 4, "n": 2, "unknown": 1, "lower": -8.7062, "upper": 16.7062, "method": "t"},
    )


def test_where_no_survey_asks_there_is_no_figure(spec):
    spec(
        "satisfaction",
        given="""
        outcome | value
        use     | 5
        """,
        expect={"value": None, "n": 0},
    )
