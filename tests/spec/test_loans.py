"""What the metric loans counts, record by record."""


def test_each_item_lent_counts(spec):
    spec(
        "loans",
        given="""
        person_id | item_kind
        1 | book
        1 | book
        | video
        """,
        by="item_kind",
        expect={"book": 2, "video": 1},
    )
