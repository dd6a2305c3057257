"""What the metric response_rate counts, record by record."""

ANSWERS = """
        respondent | wave
        1          | immediate
        1          | immediate
        2          | immediate
        2          | follow-up
        """
ATTENDED = {
    "fct_attendance": """
        kind      | count
        headcount | 4
        """
}


def test_submissions_out_of_the_attendances_of_the_same_days(spec):
    spec(
        "response_rate",
        given=ANSWERS,
        beside=ATTENDED,
        expect={"value": 0.75, "numerator": 3, "denominator": 4},
    )


def test_a_wave_narrows_the_submissions_only(spec):
    spec(
        "response_rate",
        by="wave",
        given=ANSWERS,
        beside=ATTENDED,
        expect={"immediate": 0.5, "follow-up": 0.25},
    )


def test_without_attendance_there_is_no_rate(spec):
    spec("response_rate", given=ANSWERS, expect={"value": None})
