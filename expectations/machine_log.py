"""machine_log: a machine use or a denial."""

from expectations.schema import Column, Table

TABLE = Table(
    name="machine_log",
    one_row="a machine use or a denial",
    columns=(
        Column("resource_code", "text", "the machine", required=True),
        Column("started_at", "timestamp", "UTC instant", required=True),
        Column("stopped_at", "timestamp", "UTC instant; null while unknown"),
        Column("started_on", "date", "local date", required=True),
        Column("type", "text", "allowed use or denial", required=True, values=("allowed", "denied", "offline", "disabled", "enabled")),
        Column("reason", "text", "why it was denied"),
        Column("stop_type", "text", "how the use ended"),
    ),
)
