"""resource: a room, seat or machine."""

from expectations.declare import declare
from expectations.rules import likely, not_negative
from expectations.schema import Column

TABLE = declare(
    name="resource",
    one_row="a room, seat or machine",
    columns=(
        Column("resource_code", "text", "stable code", required=True),
        Column("name", "text", "name", required=True),
        Column("kind", "text", "what it is", required=True, values=("room", "seat", "machine", "equipment")),
        Column("zone", "text", "part of the Space"),
        Column("service", "text", "service it belongs to", reference="service"),
        Column("capacity", "integer", "people it holds"),
    ),
    rules=(
        not_negative("capacity"),
        likely("capacity", 1000),
    ),
)
