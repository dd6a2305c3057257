"""What the metric new_participants counts, record by record."""


def test_a_person_is_new_where_the_first_attendance_lies(spec):
    spec(
        "new_participants",
        grain="month",
        between=("2026-07-01", "2026-08-31"),
        given="""
        date       | person_id | is_first
        2026-07-10 | 1         | true
        2026-08-10 | 1         | false
        2026-08-11 | 2         | true
        2026-08-12 | 3         | true
        """,
        expect={"2026-07": 1, "2026-08": 2},
    )
