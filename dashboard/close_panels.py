"""What the page Close shows: days left, the checklist with its explanations, the figures, the history."""

from __future__ import annotations

from datetime import date
from html import escape

import polars as pl
import streamlit as st

from dashboard.figure import refused_words
from dashboard.frame import reader_name
from dashboard.tables import show_table
from dashboard.words import Words
from pipelines.closing.checklist import Item
from pipelines.closing.close import Line, Standing, explain
from pipelines.closing.deadlines import Due, days_left, local_today
from pipelines.closing.difference import Change
from pipelines.closing.export import Sheet, as_csv, as_xlsx
from pipelines.closing.figures import Figure
from pipelines.closing.ledger import closes
from pipelines.closing.sentences import SENTENCES, TITLES, sentence_key
from pipelines.metrics import catalogue
from pipelines.metrics.periods import periods_between
from pipelines.metrics.rulebooks import books
from pipelines.problems import RefusalError
from pipelines.settings import Home

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CLASSES = {"green": "fine", "amber": "needs", "red": "needs", "explained": "fine"}


def due(words: Words, home: Home) -> None:
    """A sentence for each deadline: what is due, when, and how many days are left."""
    lines = [(one.days_left < 0, due_sentence(words, one)) for one in days_left(home)]
    st.html("".join(f"<p class='{'needs' if late else 'fine'}'>{escape(text)}</p>" for late, text in lines))


def due_sentence(words: Words, one: Due) -> str:
    name = one.deadline.name.get(words.language) or one.deadline.name["en"]
    places = {"name": name, "period": words.label("period", one.period), "day": words.day(one.day)}
    return words("close.late" if one.days_left < 0 else "close.left", count=abs(one.days_left), **places)


def choose(words: Words, home: Home) -> tuple[str, str]:
    """The month and the rule book that a reader looks at; at first what is due next."""
    months = [*periods_between(words.site.opened_on, local_today(), "month", words.fiscal)]
    if not months:
        months = [f"{words.site.opened_on:%Y-%m}"]
    next_up = next((one.period for one in days_left(home) if one.period in months), months[-1])
    months.reverse()
    with st.container(key="filters", horizontal=True):
        month = st.selectbox(
            words("close.month"),
            months,
            index=months.index(next_up),
            key=f"close_month_{words.language}",
            format_func=lambda code: words.label("month", code),
        )
        book = st.selectbox(
            words("close.book"), [one.code for one in books()], key=f"close_book_{words.language}"
        )
    return month, book


def checklist(words: Words, home: Home, found: Standing) -> None:
    """Each item with its state in words and what to do; amber ones with the place to explain."""
    heading(words("close.checklist"), words("close.checklist_text"))
    for line in found.lines:
        item = line.item
        state = "explained" if item.state == "amber" and line.explanation is not None else item.state
        title = told(words, item.code, TITLES[item.code])
        st.html(
            f"<p class='{CLASSES[state]}'><b>{escape(title)}</b> · {escape(words(f'close.state.{state}'))}<br>"
            f"{escape(item_sentence(words, item))}</p>"
        )
        if line.explanation is not None:
            by = words("close.explained", author=line.explanation.author, text=line.explanation.text)
            st.html(f"<p class='note'>{escape(by)}</p>")
        elif item.state == "amber":
            explaining(words, home, found, line)


def explaining(words: Words, home: Home, found: Standing, line: Line) -> None:
    with st.form(key=f"explain-{line.item.code}-{found.month}-{found.rule_book}", border=False):
        text = st.text_area(
            words("close.explanation"), max_chars=2000, height=80, help=words("close.explanation_help")
        )
        if st.form_submit_button(words("close.explain"), icon=":material/edit_note:"):
            try:
                explain(home, found, line.item.code, text, reader_name())
            except RefusalError as refusal:
                refused_words(words, refusal)
            else:
                st.rerun()


def item_sentence(words: Words, item: Item) -> str:
    """What was found and what to do, in the reader's language."""
    key = sentence_key(item)
    facts = {name: words.number(fact) if isinstance(fact, int) else fact for name, fact in item.facts.items()}
    facts.pop("count", None)
    return told(words, key, SENTENCES[key], named=", ".join(named(words, item)), **facts)


def named(words: Words, item: Item) -> list[str]:
    """Sources, surveys, files and days as a reader knows them."""
    if item.code == "above":
        return [words.day(date.fromisoformat(day)) for day in item.named]
    if item.code in ("fresh", "silent"):
        return [words.label("source", code) for code in item.named]
    return [words.label("survey", code) for code in item.named] if item.code == "surveys" else [*item.named]


def told(words: Words, key: str, english: str, **places: object) -> str:
    """A text of the checklist: English stands with the checklist, other languages in their locale."""
    if words.has(f"closing.{key}"):
        return words(f"closing.{key}", **places)
    return english.format(**places)


def figures(words: Words, found: Standing) -> None:
    """The rule book's lines; of a closed month as they were closed, and what the current snapshot says."""
    heading(words("close.figures"), figures_text(words, found))
    if found.close is None:
        rows = [[line(words, one), number(words, one.value, one.suppressed)] for one in found.figures]
        head = [words("close.figure"), words("close.number")]
    else:
        rows = [[line(words, one), *compared(words, one)] for one in found.changes]
        head = [words(f"close.{name}") for name in ("figure", "closed", "now", "difference")]
    blanks = (words("mark.hidden_short"), "–")
    caption = " · ".join((words("close.figures"), found.rule_book, words.label("month", found.month)))
    show_table(pl.DataFrame(rows, schema=head, orient="row"), caption, blanks)
    downloads(words, found)


def figures_text(words: Words, found: Standing) -> str:
    if found.close is None:
        return words("close.figures_open", snapshot=found.snapshot)
    return words("close.figures_closed", snapshot=found.close.snapshot)


def downloads(words: Words, found: Standing) -> None:
    """The figures as they go out: the closed ones of a closed month, else the current ones."""
    lines = found.close.figures if found.close else found.figures
    about = [
        (words("close.book"), found.rule_book),
        (words("close.month"), words.label("month", found.month)),
    ]
    about.append((words("close.figures"), figures_text(words, found)))
    if found.close:
        when = words.moment(found.close.closed_at)
        about.append((words("close.close_title"), words("close.done", author=found.close.author, when=when)))
    head = (words("close.figure"), words("close.number"))
    sheet = Sheet(head, lambda one: line(words, one), words("mark.hidden_short"), tuple(about))
    title = f"{found.rule_book} {found.month}"
    stem = f"{found.rule_book}-{found.month}-{words('close.file')}"
    with st.container(horizontal=True):
        for kind, made, mime in (
            ("csv", as_csv(lines, sheet), "text/csv"),
            ("xlsx", as_xlsx(lines, sheet, title), XLSX),
        ):
            st.download_button(
                words(f"close.{kind}"),
                made,
                file_name=f"{stem}.{kind}",
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"close-{kind}",
            )


def history(words: Words, home: Home) -> None:
    """Every close and restatement, newest first; none is ever changed."""
    heading(words("close.history"))
    rows = [
        (
            words.label("month", one.month),
            one.rule_book,
            words.moment(one.closed_at),
            one.author,
            one.reason or words("close.first_close"),
            one.note or "–",
            one.snapshot,
        )
        for one in reversed(closes(home))
    ]
    if not rows:
        st.html(f"<p class='note'>{escape(words('close.history_none'))}</p>")
        return
    head = [words(f"close.{name}") for name in ("month", "book", "when", "who", "why", "note")]
    head.append(words("quality.column.snapshot"))
    show_table(pl.DataFrame(rows, schema=head, orient="row"), words("close.history"))


def heading(title: str, text: str = "") -> None:
    below = f"<p class='subject'>{escape(text)}</p>" if text else ""
    st.html(f"<h2>{escape(title)}</h2>{below}")


def line(words: Words, one: Figure | Change) -> str:
    """The name of a line of a rule book."""
    key = f"metric.{one.measure}.title"
    title = words(key) if words.has(key) else catalogue()[one.measure].title
    return f"{title}: {words(f'books.part.{one.part}')}"


def number(words: Words, value: float | None, suppressed: bool) -> str:
    if suppressed:
        return words("mark.hidden_short")
    return "–" if value is None else words.number(value)


def compared(words: Words, one: Change) -> tuple[str, str, str]:
    """Closed, now and the difference with its sign."""
    change = one.difference
    sign = "+" if change and change > 0 else ""
    return (
        number(words, one.closed, one.suppressed),
        number(words, one.now, one.suppressed),
        "–" if change is None else f"{sign}{words.number(change)}",
    )
