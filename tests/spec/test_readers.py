"""What the metric readers counts, record by record."""


def test_a_person_who_borrowed_a_shelf_is_one_reader(spec):
    spec(
        "readers",
        given="""
        person_id | item_kind
        1 | book
        1 | book
        2 | video
        | book
        """,
        expect={"value": 2, "n": 3, "unknown": 1},
    )
