"""What the metric downtime counts, record by record."""


def test_hours_down_out_of_the_hours_the_space_was_open(spec):
    spec(
        "downtime",
        by="resource",
        given="""
        resource      | resource_kind | open_hours | down_hours
        laser-cutter  | machine       | 10         | 10
        laser-cutter  | machine       | 10         | 0
        printer-3d-1  | machine       | 10         | 1
        """,
        expect={"laser-cutter": 0.5, "printer-3d-1": 0.1},
    )
