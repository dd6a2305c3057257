"""What the metric waitlist_ratio counts, record by record."""


def test_people_on_waiting_lists_out_of_all_who_asked_for_a_place(spec):
    spec(
        "waitlist_ratio",
        given="""
        kind      | status     | count
        person    | attended   | 1
        person    | no-show    | 1
        person    | waitlisted | 1
        headcount | registered | 7
        """,
        expect={"value": 0.1, "numerator": 1, "denominator": 10},
    )


def test_people_counted_in_the_room_did_not_ask_for_a_place(spec):
    spec(
        "waitlist_ratio",
        given="""
        kind      | status     | count
        person    | waitlisted | 1
        person    | registered | 1
        headcount | attended   | 40
        """,
        expect=0.5,
    )
