"""What the metric denied_attempts counts, record by record."""


def test_each_denial_counts_under_its_reason(spec):
    spec(
        "denied_attempts",
        given="""
        type | reason
        denied | no_permission
        denied | no_permission
        denied | booking
        allowed | unknown
        """,
        by="reason",
        expect={"booking": 1, "no_permission": 2},
    )


def test_a_denial_without_a_reason_shows_as_unknown(spec):
    spec(
        "denied_attempts",
        given="""
        type | reason
        denied | unknown
        """,
        by="reason",
        expect={"unknown": 1},
    )
