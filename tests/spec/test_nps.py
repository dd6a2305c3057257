"""What the metric nps counts, record by record."""


def test_nines_and_tens_less_zeros_to_sixes(spec):
    spec(
        "nps",
        given="""
        outcome | kind | value
        nps     | nps  | 10
        nps     | nps  | 9
        nps     | nps  | 8
        nps     | nps  | 6
        """,
        expect={"value": 25, "numerator": 1, "denominator": 4, "n": 4, "method": "nps_se"},
    )


def test_all_promoters_leave_room_below_a_hundred(spec):
    spec(
        "nps",
        given="""
        outcome | kind | value
        nps     | nps  | 10
        nps     | nps  | 10
        """,
        expect={"value": 100, "lower": -31.5241, "upper": 100, "method": "wilson"},
    )
