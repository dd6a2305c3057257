"""session: one meeting of a programme, or an aggregate of several."""

from expectations.declare import declare
from expectations.rules import (
    between,
    custom,
    dated,
    likely,
    not_negative,
    ordered,
    same_day,
    within_hours,
)
from expectations.schema import Column

TABLE = declare(
    name="session",
    one_row="one meeting of a programme, or an aggregate of several",
    columns=(
        Column("session_code", "text", "stable code of the meeting", required=True),
        Column("programme_code", "text", "the programme it belongs to", required=True),
        Column("starts_at", "timestamp", "UTC instant; null where the source states only a day or month"),
        Column("ends_at", "timestamp", "UTC instant"),
        Column("held_on", "date", "local date; the first of the month for monthly aggregates", required=True),
        Column("hour", "integer", "local hour of the start, 0-23"),
        Column(
            "precision",
            "text",
            "how exactly the time is known",
            required=True,
            values=("time", "day", "month"),
        ),
        Column("mode", "text", "how it was held", values=("in-person", "virtual", "hybrid", "off-site")),
        Column("zone", "text", "room or part of the Space"),
        Column("language", "text", "language it was held in", reference="language"),
        Column("capacity", "integer", "places offered; null is unknown"),
        Column(
            "sessions",
            "integer",
            "how many meetings this row stands for (1 unless aggregated); null is unknown, never 0",
        ),
        Column(
            "status", "text", "whether it took place", required=True, values=("held", "cancelled", "planned")
        ),
        Column("one_to_one", "boolean", "a consultation for one person, not a group programme"),
    ),
    rules=(
        *dated("held_on", latest="$in_two_years"),
        between("hour", 0, 23),
        ordered("starts_at", "ends_at"),
        within_hours("starts_at", "ends_at"),
        not_negative("capacity"),
        likely("capacity", 5000),
        not_negative("sessions"),
        likely("sessions", 1000),
        custom(
            "held_in_the_future",
            "status = 'held' AND held_on > $tomorrow",
            "the session is said to be held and its day has not come",
            "status",
            "held_on",
            parameters=("tomorrow",),
        ),
        custom(
            "time_without_start",
            "precision = 'time' AND starts_at IS NULL",
            "the time is said to be known and there is no start",
            "precision",
            "starts_at",
            severity="warning",
        ),
        same_day("starts_at", "held_on"),
    ),
)
