"""What the metric programme_moves counts, record by record."""

MOVES = """
    person_id | came_from | service    | place
    1         | english   | makerspace | 2
    1         | makerspace | skills    | 3
    2         | english   | makerspace | 2
    3         | english   | english    | 2
    """


def test_each_further_programme_of_a_person_is_a_move(spec):
    spec("programme_moves", given=MOVES, expect={"value": 4, "n": 4})


def test_moves_are_told_by_where_people_came_from_and_where_they_went(spec):
    spec(
        "programme_moves",
        by="came_from service",
        given=MOVES,
        expect={("english", "english"): 1, ("english", "makerspace"): 2, ("makerspace", "skills"): 1},
    )


def test_the_second_programme_is_told_from_the_third(spec):
    spec(
        "programme_moves",
        by="place service",
        given=MOVES,
        expect={("2", "english"): 1, ("2", "makerspace"): 2, ("3", "skills"): 1},
    )


def test_moves_of_fewer_than_ten_people_are_hidden_from_a_partner(spec):
    many = "\n".join(f"{person} | english | makerspace | 2" for person in range(1, 31))
    few = "\n".join(f"{person} | skills | makerspace | 2" for person in range(31, 35))
    spec(
        "programme_moves",
        by="came_from service",
        role="partner",
        given=f"person_id | came_from | service | place\n{many}\n{few}",
        expect={
            ("english", "makerspace"): {"suppressed": True},
            ("skills", "makerspace"): {"value": None, "n": None, "suppressed": True},
        },
    )
