"""The rules as a page for readers: `python -m expectations.document` writes `docs/rules.md`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from expectations.catalogue import all_tables
from expectations.schema import Rule, Table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rules.md"
HEAD = """# The rules

What each row and table must pass before it is published. Made from `expectations/<table>.py` by
`python -m expectations.document`; change the declarations, never this page.

A row that fails a **critical** rule is quarantined with its whole record; a **warning** is counted and the
row is kept. A critical rule of a *table* stops the publish. An empty value passes every rule except *is
empty*. Rules that need a value of the run (the opening, a reference list, the former snapshot) are checked
where the run knows it.
"""


def rules_page() -> str:
    """The whole page as Markdown, in the order of the tables' names."""
    return HEAD + "".join(f"\n{line}" for table in all_tables().values() for line in _section(table)) + "\n"


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield f"One row is {table.one_row}."
    yield ""
    yield "| rule | fails when | severity |"
    yield "|---|---|---|"
    yield from (_line(rule) for rule in table.rules)
    yield ""


def _line(rule: Rule) -> str:
    scope = ", table" if rule.scope == "table" else ""
    return f"| `{rule.name}` | {rule.meaning} | {rule.severity}{scope} |"


if __name__ == "__main__":
    PAGE.write_text(rules_page(), "utf-8")
