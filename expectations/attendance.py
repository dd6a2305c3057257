"""attendance: a person at a session, or a headcount."""

from expectations.schema import Column, Table

TABLE = Table(
    name="attendance",
    one_row="a person at a session, or a headcount",
    columns=(
        Column("session_code", "text", "the meeting", required=True),
        Column("attended_on", "date", "local date", required=True),
        Column("kind", "text", "a named person or a headcount", required=True, values=("person", "headcount")),
        Column("count", "integer", "people; null is unknown, never 0"),
        Column("status", "text", "what is known of the place", required=True, values=("invited", "registered", "waitlisted", "cancelled", "attended", "no-show")),
        Column("format", "text", "in the room or online", values=("in-person", "online")),
        Column("audience", "text", "age group as an aggregate names it"),
        Column("first_time", "boolean", "the person says this is the first visit"),
    ),
)
