"""The statement of a database source: values are bound, names of tables and columns checked and quoted."""

from __future__ import annotations

from typing import Any

from pipelines.problems import Problem, RefusalError
from pipelines.pull.declaration import BOUND, DatabaseSource

QUOTES = {"postgresql": '"', "sqlite": '"', "mariadb": "`"}


def statement(source: DatabaseSource) -> str:
    """The query as this database's driver takes it, with places for `since` and `until`."""
    text = source.query if source.query is not None else _of_table(source)
    if source.kind == "sqlite":
        return text
    # Where values are bound, these drivers read % as the beginning of a place.
    return BOUND.sub(r"%(\1)s", text.replace("%", "%%"))


def bound(source: DatabaseSource, values: dict[str, str]) -> dict[str, str]:
    """The values that the statement names; none of them is ever text of the statement."""
    named = set(BOUND.findall(source.query or "")) or ({"since"} if source.window else set())
    return {name: values[name] for name in sorted(named)}


def refuse_unknown_columns(name: str, source: DatabaseSource, connection: Any) -> None:
    """Nothing where the table has every column that is declared; else RefusalError `database_unknown_column`."""
    if source.table is None:
        return
    cursor = connection.cursor()
    try:
        places = {"sqlite": "?"}.get(source.kind, "%s")
        schema, _, table = source.table.rpartition(".")
        if source.kind == "sqlite":
            cursor.execute("select name from pragma_table_info(?)", [table])
        else:
            where = f" and table_schema = {places}" if schema else ""
            cursor.execute(
                f"select column_name from information_schema.columns where table_name = {places}{where}",
                [table, *([schema] if schema else [])],
            )
        known = {str(row[0]) for row in cursor.fetchall()}
    finally:
        cursor.close()
    wanted = [*source.columns, *([source.changed] if source.changed else [])]
    for column in wanted:
        if column not in known:
            raise RefusalError(Problem("database_unknown_column", name, column=column))


def _of_table(source: DatabaseSource) -> str:
    quote = QUOTES[source.kind]

    def quoted(text: str) -> str:
        return ".".join(f"{quote}{part}{quote}" for part in text.split("."))

    columns = ", ".join(map(quoted, source.columns))
    changed = f" where {quoted(source.changed)} >= :since" if source.changed and source.window else ""
    order = f" order by {quoted(source.columns[0])}"
    return f"select {columns} from {quoted(source.table or '')}{changed}{order}"
