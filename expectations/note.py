"""note: a note of staff about a period."""

from expectations.declare import declare
from expectations.schema import Column

TABLE = declare(
    name="note",
    one_row="a note of staff about a period",
    columns=(
        Column("author", "text", "role that wrote it", required=True),
        Column("written_at", "timestamp", "UTC instant", required=True),
        Column("period", "text", "period it is about", required=True),
        Column("text", "text", "the note", required=True),
        Column("former_value", "text", "value before"),
    ),
)
