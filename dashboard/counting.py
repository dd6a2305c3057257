"""The same records under two rule books, what is hidden and why, and the residents figures are held against."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import polars as pl
import streamlit as st

from dashboard.about import about_button, facts_html
from dashboard.figure import refused
from dashboard.filters import pick, remembered, write_url
from dashboard.periods import Period, offered, usual
from dashboard.source import covered
from dashboard.tables import show_table
from dashboard.view import View
from pipelines.metrics import Answer, Counted, Question
from pipelines.problems import RefusalError

PARTS = ("metrics", "rule_books", "hidden", "residents")
HIDDEN = ("small", "others", "share", "complete", "combinations", "unknown", "open")


def part_switch(view: View) -> str:
    """The part of the page a reader looks at, kept in the URL."""
    words = view.words
    chosen = remembered("part", PARTS, PARTS[0])
    key = f"part_{words.language}"
    st.session_state[key] = chosen

    def keep() -> None:
        st.session_state["chosen_part"] = st.session_state[key]

    st.segmented_control(
        words("how.parts"),
        PARTS,
        key=key,
        required=True,
        on_change=keep,
        label_visibility="collapsed",
        format_func=lambda code: words(f"how.part.{code}"),
    )
    write_url("part", chosen, PARTS[0])
    return chosen


def rule_books(view: View) -> None:
    """Each line of the rule books beside the same line of the others, the difference, and what must agree."""
    words = view.words
    st.html(f"<h2>{escape(words('books.title'))}</h2><p class='subject'>{escape(words('books.text'))}</p>")
    period = _period(view)
    whole = period.kind == "all"
    days = (None, None) if whole else (period.start, period.end)
    try:
        counted = view.source.rule_books(Question("visits", start=days[0], end=days[1], role=view.role))
    except RefusalError as refusal:
        refused(view, refusal)
        return
    blanks = (words("value.unknown"), words("mark.hidden_short"))
    show_table(side_by_side(view, counted), words("books.title"), blanks)
    about_button(view, "books", *_undivided(counted))
    st.html(f"<h2>{escape(words('books.why'))}</h2>")
    st.html(facts_html(differences(view, counted)))
    st.html(f"<h2>{escape(words('books.checks'))}</h2>")
    st.html(f"<p class='{sums_class(counted)}'>{escape(sums(view, counted))}</p>")
    above(view, counted)


def _period(view: View) -> Period:
    words = view.words
    days = covered(view.source) or (view.selection.period.start, view.selection.period.end)
    periods = {period.code: period for period in offered(*days, words.fiscal)}
    label = words("filter.period.label")
    first = usual([*periods.values()], *days).code
    with st.container(key="filters", horizontal=True):
        return periods[pick("counted", label, [*periods], first, words, "period")]


def side_by_side(view: View, counted: Counted) -> pl.DataFrame:
    """A row for each line that one of the books asks for, a column for each book."""
    words, records = view.words, []
    lines = dict.fromkeys((measure, part) for _, measure, part in counted.answers)
    for measure, part in lines:
        cells = {
            book.code: cell(view, counted.answers.get((book.code, measure, part))) for book in counted.books
        }
        marked = words("books.differs") if len(set(cells.values())) > 1 else ""
        record = {words("books.line"): f"{view.title(measure)}: {words(f'books.part.{part}')}"}
        records.append({**record, **cells, words("books.difference"): marked})
    return pl.DataFrame(records)


def cell(view: View, answer: Answer | None) -> str:
    """A figure of a book; a dash where the book has no such line, and the records that state no number."""
    words = view.words
    if answer is None:
        return "–"
    row = answer.rows.row(0, named=True) if answer.rows.height else {"suppressed": False, "value": None}
    if row["suppressed"]:
        return words("mark.hidden_short")
    if row["value"] is None:
        return words("value.unknown") if row.get("unknown") else words.number(0)
    return words.number(row["value"])


def differences(view: View, counted: Counted) -> list[str]:
    """Which records make the difference, and what both books say alike."""
    words = view.words
    by_format = {row["format"]: row for row in counted.hybrid_attendance.rows.iter_rows(named=True)}
    numbers = {name: (by_format.get(name) or {}).get("value") or 0 for name in ("in-person", "online")}
    silent = sum(row["unknown"] or 0 for row in by_format.values())
    lines = [
        words("books.hybrid", count=int(counted.hybrid_sessions.rows["value"].sum() or 0)),
        words(
            "books.hybrid_attendance",
            room=words.number(numbers["in-person"]),
            online=words.number(numbers["online"]),
        ),
    ]
    if silent:
        lines.append(words("books.hybrid_silent", count=silent))
    alike = ("books.totals", "books.off_site", "books.one_to_one")
    lines += [words(key) for key in alike]
    lines.append(words("books.nobody", sessions=words.number(counted.without_anybody)))
    if counted.without_number:
        lines.append(words("books.no_number", count=counted.without_number))
    return lines


def sums_class(counted: Counted) -> str:
    return "fine" if len(set(counted.sums)) == 1 else "needs"


def sums(view: View, counted: Counted) -> str:
    """Whether attendance by age and by format add up to the same."""
    words = view.words
    total, by_format, by_age = (words.number(number) for number in counted.sums)
    if len(set(counted.sums)) == 1:
        return words("books.sums", total=total)
    return words("books.sums_differ", total=total, by_format=by_format, by_age=by_age)


def above(view: View, counted: Counted) -> None:
    """The days with more people at sessions in the Space than through its door: shown, never hidden."""
    words = view.words
    if not counted.above:
        st.html(f"<p class='fine'>{escape(words('books.above_none'))}</p>")
        return
    text = words("books.above", count=len(counted.above))
    st.html(f"<p class='needs'>{escape(text)}</p>")
    records = [
        {
            words("books.day"): words.day(found.day),
            words("books.attended"): words.number(found.attendance),
            view.title("visits"): "–" if found.visits is None else words.number(found.visits),
        }
        for found in counted.above
    ]
    show_table(pl.DataFrame(records), text, ("–",))


def _undivided(counted: Counted) -> Sequence[Answer]:
    first = counted.books[0].code
    totals = [
        answer for (book, _, part), answer in counted.answers.items() if (book, part) == (first, "total")
    ]
    return [*totals, counted.hybrid_attendance]


def hidden(view: View) -> None:
    """What is hidden, from whom, and why."""
    words = view.words
    st.html(f"<h2>{escape(words('hidden.title'))}</h2>")
    k, floor = words.number(words.site.threshold), words.number(words.site.threshold_floor)
    st.html(facts_html([words(f"hidden.{name}", k=k, floor=floor) for name in HIDDEN]))


def residents(view: View) -> None:
    """The numbers of residents that figures are held against, each with its day and source."""
    words = view.words
    title, text = words("residents.title"), words("residents.text")
    st.html(f"<h2>{escape(title)}</h2><p class='subject'>{escape(text)}</p>")
    rows = view.source.quality("dim_district").filter(pl.col("population").is_not_null())
    records = [
        {
            words("dimension.district"): words("residents.city")
            if row["code"] == "all"
            else words.label("district", row["code"]),
            words("table.population"): words.number(row["population"]),
            words("residents.as_of"): words.day(row["as_of"]) if row["as_of"] else "–",
            words("quality.column.source"): row["source"] or "–",
        }
        for row in rows.iter_rows(named=True)
    ]
    if records:
        show_table(pl.DataFrame(records), title)
    else:
        st.html(f"<p class='needs'>{escape(words('residents.none'))}</p>")
