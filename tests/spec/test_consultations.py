"""What the metric consultations counts, record by record."""


def test_one_to_one_sessions_that_took_place(spec):
    spec(
        "consultations",
        given="""
        one_to_one | status    | sessions
        true       | held      | 1
        true       | held      | 3
        true       | cancelled | 1
        false      | held      | 1
        """,
        expect=4,
    )


def test_fewer_than_ten_are_hidden_from_a_partner(spec):
    spec(
        "consultations",
        role="partner",
        given="""
        one_to_one
        true
        true
        """,
        expect={"value": None, "suppressed": True},
    )
