"""consent: a decision of a person, or of a guardian, about a use of their data."""

from expectations.declare import declare
from expectations.schema import Column

TABLE = declare(
    name="consent",
    one_row="a decision of a person, or of a guardian, about a use of their data",
    columns=(
        Column("author", "text", "role that recorded it", required=True),
        Column("written_at", "timestamp", "UTC instant", required=True),
        Column("purpose", "text", "what was decided about", required=True),
        Column("decision", "text", "the decision", required=True, values=("given", "withdrawn")),
        Column("by_guardian", "boolean", "given by a guardian"),
        Column("former_value", "text", "value before"),
    ),
)
