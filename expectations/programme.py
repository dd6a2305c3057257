"""programme: a programme."""

from expectations.declare import declare
from expectations.schema import Column

TABLE = declare(
    name="programme",
    one_row="a programme",
    columns=(
        Column("programme_code", "text", "stable code of the programme", required=True),
        Column("name", "text", "name as the source gives it", required=True),
        Column("service", "text", "what the Space offers", reference="service"),
        Column("core_program", "text", "OASIS core program", reference="core_program"),
        Column("theme", "text", "theme"),
        Column("partner", "text", "partner organisation"),
        Column("audience", "text", "intended audience as the source gives it"),
    ),
)
