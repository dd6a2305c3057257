"""visit: a door entry, a sign-in or an interval count."""

from expectations.declare import declare
from expectations.rules import between, custom, dated, likely, not_negative, same_day
from expectations.schema import Column

TABLE = declare(
    name="visit",
    one_row="a door entry, a sign-in or an interval count",
    columns=(
        Column(
            "visited_at", "timestamp", "UTC instant of the entry; null where the source states only a day"
        ),
        Column("visited_on", "date", "local date of the entry", required=True),
        Column("hour", "integer", "local hour of the entry, 0-23; null where unknown"),
        Column("count", "integer", "people who came in; null is unknown, never 0"),
        Column(
            "kind",
            "text",
            "how it was counted",
            required=True,
            values=("door_count", "sign_in", "interval_count"),
        ),
        Column("zone", "text", "part of the Space"),
        Column("service", "text", "what the visitor came for", reference="service"),
        Column("first_time", "boolean", "the visitor says this is the first visit"),
    ),
    rules=(
        *dated("visited_on"),
        between("hour", 0, 23),
        not_negative("count"),
        likely("count", 2000),
        same_day("visited_at", "visited_on"),
        custom(
            "sign_in_for_several",
            "kind = 'sign_in' AND count > 50",
            "one sign-in stands for more than 50 people",
            "count",
            severity="warning",
        ),
    ),
)
