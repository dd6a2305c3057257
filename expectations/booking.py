"""booking: a reservation."""

from expectations.declare import declare
from expectations.rules import (
    between,
    custom,
    dated,
    ordered,
    refers_to,
    same_day,
    unique,
    within_hours,
)
from expectations.schema import Column

TABLE = declare(
    name="booking",
    one_row="a reservation",
    columns=(
        Column("booking_code", "text", "stable code of the reservation", required=True),
        Column("resource_code", "text", "what is reserved", required=True),
        Column("starts_at", "timestamp", "UTC instant", required=True),
        Column("ends_at", "timestamp", "UTC instant", required=True),
        Column("booked_on", "date", "local date of the start", required=True),
        Column("hour", "integer", "local hour of the start, 0-23"),
        Column("created_at", "timestamp", "UTC instant the reservation was made"),
        Column(
            "status",
            "text",
            "state of the reservation",
            required=True,
            values=("confirmed", "tentative", "cancelled", "denied"),
        ),
        Column("checked_in", "text", "whether someone came", required=True, values=("yes", "no", "unknown")),
    ),
    rules=(
        *dated("booked_on", latest="$in_two_years"),
        between("hour", 0, 23),
        ordered("starts_at", "ends_at"),
        within_hours("starts_at", "ends_at"),
        unique("object_id", "booking_code"),
        refers_to("resource_code", "resource"),
        custom(
            "made_after_its_start",
            "created_at > starts_at + INTERVAL 1 DAY",
            "the reservation was made more than a day after its start",
            "created_at",
            "starts_at",
            severity="warning",
        ),
        custom(
            "cancelled_and_used",
            "status IN ('cancelled', 'denied') AND checked_in = 'yes'",
            "the reservation was cancelled or denied and someone came",
            "status",
            "checked_in",
            severity="warning",
        ),
        same_day("starts_at", "booked_on"),
    ),
)
