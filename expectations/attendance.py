"""attendance: a person at a session, or a headcount."""

from expectations.declare import declare
from expectations.rules import custom, dated, likely, not_negative, refers_to
from expectations.schema import Column

TABLE = declare(
    name="attendance",
    one_row="a person at a session, or a headcount",
    columns=(
        Column("session_code", "text", "the meeting", required=True),
        Column("attended_on", "date", "local date", required=True),
        Column(
            "kind", "text", "a named person or a headcount", required=True, values=("person", "headcount")
        ),
        Column("count", "integer", "people; null is unknown, never 0"),
        Column(
            "status",
            "text",
            "what is known of the place",
            required=True,
            values=("invited", "registered", "waitlisted", "cancelled", "attended", "no-show"),
        ),
        Column("format", "text", "in the room or online", values=("in-person", "online")),
        Column("audience", "text", "age group as an aggregate names it"),
        Column("first_time", "boolean", "the person says this is the first visit"),
    ),
    rules=(
        *dated("attended_on", latest="$in_two_years"),
        not_negative("count"),
        likely("count", 10_000),
        refers_to("session_code", "session"),
        custom(
            "attended_in_the_future",
            "status = 'attended' AND attended_on > $tomorrow AND (kind = 'person' OR count > 0)",
            "the place is said to be attended and its day has not come",
            "status",
            "attended_on",
            parameters=("tomorrow",),
        ),
        custom(
            "person_counts_several",
            "kind = 'person' AND count <> 1",
            "a named person stands for another number of people than 1",
            "kind",
            "count",
            severity="warning",
        ),
        custom(
            "above_capacity",
            "status = 'attended' AND session_code IN (SELECT attendance.session_code FROM attendance"
            " JOIN known_session ON known_session.code = attendance.session_code"
            " WHERE attendance.status = 'attended' GROUP BY attendance.session_code"
            " HAVING sum(attendance.count) > max(known_session.capacity))",
            "more people attended the session than it has places",
            "session_code",
            "count",
            severity="warning",
        ),
    ),
)
