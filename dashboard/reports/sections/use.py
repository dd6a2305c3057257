"""Makerspace, advising, targets and what moved: the parts that managers plan by."""

from __future__ import annotations

from dashboard.figure import reason_text
from dashboard.reports import charts, figures
from dashboard.reports.content import Cell, Chart, Paragraph, Point, Section, Series, Table
from dashboard.reports.sections.impact import section
from dashboard.target_panel import chosen, standing_text, status, value
from dashboard.view import View
from dashboard.why_panel import finding as why_finding
from pipelines.problems import RefusalError
from pipelines.statistics.targets import Standing


def makerspace(view: View) -> Section:
    return section(
        view,
        "makerspace",
        [
            figures.cards(
                view,
                "makers",
                "machine_hours",
                "unique_makers",
                "training_to_use",
                "downtime",
                "booking_rate",
            ),
            charts.months(view, "machine_hours"),
            charts.divided(view, "machine_hours", "resource"),
            charts.divided(view, "denied_attempts", "reason"),
        ],
    )


def advising(view: View) -> Section:
    shown = [
        figures.cards(
            view, "advising", "unique_advisees", "advising_contacts", "second_contact_rate", "applications"
        ),
        charts.divided(view, "advising_funnel", "step"),
        charts.divided(view, "unique_advisees", "mode"),
        Paragraph(view.words("report.self_reported"), "fine"),
    ]
    return section(view, "advising", shown)


def targets(view: View, comments: bool) -> Section:
    """Where the targets of the period stand; comments of the staff are not for everyone."""
    words, found = view.words, chosen(view)
    if not found:
        return section(view, "targets", [])
    on_course = sum(one.status == "green" for one in found)
    told = sum(one.status is not None for one in found)
    lead = words("target.finding", count=on_course, all=words.number(told))
    told_comments = [
        Paragraph(f"{view.title(one.target.metric)}: {one.target.comment(words.language)}", "quote")
        for one in found
        if comments and one.target.comment(words.language)
    ]
    note = Paragraph(words("target.method").replace("*", ""), "fine")
    return section(
        view, "targets", [bullets(view, found, lead), standing_table(view, found), *told_comments, note]
    )


def bullets(view: View, found: list[Standing], finding: str) -> Chart:
    """Each target's bar on the scale of its own target."""
    words = view.words

    def points(part: str) -> tuple[Point, ...]:
        shown = []
        for one in found:
            amount = {"actual": one.actual, "expected": one.expected, "target": one.target.target}[part]
            text = standing_text(view, one) if part == "actual" else value(view, one, amount)
            share = None if amount is None else amount / one.target.target
            shown.append(Point(share, text, suppressed=share is None and one.reason == "suppressed"))
        return tuple(shown)

    names = tuple(view.title(one.target.metric) for one in found)
    parts = (("target.actual", "actual"), ("target.expected", "expected"), ("target.target", "target"))
    series = tuple(Series(words(key), points(part)) for key, part in parts)
    return Chart(
        key="targets",
        kind="bullets",
        finding=finding,
        subject=words("target.subject"),
        alt="; ".join(f"{name}: {one.text}" for name, one in zip(names, series[0].points, strict=True)),
        unit="percent",
        categories=names,
        series=series,
        note=words("target.note"),
        dimension=words("table.target"),
    )


def standing_table(view: View, found: list[Standing]) -> Table:
    words = view.words
    rows = []
    for one in found:
        unit = charts.unit_of(view.metric(one.target.metric))
        amounts = (one.target.target, one.actual, one.expected)
        hidden = one.reason == "suppressed"
        standing = status(view, one) if one.reason is None else reason_text(words, one.reason)
        if hidden:
            standing = words("mark.hidden_short")
        rows.append(
            (
                Cell(view.title(one.target.metric)),
                *(
                    Cell(value(view, one, amount), amount, unit, hidden and amount is None)
                    for amount in amounts
                ),
                Cell(
                    "–" if one.achievement is None else words.percent(one.achievement),
                    one.achievement,
                    "percent",
                ),
                Cell(standing),
            )
        )
    heads = (
        "table.target",
        "target.target",
        "target.actual",
        "target.expected",
        "target.achievement",
        "target.standing",
    )
    return Table(
        "targets",
        words("target.subject"),
        tuple(words(head) for head in heads),
        tuple(rows),
        (False, True, True, True, True, False),
        widths=(3, 1.2, 1.2, 1.5, 1.2, 2),
    )


def changes(view: View) -> Section:
    """What moved since the period before and, of rates, what it came of."""
    told = [why(view, "attendance_per_session", "service"), why(view, "outcome_application", "service")]
    found = [Paragraph(text) for text in told if text]
    note = Paragraph(view.words("report.no_claim"), "fine")
    return section(view, "changes", [*found, figures.changes(view), note])


def why(view: View, metric: str, by: str) -> str:
    """The sentence of the decomposition; empty where there is none."""
    try:
        found = view.source.insights.why(view.question(metric, by=(by,)))
        if found.decomposition.reason is not None or found.periods is None or found.periods.before is None:
            return ""
        unclear = view.compare(metric).significant is False
    except RefusalError:
        return ""
    text = why_finding(view, found.periods.now.metric, by, found.decomposition, unclear)
    return f"{text}."
