"""The parts that every constructor of a rule shares (`expectations/rules.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from expectations.meanings import MEANINGS
from expectations.schema import Rule, Severity

Bound = int | str | None  # "$name" is a value of the run


def any_of(code: str, failing: Mapping[str, str], **more: Any) -> Rule:
    """One rule over several columns, each with its own predicate: a query less for each, and one sentence."""
    cases = " ".join(f"WHEN {predicate} THEN {literal(column)}" for column, predicate in failing.items())
    predicate = " OR ".join(failing.values())
    return where(code, predicate, columns=tuple(failing), name=code, blamed=f"CASE {cases} END", **more)


def where(code: str, predicate: str, *, columns: tuple[str, ...], **more: Any) -> Rule:
    """A rule for whose predicate Great Expectations ships nothing that it could count in the common query."""
    kwargs: dict[str, Any] = {"predicate": predicate}
    if more.get("parameters"):
        kwargs["value"] = {"$PARAMETER": more["parameters"][0]}
    return rule(code, predicate, {"type": "expect_no_row_where", "kwargs": kwargs}, columns=columns, **more)


def rule(
    code: str,
    failing: str,
    expectation: Mapping[str, Any],
    *,
    columns: tuple[str, ...],
    name: str = "",
    severity: Severity = "critical",
    meaning: str = "",
    values: Mapping[str, str | int] | None = None,
    **more: Any,
) -> Rule:
    """A rule with its sentence filled in, named after its first column unless it says otherwise."""
    filled = {**({"column": columns[0]} if len(columns) == 1 else {}), **(values or {})}
    return Rule(
        name=name or f"{columns[0]}_{code}",
        severity=severity,
        failing=failing,
        expectation=expectation,
        columns=columns,
        meaning=meaning or MEANINGS[code].format(**filled),
        code=code,
        values=filled,
        **more,
    )


def shipped(type_: str, **kwargs: Any) -> Mapping[str, Any]:
    """The configuration of an expectation that Great Expectations ships."""
    return {"type": type_, "kwargs": kwargs}


def bound(value: Bound) -> Any:
    """A bound as Great Expectations wants it: a value, or the name of a value of the run."""
    return {"$PARAMETER": value[1:]} if isinstance(value, str) else value


def literal(text: str) -> str:
    """An SQL text literal of a declared value."""
    return "'" + text.replace("'", "''") + "'"
