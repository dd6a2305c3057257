"""target: a target for a metric and a period."""

from expectations.declare import declare
from expectations.schema import Column

TABLE = declare(
    name="target",
    one_row="a target for a metric and a period",
    columns=(
        Column("author", "text", "role that set it", required=True),
        Column("written_at", "timestamp", "UTC instant", required=True),
        Column("metric", "text", "metric", required=True),
        Column("period", "text", "period", required=True),
        Column("baseline", "double", "baseline"),
        Column("target", "double", "target", required=True),
        Column("former_value", "text", "value before"),
    ),
)
