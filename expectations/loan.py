"""loan: a book lent."""

from expectations.declare import declare
from expectations.rules import dated, ordered
from expectations.schema import Column

TABLE = declare(
    name="loan",
    one_row="a book lent",
    columns=(
        Column("lent_on", "date", "local date", required=True),
        Column("returned_on", "date", "local date"),
        Column("item_kind", "text", "kind of item"),
        Column("language", "text", "language of the item", reference="language"),
    ),
    rules=(
        *dated("lent_on"),
        ordered("lent_on", "returned_on"),
    ),
)
