"""What the metric advising_contacts counts, record by record."""


def test_every_contact_counts_by_how_it_took_place(spec):
    spec(
        "advising_contacts",
        given="""
        person_id | mode
        1 | in-person
        1 | phone
        | phone
        """,
        by="mode",
        expect={"in-person": 1, "phone": 2},
    )
