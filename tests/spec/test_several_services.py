"""What the metric several_services counts, record by record."""


def test_who_has_attended_two_services_counts_once_at_the_first_attendance(spec):
    spec(
        "several_services",
        by="service",
        given="""
        person_id | service    | is_first | services
        1         | english    | true     | 2
        1         | makerspace | false    |
        2         | english    | true     | 1
        3         | skills     | true     | 3
        """,
        expect={"english": 0.5, "skills": 1},
    )


def test_attendance_without_a_person_is_unknown(spec):
    spec(
        "several_services",
        given="""
        person_id | is_first | services
        1         | true     | 1
                  | false    |
        """,
        expect={"value": 0, "n": 1, "unknown": 1},
    )


def test_where_new_people_are_too_few_the_share_is_hidden_as_well(spec):
    lines = [f"{person} | {person} | english | true | {1 + person % 2}" for person in range(1, 61)]
    lines += [f"{person} | {person} | skills | true | {1 + person % 2}" for person in range(61, 66)]
    given = "person_id | session_id | service | is_first | services\n" + "\n".join(lines)
    spec(
        "several_services",
        by="service",
        role="partner",
        given=given,
        expect={"english": {"suppressed": True}, "skills": {"suppressed": True, "n": None}},
    )
