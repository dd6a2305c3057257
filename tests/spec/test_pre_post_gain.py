"""What the metric pre_post_gain counts, record by record."""


def test_the_mean_change_of_the_same_people_with_students_interval(spec):
    spec(
        "pre_post_gain",
        given="""
        respondent | before | after | gain
        1          | 3      | 4     | 1
        2          | 2      | 5     | 3
        """,
        expect={"value": 2, "n": 2, "lower": -10.7062, "upper": 14.7062, "method": "t"},
    )
