"""loan: a book lent."""

from expectations.schema import Column, Table

TABLE = Table(
    name="loan",
    one_row="a book lent",
    columns=(
        Column("lent_on", "date", "local date", required=True),
        Column("returned_on", "date", "local date"),
        Column("item_kind", "text", "kind of item"),
        Column("language", "text", "language of the item", reference="language"),
    ),
)
