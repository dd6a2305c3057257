"""machine_log: a machine use or a denial."""

from expectations.declare import declare
from expectations.rules import custom, dated, ordered, refers_to, within_hours
from expectations.schema import Column

TABLE = declare(
    name="machine_log",
    one_row="a machine use or a denial",
    columns=(
        Column("resource_code", "text", "the machine", required=True),
        Column("started_at", "timestamp", "UTC instant", required=True),
        Column("stopped_at", "timestamp", "UTC instant; null while unknown"),
        Column("started_on", "date", "local date", required=True),
        Column(
            "type",
            "text",
            "allowed use or denial",
            required=True,
            values=("allowed", "denied", "offline", "disabled", "enabled"),
        ),
        Column("reason", "text", "why it was denied"),
        Column("stop_type", "text", "how the use ended"),
    ),
    rules=(
        *dated("started_on"),
        ordered("started_at", "stopped_at"),
        within_hours("started_at", "stopped_at"),
        refers_to("resource_code", "resource"),
        custom(
            "denied_without_reason",
            "type = 'denied' AND reason IS NULL",
            "use was denied and no reason is given",
            "type",
            "reason",
            severity="warning",
        ),
    ),
)
