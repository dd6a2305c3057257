"""What the metric representation_ratio counts, record by record."""

RESIDENTS = """
        code   | population | men | women
        almaly | 300        | 100 | 200
        medeu  | 100        | 50  | 50
        all    | 500        |     |
        """


def test_a_share_of_participants_over_the_share_of_residents(spec):
    spec(
        "representation_ratio",
        by="district",
        given="""
        person_id | district
        1         | almaly
        2         | almaly
        3         | medeu
        4         | medeu
        5         | unknown
        """,
        residents=RESIDENTS,
        expect={
            "almaly": {"value": 0.5 / 0.75, "numerator": 0.5, "denominator": 0.75},
            "medeu": 0.5 / 0.25,
            "unknown": None,
        },
    )


def test_without_a_source_there_is_no_ratio(spec):
    spec(
        "representation_ratio",
        by="district",
        given="""
        person_id | district
        1         | almaly
        """,
        expect={"almaly": None},
    )


def test_one_hidden_group_takes_every_share_with_it(spec):
    lines = "\n".join(f"{person} | {'medeu' if person > 36 else 'almaly'}" for person in range(1, 40))
    spec(
        "representation_ratio",
        by="district",
        role="partner",
        given=f"person_id | district\n{lines}",
        residents=RESIDENTS,
        expect={"almaly": {"suppressed": True}, "medeu": {"suppressed": True}},
    )
