"""visit: a door entry, a sign-in or an interval count."""

from expectations.schema import Column, Table

TABLE = Table(
    name="visit",
    one_row="a door entry, a sign-in or an interval count",
    columns=(
        Column("visited_at", "timestamp", "UTC instant of the entry; null where the source states only a day"),
        Column("visited_on", "date", "local date of the entry", required=True),
        Column("hour", "integer", "local hour of the entry, 0-23; null where unknown"),
        Column("count", "integer", "people who came in; null is unknown, never 0"),
        Column("kind", "text", "how it was counted", required=True, values=("door_count", "sign_in", "interval_count")),
        Column("zone", "text", "part of the Space"),
        Column("service", "text", "what the visitor came for", reference="service"),
        Column("first_time", "boolean", "the visitor says this is the first visit"),
    ),
)
