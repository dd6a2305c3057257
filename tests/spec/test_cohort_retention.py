"""What the metric cohort_retention counts, record by record."""

MONTHS = """
    date       | person_id | months_since | attended
    2026-02-10 | 1         | 1            | true
    2026-02-10 | 1         | 2            | false
    2026-02-20 | 2         | 1            | false
    2026-02-20 | 2         | 2            | false
    2026-03-05 | 3         | 1            | true
    """


def test_a_cohort_is_those_who_first_came_in_a_month_told_by_months_since(spec):
    spec(
        "cohort_retention",
        by="months_since",
        grain="month",
        given=MONTHS,
        expect={("1", "2026-02"): {"value": 0.5, "n": 2}, ("1", "2026-03"): 1, ("2", "2026-02"): 0},
    )


def test_cohorts_of_several_months_are_taken_together(spec):
    spec("cohort_retention", by="months_since", given=MONTHS, expect={"1": 2 / 3, "2": 0})


def test_a_cohort_of_whom_few_came_back_is_hidden_from_a_partner(spec):
    lines = "\n".join(
        f"2026-02-10 | {person} | {since} | {'true' if person < (31 if since == 1 else 4) else 'false'}"
        for person in range(1, 61)
        for since in (1, 2)
    )
    spec(
        "cohort_retention",
        by="months_since",
        grain="month",
        role="partner",
        given=f"date | person_id | months_since | attended\n{lines}",
        expect={
            ("1", "2026-02"): {"suppressed": True},
            ("2", "2026-02"): {"value": None, "suppressed": True},
        },
    )
