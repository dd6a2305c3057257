"""training: a course or machine training taken."""

from expectations.declare import declare
from expectations.rules import dated
from expectations.schema import Column

TABLE = declare(
    name="training",
    one_row="a course or machine training taken",
    columns=(
        Column("trained_on", "date", "local date", required=True),
        Column("course", "text", "course or training", required=True),
        Column("kind", "text", "whether it opens machines", values=("machine", "course")),
        Column("resource_code", "text", "machine it opens"),
        Column("level", "text", "level before and after, where the course has levels (CEFR)"),
        Column("result", "text", "result", values=("completed", "certificate", "not_completed")),
    ),
    rules=(*dated("trained_on"),),
)
