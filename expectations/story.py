"""story: a success story."""

from expectations.declare import declare
from expectations.schema import Column

TABLE = declare(
    name="story",
    one_row="a success story",
    columns=(
        Column("author", "text", "role that wrote it", required=True),
        Column("written_at", "timestamp", "UTC instant", required=True),
        Column("situation", "text", "situation", required=True),
        Column("task", "text", "task"),
        Column("action", "text", "action"),
        Column("result", "text", "result"),
        Column("former_value", "text", "value before"),
    ),
)
