"""booking: a reservation."""

from expectations.schema import Column, Table

TABLE = Table(
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
        Column("status", "text", "state of the reservation", required=True, values=("confirmed", "tentative", "cancelled", "denied")),
        Column("checked_in", "text", "whether someone came", required=True, values=("yes", "no", "unknown")),
    ),
)
