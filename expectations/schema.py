"""Columns, tables and rules: declared once; suites, quarantine predicates and documentation follow from them.

Nothing here imports Great Expectations: a suite is plain data, so that the dashboard may read declarations
without paying seconds and hundreds of megabytes for the validator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Type = Literal["text", "integer", "double", "boolean", "date", "timestamp"]
Severity = Literal["critical", "warning"]
Scope = Literal["row", "table"]


@dataclass(frozen=True)
class Column:
    """One column of a canonical table. `values` closes the list of codes; empty means open."""

    name: str
    type: Type
    meaning: str
    required: bool = False
    values: tuple[str, ...] = ()
    reference: str = ""  # values come from the site's reference data: "district", "service", ...
    example: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule, declared once, that gives both the verdict and the failing rows.

    `name` is `table.rule`. `failing` is a DuckDB predicate over the table's unqualified columns that is true
    for a failing row; null counts as passing. For a table rule it is one aggregate expression, true when the
    table fails. `$named` places in it are values of the run (`parameters`): dates, reference lists; a rule
    whose values are not known to the run is not checked. `expectation` is the Great Expectations
    configuration of the same rule (`{"type": ..., "kwargs": {...}}`). A row rule that is critical quarantines
    the record; a table rule that is critical stops the publish. `columns` are the columns a reader should
    look at; where one of several is at fault, the SQL expression `blamed` names it. `code` and `values` give
    the sentence in other languages, `meaning` is the English one.
    """

    name: str
    severity: Severity
    failing: str
    expectation: Mapping[str, Any]
    columns: tuple[str, ...] = ()
    scope: Scope = "row"
    meaning: str = ""
    code: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    parameters: tuple[str, ...] = ()
    blamed: str = ""


@dataclass(frozen=True)
class Table:
    """A canonical table: what one row is, its columns, its rules.

    Every table also has `object_id` (integer: the landed file within the snapshot) and `row` (bigint: the
    record's row in that file as a spreadsheet shows it, the header being row 1); `columns` lists neither.
    """

    name: str
    one_row: str
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = field(default=())

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)
