"""Headline figures and tables of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import findings
from dashboard.findings import amount, written_as
from dashboard.reports.charts import given, unit_of
from dashboard.reports.content import Card, Cards, Cell, Definition, Definitions, Table
from dashboard.view import View
from pipelines.metrics import Answer
from pipelines.problems import RefusalError

CHANGES = (
    "visits", "unique_participants", "new_participants", "programmes_held", "attendance",
    "attendance_per_session", "fill_rate", "show_rate", "outcome_application", "outcome_knowledge",
    "outcome_confidence", "outcome_awareness", "nps", "machine_hours", "unique_makers", "unique_advisees",
)  # fmt: skip


def cards(view: View, key: str, *metrics: str) -> Cards:
    """A card for each metric that may be told."""
    return Cards(key, tuple(found for metric in metrics if (found := card(view, metric)) is not None))


def card(view: View, metric: str) -> Card | None:
    """One headline figure; a hidden one says so, one without any record is left out."""
    words, answer = view.words, given(view, metric)
    if answer is None:
        return None
    row = answer.rows.row(0, named=True)
    if row["value"] is None and not row["suppressed"]:
        return None
    unit = written_as(answer.metric)
    changed = change(view, answer)
    return Card(
        metric=metric,
        title=view.title(metric),
        value=words("mark.hidden_short") if row["suppressed"] else words.value(unit, row["value"]),
        number=row["value"],
        unit=unit_of(answer.metric),
        interval=words.interval(unit, row["lower"], row["upper"]),
        change=words("mark.hidden") if row["suppressed"] else changed.text,
        direction="none" if row["suppressed"] else changed.direction,  # type: ignore[arg-type]
        note=words("mark.indicative") if row["indicative"] else "",
        suppressed=bool(row["suppressed"]),
        definition=view.metric_text(metric, "definition"),
        lower=row["lower"],
        upper=row["upper"],
        n=row["n"],
    )


def change(view: View, answer: Answer) -> findings.Change:
    """What may be said of the change; nothing is called a change that rounds to none."""
    words, metric = view.words, answer.metric
    try:
        compared = view.compare(metric.code)
    except RefusalError:
        return findings.Change("", "none")
    told = findings.change(words, metric, compared)
    points = abs(compared.difference or 0) * (100 if metric.unit == "percent" else 1)
    if metric.unit in ("percent", "points") and told.direction in ("up", "down") and round(points) == 0:
        return findings.Change(
            words("change.unclear", before=words.span(compared.start, compared.end)), "same"
        )
    return told


def changes(view: View) -> Table:
    """Every headline figure beside that of the period before, and whether a change may be claimed."""
    words = view.words
    rows = []
    for code in CHANGES:
        answer = given(view, code)
        if answer is None:
            continue
        row, unit = answer.rows.row(0, named=True), written_as(answer.metric)
        if row["value"] is None:
            continue
        try:
            compared = view.compare(code)
        except RefusalError:
            continue
        told = change(view, answer)
        hidden = compared.reason == "suppressed"
        before = words("mark.hidden_short") if hidden else words.value(unit, compared.before)
        kind = unit_of(answer.metric)
        rows.append(
            (
                Cell(view.title(code)),
                Cell(with_interval(view, unit, row), row["value"], kind),
                Cell(before, compared.before, kind, hidden),
                Cell(told.text),
            )
        )
    heads = ("report.figure", "report.now", "report.before", "report.change")
    return Table(
        "changes",
        words("report.changes_table"),
        tuple(words(head) for head in heads),
        tuple(rows),
        (False, True, True, False),
        widths=(3.2, 1.9, 1.2, 4),
    )


def with_interval(view: View, unit: str, row: Mapping[str, object]) -> str:
    lower, upper, value = row["lower"], row["upper"], row["value"]
    text = view.words.value(unit, value)  # type: ignore[arg-type]
    interval = view.words.interval(unit, lower, upper)  # type: ignore[arg-type]
    return f"{text} ({interval})" if interval else text


def by_group(
    view: View, key: str, title: str, by: str, metrics: Sequence[str], limit: int = 14
) -> Table | None:
    """Groups with several metrics each; the first metric orders them."""
    words = view.words
    answers = [found for code in metrics if (found := given(view, code, by=(by,))) is not None]
    if not answers:
        return None
    cells = [{row[by]: row for row in answer.rows.iter_rows(named=True)} for answer in answers]
    codes = sorted(
        (code for code in cells[0] if code != "unknown"), key=lambda code: -(cells[0][code]["value"] or -1)
    )
    rows = []
    for code in codes[:limit]:
        shown = [Cell(words.label(by, code))]
        for answer, by_code in zip(answers, cells, strict=True):
            row = by_code.get(code)
            if row is None:
                shown.append(Cell("–"))
            elif row["suppressed"]:
                shown.append(Cell(words("mark.hidden_short"), suppressed=True))
            else:
                star = " *" if row["indicative"] else ""
                text = with_interval(view, written_as(answer.metric), row) + star
                shown.append(Cell(text, row["value"], unit_of(answer.metric)))
        rows.append(tuple(shown))
    heads = (words(f"dimension.{by}"), *(view.title(answer.metric.code) for answer in answers))
    note = words("note.more", count=len(codes) - limit) if len(codes) > limit else ""
    if any(cell.text.endswith(" *") for row in rows for cell in row):
        note = f"{note} {words('note.indicative', n=words.number(words.site.indicative_below))}".strip()
    return Table(key, title, heads, tuple(rows), (False, *[True] * len(answers)), note)


def definitions(view: View, codes: Sequence[str]) -> Definitions:
    """What each figure means, how it is counted and by whose rule."""
    words = view.words
    found = []
    for code in codes:
        metric = view.metric(code)
        rules = ", ".join(words.label("standard", standard) for standard in metric.standard)
        title, text, formula = (view.metric_text(code, part) for part in ("title", "definition", "formula"))
        found.append(Definition(title, text, formula, rules, code))
    return Definitions(tuple(found))


def told(view: View, metric: str) -> str:
    """A figure as a sentence: its amount, how it changed where that may be said."""
    answer = given(view, metric)
    if answer is None:
        return ""
    row = answer.rows.row(0, named=True)
    if row["value"] is None:
        return ""
    changed = change(view, answer)
    text = f"{view.title(metric)}: {amount(view.words, answer.metric, row['value'])}"
    whole = f"{text}, {changed.text}" if changed.direction in ("up", "down", "same") else text
    return f"{whole.rstrip('.')}."
