"""What the metric unique_participants counts, record by record."""


def test_a_person_who_came_often_counts_once(spec):
    spec(
        "unique_participants",
        given="""
        person_id | service
        1         | english
        1         | skills
        2         | english
                  | english
        """,
        expect={"value": 2, "n": 3, "unknown": 1},
    )


def test_a_person_in_two_services_counts_in_each_and_once_in_all(spec):
    spec(
        "unique_participants",
        by="service",
        given="""
        person_id | service
        1         | english
        1         | skills
        2         | english
        """,
        expect={"english": 2, "skills": 1},
    )


def test_a_person_counts_once_in_a_quarter_and_once_in_each_of_its_months(spec):
    given = """
        date       | person_id
        2026-07-10 | 1
        2026-08-10 | 1
        2026-08-11 | 2
        """
    days = ("2026-07-01", "2026-08-31")
    spec("unique_participants", grain="month", between=days, given=given, expect={"2026-07": 1, "2026-08": 2})
    spec("unique_participants", grain="quarter", between=days, given=given, expect={"2026-Q3": 2})


def test_without_anyone_linked_the_number_of_people_is_not_known(spec):
    spec(
        "unique_participants",
        given="""
        person_id | kind      | count
                  | headcount | 30
        """,
        expect={"value": None, "n": 0, "unknown": 1},
    )
