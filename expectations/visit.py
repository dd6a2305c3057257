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
            values=("door_count", "sign_in", "interval_count", "occupancy"),
        ),
        Column(
            "precision",
            "text",
            "what the count covers: `month` is the month that visited_on begins; null is a day or less",
            values=("time", "day", "month"),
        ),
        Column("zone", "text", "part of the Space"),
        Column("service", "text", "what the visitor came for", reference="service"),
        Column("first_time", "boolean", "the visitor says this is the first visit"),
        Column("counter", "text", "the counter that was read, where it shows a running total"),
        Column("reading", "integer", "the running total it showed; null is unknown"),
        Column("digits", "integer", "digits of its display: after the highest it begins at 0 again"),
        Column(
            "most_a_day", "integer", "more people a day than this cannot have come: the counter was reset"
        ),
    ),
    rules=(
        *dated("visited_on"),
        between("hour", 0, 23),
        not_negative("count"),
        likely("count", 2000),
        same_day("visited_at", "visited_on"),
        not_negative("reading"),
        between("digits", 3, 9),
        custom(
            "register_fell",
            "reading IS NOT NULL AND (object_id, row) IN (SELECT (object_id, row) FROM"
            " (SELECT object_id, row, reading - lag(reading) OVER by_counter AS rise,"
            " power(10, digits) AS span,"
            " (visited_on - lag(visited_on) OVER by_counter + 1) * most_a_day AS most FROM visit"
            " WHERE reading IS NOT NULL WINDOW by_counter AS (PARTITION BY counter"
            " ORDER BY visited_on, hour, object_id, row))"
            " WHERE rise + if(rise < 0, span, 0) NOT BETWEEN 0 AND most)",
            "the counter's total changed by more than can have come in; how many did is unknown",
            "reading",
            severity="warning",
        ),
        custom(
            "sign_in_for_several",
            "kind = 'sign_in' AND count > 50",
            "one sign-in stands for more than 50 people",
            "count",
            severity="warning",
        ),
    ),
)
