"""Titles that say what the figures show, by rules: the same numbers give the same sentence in each language.

No sentence claims a change or a difference whose interval holds zero, and a hidden or partial figure is never
the subject of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts import Mark
from dashboard.words import Words
from pipelines.metrics import Comparison, Metric

Row = dict[str, Any]
WHOLE = ("total", "distinct", "difference")
SAME_WITHIN = 0.005  # half a percent would round to no change


@dataclass(frozen=True)
class Change:
    """How a figure changed: the sentence for it and its direction (`up`, `down`, `same`, `none`)."""

    text: str
    direction: str


def written_as(metric: Metric) -> str:
    """How values of a metric are written: `percent`, `points` with a sign, `decimal` or `whole`."""
    if metric.unit == "percent":
        return "percent"
    if metric.estimate == "nps":
        return "points"
    return "whole" if metric.estimate in WHOLE else "decimal"


def amount(words: Words, metric: Metric, value: float | None) -> str:
    """A value with what it counts, in the right plural form: `4,120 visits`, `71%`, `+46`."""
    if value is None:
        return "–"
    if metric.estimate in WHOLE:
        return words(f"unit.{metric.unit}", count=value)
    return words.value(written_as(metric), value)


def change(words: Words, metric: Metric, compared: Comparison) -> Change:
    """The sentence about the change since the period compared with, or why there is none."""
    before = words.span(compared.start, compared.end)
    if compared.reason is not None or compared.difference is None:
        return Change(words(f"change.none.{compared.reason or 'no_data'}", before=before), "none")
    if compared.significant is False:
        return Change(words("change.unclear", before=before), "same")
    up = compared.difference > 0
    if metric.unit in ("percent", "points"):
        points = words.number(abs(compared.difference) * (100 if metric.unit == "percent" else 1))
        key = "change.points_up" if up else "change.points_down"
        return Change(words(key, points=points, before=before), "up" if up else "down")
    if compared.ratio is None:
        return Change(words("change.none.no_data", before=before), "none")
    if abs(compared.ratio - 1) < SAME_WITHIN:
        return Change(words("change.same", before=before), "same")
    share = words.percent(abs(compared.ratio - 1))
    return Change(
        words("change.up" if up else "change.down", share=share, before=before), "up" if up else "down"
    )


def overview(words: Words, period: str, visits: str, changed: Change, outcome: str) -> str:
    """The opening sentence: how many came, how that changed where it may be said, and what it led to."""
    key = "finding.overview_change" if changed.direction in ("up", "down", "same") else "finding.overview"
    parts = [words(key, period=period, visits=visits, change=changed.text)]
    return " ".join([*parts, outcome]).strip()


def outcome(words: Words, metric: str, row: Row | None) -> str:
    """What the answers to one outcome question say, with the interval; empty where there is no figure."""
    if row is None or row["value"] is None:
        return ""
    if metric == "nps":
        return words(
            "finding.outcome.nps",
            value=words.value("points", row["value"]),
            interval=words.interval("points", row["lower"], row["upper"]),
        )
    return words(
        f"finding.outcome.{metric}",
        share=words.percent(row["value"]),
        interval=words.interval("percent", row["lower"], row["upper"]),
    )


def peak(words: Words, metric: Metric, rows: Sequence[Row], complete: Sequence[bool]) -> str:
    """The complete month with the most; a plain sentence where fewer than two can be compared."""
    shown = [row for row, whole in zip(rows, complete, strict=True) if whole and row["value"] is not None]
    if len(shown) < 2:
        return words("finding.few_months")
    best = max(shown, key=lambda row: row["value"])
    if sum(row["value"] == best["value"] for row in shown) > 1:
        return words("finding.no_peak")
    return words(
        "finding.peak",
        month=words.label("month", best["period"]),
        amount=amount(words, metric, best["value"]),
    )


def largest(words: Words, dimension: str, metric: Metric, rows: Sequence[Row], shares: bool) -> str:
    """The largest known group, as a share of those known where no cell is hidden."""
    known = [row for row in rows if row[dimension] != "unknown" and row["value"] is not None]
    if not known:
        return words("finding.nothing_to_show")
    best = max(known, key=lambda row: row["value"])
    label = words.label(dimension, best[dimension])
    if sum(row["value"] == best["value"] for row in known) > 1:
        return words("finding.alike")
    if shares:
        total = sum(row["value"] for row in known)
        key = "finding.largest_known" if len(known) < len(rows) else "finding.largest_share"
        return words(key, label=label, share=words.percent(best["value"] / total))
    kinds = {"people": "finding.largest_shown", "percent": "finding.largest", "points": "finding.largest"}
    key = "finding.largest" if metric.estimate == "ratio" else kinds.get(metric.unit, "finding.most")
    return words(key, label=label, amount=amount(words, metric, best["value"]))


def spread(words: Words, dimension: str, metric: Metric, rows: Sequence[Row]) -> str:
    """Highest and lowest where their intervals stand apart; else that no difference is clear."""
    known = [
        row
        for row in rows
        if row[dimension] != "unknown" and row["value"] is not None and row["lower"] is not None
    ]
    if len(known) < 2:
        return words("finding.nothing_to_compare")
    high = max(known, key=lambda row: row["value"])
    low = min(known, key=lambda row: row["value"])
    if high["lower"] <= low["upper"]:
        return words("finding.no_clear_difference")
    return words(
        "finding.spread",
        high=words.label(dimension, high[dimension]),
        high_value=words.value(written_as(metric), high["value"]),
        low=words.label(dimension, low[dimension]),
        low_value=words.value(written_as(metric), low["value"]),
    )


def busiest(words: Words, rows: Sequence[Row]) -> str:
    """The weekday and hour with the most visits."""
    shown = [row for row in rows if row["value"] and row["hour"] != "unknown" and row["weekday"] != "unknown"]
    if not shown:
        return words("finding.nothing_to_show")
    best = max(shown, key=lambda row: row["value"])
    hour = int(best["hour"])
    return words(
        "finding.busiest",
        weekday=words.weekday(int(best["weekday"])),
        start=f"{hour}:00",
        end=f"{hour + 1}:00",
    )


def first_mark(words: Words, marks: Sequence[Mark], key: str) -> str:
    """The first of ranked marks that has a value, in the sentence under `key`."""
    shown = [mark for mark in marks if mark.value is not None]
    return (
        words(key, label=shown[0].label, value=shown[0].text) if shown else words("finding.nothing_to_show")
    )
