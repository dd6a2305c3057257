"""Where a figure comes from: definition, SQL, files, verdicts, coverage, and how much of the answer is
hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pipelines.metrics.coverage import coverage
from pipelines.metrics.metric import Metric, catalogue
from pipelines.metrics.question import Answer, Question, Snapshot

# Fact table -> canonical tables whose rules stand behind it, and the fact table that names its files.
RESTS_ON = {
    "fct_visit": ("visit", "person"),
    "fct_session": ("session", "programme", "attendance"),
    "fct_attendance": ("attendance", "session", "programme", "person"),
    "fct_booking": ("booking", "resource", "person"),
    "fct_resource_day": ("booking", "resource"),
    "fct_response": ("response", "person"),
    "fct_machine_log": ("machine_log", "resource", "person"),
    "fct_training": ("training", "person"),
    "fct_loan": ("loan", "person"),
    "fct_advising_contact": ("advising_contact", "person"),
    "fct_advising_step": ("advising_contact", "person"),
    "fct_downtime": ("machine_log", "booking", "resource"),
    "fct_pair": ("response", "person"),
    "fct_move": ("attendance", "session", "programme", "person"),
    "fct_return_month": ("attendance", "person"),
}
FILES_OF = {"fct_resource_day": "fct_booking", "fct_downtime": "fct_machine_log"}


def explain(snapshot: Snapshot, answer: Answer) -> dict[str, Any]:
    """Everything behind an answer, ready for JSON: words of the metric, `sql`, `snapshot`, `coverage`,
    `sources`, `verdicts` and `suppressed` (rows hidden out of rows).
    """
    metric, tables = answer.metric, tables_of(answer.metric)
    covered = coverage(snapshot, metric.table)
    made = snapshot.rows("select created_at from meta_snapshot", [])["created_at"]
    said = answer.residents
    hidden = int(answer.rows["suppressed"].sum())
    return {
        "metric": metric.code,
        "title": metric.title,
        "definition": metric.definition,
        "why": metric.why,
        "formula": metric.formula,
        "unit": metric.unit,
        "standard": list(metric.standard),
        "owner": metric.owner,
        "next_review": metric.next_review.isoformat(),
        "start": answer.question.start.isoformat() if answer.question.start else None,
        "end": answer.question.end.isoformat() if answer.question.end else None,
        "sql": answer.sql,
        "snapshot": {"id": answer.snapshot, "created_at": made[0].isoformat() if len(made) else None},
        "coverage": {
            "table": metric.table,
            "first": covered.first.isoformat() if covered else None,
            "last": covered.last.isoformat() if covered else None,
        },
        "residents": {"as_of": said.as_of.isoformat(), "source": said.source} if said else None,
        "sources": _sources(snapshot, tables, answer.question),
        "verdicts": _verdicts(snapshot, tables),
        "suppressed": {
            "rows": answer.rows.height,
            "hidden": hidden,
            "share": hidden / answer.rows.height if answer.rows.height else None,
        },
    }


def tables_of(metric: Metric) -> tuple[str, ...]:
    """The fact tables that a metric rests on; of a derived one those of both its parts."""
    parts = [catalogue()[code] for code in (metric.of, metric.against) if code is not None]
    return tuple(dict.fromkeys(part.table for part in parts or [metric]))


def _sources(snapshot: Snapshot, tables: Sequence[str], question: Question) -> list[dict[str, Any]]:
    """The files behind the tables that hold records of the days asked for."""
    of = " union all ".join(f"select object_id from {FILES_OF.get(table, table)}" for table in tables)
    days = [question.start, question.end]
    sql = (
        "select file, sha256, source, rows, accepted, quarantined, first_date, last_date from meta_object"
        f" where object_id in ({of})"
        " and coalesce(last_date >= cast(? as date), true) and coalesce(first_date <= cast(? as date), true)"
        " order by source, file, sha256"
    )
    rows = snapshot.rows(sql, days).to_dicts()
    return [row | {day: _text(row[day]) for day in ("first_date", "last_date")} for row in rows]


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _verdicts(snapshot: Snapshot, tables: Sequence[str]) -> list[dict[str, Any]]:
    names = list(dict.fromkeys(name for table in tables for name in RESTS_ON[table]))
    sql = (
        'select table_name as "table", rule, severity, checked, failed from meta_verdict'
        f" where table_name in ({', '.join('?' for _ in names)}) order by table_name, rule"
    )
    return snapshot.rows(sql, names).to_dicts()
