"""Figures made of the answers of other metrics: they show nothing that those answers do not give already.

A row of which one part is hidden is hidden, and so is a small number of people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipelines.metrics.compute import NUMBERS, Row, frame
from pipelines.metrics.metric import Metric, catalogue
from pipelines.metrics.policy import OPEN_ROLES
from pipelines.metrics.question import Answer, Question, Snapshot
from pipelines.metrics.residents import CITY, Residents, residents
from pipelines.problems import Problem, RefusalError
from pipelines.settings import load_site

Ask = Callable[[Snapshot, Question], Answer]
Key = tuple[Any, ...]
PER = 1000


def derive(snapshot: Snapshot, metric: Metric, question: Question, ask: Ask) -> Answer:
    """The answer to a question about a derived metric; `ask` answers those that it is made of."""
    first = ask(snapshot, replace(question, metric=metric.of or ""))
    if metric.against is not None:
        return _of_two(snapshot, metric, question, first, ask)
    by = _group(metric, question)
    known = residents(snapshot, by)
    rows = _held_against(metric, by, first, known)
    asked = replace(first.question, metric=metric.code)
    said = known.said if known else None
    return Answer(metric, asked, first.snapshot, frame(metric, asked, rows), first.sql, said)


def _of_two(snapshot: Snapshot, metric: Metric, question: Question, first: Answer, ask: Ask) -> Answer:
    """Breakdowns and filters that only the first metric has (wave, survey) narrow the first alone."""
    allowed = catalogue()[metric.against or ""].by
    shared = tuple(name for name in question.by if name in allowed)
    days = first.question
    second = ask(
        snapshot,
        replace(
            question,
            metric=metric.against or "",
            by=shared,
            where=tuple(pair for pair in question.where if pair[0] in allowed),
            start=days.start,
            end=days.end,
        ),
    )
    others = {_key(row, shared): row for row in second.rows.iter_rows(named=True)}
    rows = [_combined(metric, row, others.get(_key(row, shared))) for row in first.rows.iter_rows(named=True)]
    if question.role not in OPEN_ROLES and metric.estimate == "difference":
        site = load_site()
        k = max(site.threshold, site.threshold_floor)
        rows = [_hidden(row) if 0 < (row["value"] or 0) < k else row for row in rows]
    asked = replace(days, metric=metric.code)
    sql = f"{first.sql}\n\n-- {metric.estimate} with {metric.against}\n{second.sql}"
    return Answer(metric, asked, first.snapshot, frame(metric, asked, rows), sql)


def _combined(metric: Metric, row: Mapping[str, Any], other: Mapping[str, Any] | None) -> Row:
    if row["suppressed"] or (other is not None and other["suppressed"]):
        return _hidden(row)
    one = row["value"]
    two = other["value"] if other is not None else (0 if metric.estimate == "difference" else None)
    figures: Row = {"value": None}
    if one is not None and two is not None:
        if metric.estimate == "difference":
            figures = {"value": max(one - two, 0)}
        elif two:
            figures = {"value": one / two, "numerator": one, "denominator": two}
    return {**_bare(row), **figures}


def _group(metric: Metric, question: Question) -> str | None:
    """The one dimension by which both users and residents are divided; refuses others."""
    names = sorted({*question.by, *question.filters})
    if len(names) > 1 or (metric.estimate == "representation" and question.filters):
        values = {"metric": metric.code, "combination": " and ".join(names), "allowed": ", ".join(metric.by)}
        raise RefusalError(Problem("combination_not_declared", values=values))
    return names[0] if names else None


def _held_against(metric: Metric, by: str | None, first: Answer, known: Residents | None) -> list[Row]:
    rows, people = first.rows.to_dicts(), known.people if known else {}
    if metric.estimate == "representation":
        if by is None:  # all are as many as all
            return [_hidden(row) if row["suppressed"] else _bare(row) for row in rows]
        return _representation(by, rows, people)
    made = []
    for row in rows:
        codes = [row[by]] if by in row else first.question.filters.get(by or "", (CITY,))
        inside = [people[code] for code in codes if code in people]
        made.append(_of_residents(metric, row, sum(inside) if len(inside) == len(codes) else None))
    return made


def _of_residents(metric: Metric, row: Mapping[str, Any], number: int | None) -> Row:
    if row["suppressed"]:
        return _hidden(row)
    figures: Row = {}
    if number and row["value"] is not None:
        scale = PER if metric.estimate == "per_resident" else 1
        figures |= {"value": scale * row["value"] / number, "numerator": row["value"], "denominator": number}
    return {**_bare(row), **figures}


def _representation(by: str, rows: Sequence[Mapping[str, Any]], people: Mapping[str, int]) -> list[Row]:
    """Share of users over share of residents, among those whose group is known. One hidden group and there is
    no share: all together would tell its number.
    """
    inside = {
        period: [row for row in rows if row["period"] == period and row[by] in people]
        for period in {row["period"] for row in rows}
    }
    made = []
    for row in rows:
        group = inside[row["period"]]
        users = sum(other["value"] or 0 for other in group)
        if row["suppressed"] or any(other["suppressed"] for other in group):
            made.append(_hidden(row))
            continue
        figures: Row = {}
        if row[by] in people and users and row["value"] is not None:
            share = people[row[by]] / sum(people.values())
            part = row["value"] / users
            figures |= {"value": part / share, "numerator": part, "denominator": share}
        made.append({**_bare(row), **figures})
    return made


def _key(row: Mapping[str, Any], names: Iterable[str]) -> Key:
    return (*(row[name] for name in names), row["period"])


def _bare(row: Mapping[str, Any]) -> Row:
    counted = {"n": row["n"], "unknown": row["unknown"], "method": None}
    return {**row, **dict.fromkeys(NUMBERS), **counted, "indicative": False, "suppressed": False}


def _hidden(row: Mapping[str, Any]) -> Row:
    return {**_bare(row), "n": None, "unknown": None, "indicative": None, "suppressed": True}
