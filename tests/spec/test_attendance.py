"""What the metric attendance counts, record by record."""


def test_named_people_and_headcounts_add_up(spec):
    spec(
        "attendance",
        given="""
        kind      | person_id | status     | count
        person    | 1         | attended   | 1
        person    | 1         | attended   | 1
        person    | 2         | registered | 1
        headcount |           | attended   | 20
        headcount |           | attended   |
        """,
        expect={"value": 22, "n": 3, "unknown": 1},
    )


def test_only_sessions_of_the_mode_asked_for_count(spec):
    spec(
        "attendance",
        where={"mode": "virtual"},
        given="""
        mode      | kind      | count
        virtual   | headcount | 7
        in-person | headcount | 30
        """,
        expect={"value": 7, "n": 1},
    )


def test_attendance_that_nobody_counted_is_no_zero(spec):
    spec(
        "attendance",
        given="""
        kind      | count
        headcount |
        """,
        expect={"value": None, "n": 0, "unknown": 1},
    )


def test_an_hour_nobody_came_is_a_zero(spec):
    spec(
        "attendance",
        given="""
        kind      | count
        headcount | 0
        """,
        expect={"value": 0, "n": 1, "unknown": 0},
    )
