"""What the metric population_reached counts, record by record."""

RESIDENTS = """
        code   | population | men | women
        almaly | 300        | 100 | 200
        medeu  | 100        | 50  | 50
        all    | 500        |     |
        """
GIVEN = """
        person_id | district | sex
        1         | almaly   | female
        1         | almaly   | female
        2         | almaly   | female
        3         | medeu    | male
        4         | unknown  | male
        """


def test_unique_participants_out_of_the_residents_of_the_city(spec):
    spec("population_reached", given=GIVEN, residents=RESIDENTS, expect={"value": 4 / 500, "numerator": 4})


def test_by_district_each_has_its_own_residents_and_unknown_has_none(spec):
    spec(
        "population_reached",
        by="district",
        given=GIVEN,
        residents=RESIDENTS,
        expect={
            "almaly": {"value": 2 / 300, "denominator": 300},
            "medeu": {"value": 1 / 100, "denominator": 100},
            "unknown": {"value": None, "n": 1},
        },
    )


def test_the_sexes_are_summed_over_the_districts(spec):
    spec(
        "population_reached",
        by="sex",
        given=GIVEN,
        residents=RESIDENTS,
        expect={
            "female": {"value": 2 / 250, "denominator": 250},
            "male": {"value": 2 / 150, "denominator": 150},
        },
    )
