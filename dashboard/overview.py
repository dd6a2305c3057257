"""The parts of the overview: the opening sentence, the six services, what needs attention."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from html import escape
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboard import findings
from dashboard.about import about_button
from dashboard.figure import refused
from dashboard.findings import written_as
from dashboard.navigation import PAGES
from dashboard.view import View
from dashboard.words import Words, capital
from pipelines.metrics import Answer
from pipelines.problems import RefusalError

STALE_AFTER = timedelta(days=35)
USUAL_WAYS = ("reach", "outcomes")
WAYS = {"makerspace": ("planning", "outcomes")}
# What a service is about, beyond what all of them count.
OWN = {
    "advising": ("unique_advisees", "second_contact_rate"),
    "makerspace": ("unique_makers", "training_to_use"),
    "literature": ("loans", "readers"),
}
MOST_NAMES = 4
SERVICES = ("advising", "english", "skills", "civic", "makerspace", "literature")


def opening(view: View) -> None:
    """One sentence made from the numbers."""
    words = view.words
    try:
        visits = view.ask("visits")
        row = visits.rows.row(0, named=True)
        changed = findings.change(words, visits.metric, view.compare("visits"))
        applied = view.ask("outcome_application").rows.row(0, named=True)
        sentence = findings.overview(
            words,
            words.period(view.selection.period),
            findings.amount(words, visits.metric, row["value"]),
            changed,
            findings.outcome(words, "outcome_application", applied),
        )
    except RefusalError as refusal:
        refused(view, refusal)
        return
    st.html(f"<p class='headline'>{escape(capital(sentence))}</p>")


def services(view: View) -> None:
    """The six services with their own counts, each with the way to where it is shown."""
    words = view.words
    st.html(f"<h2>{escape(words('overview.services'))}</h2>")
    try:
        counted = {
            view.title(metric): view.ask(metric, by=("service",))
            for metric in ("attendance", "programmes_held", "visits")
        }
        counted |= applied_by_service(view)
    except RefusalError as refusal:
        refused(view, refusal)
        return
    with st.container(key="services"):
        for service in SERVICES:
            st.html(service_html(view, service, counted, own_lines(view, service)))
    about_button(view, "services", *counted.values())


def applied_by_service(view: View) -> dict[str, Answer]:
    """The outcome at the end of a programme; all answers together where a pair is not published so finely."""
    metric, wave = "outcome_application", "immediate"
    try:
        found = view.ask(metric, by=("service",), where={"wave": wave})
    except RefusalError:
        return {view.title(metric): view.ask(metric, by=("service",))}
    return {f"{view.title(metric)} ({view.words.label('wave', wave)})": found}


def own_lines(view: View, service: str) -> list[str]:
    """The figures that only this service has, in words."""
    words, lines = view.words, []
    for code in OWN.get(service, ()):
        try:
            answer = view.ask(code)
        except RefusalError:
            continue
        row = answer.rows.row(0, named=True) if answer.rows.height else None
        if row is None or (row["value"] is None and not row["suppressed"]):
            continue
        unit = written_as(answer.metric)
        shown = words("mark.hidden") if row["suppressed"] else words.value(unit, row["value"])
        lines.append(f"{view.title(code)}: {shown}")
    return lines


def service_html(view: View, service: str, counted: dict[str, Answer], own: Sequence[str] = ()) -> str:
    """One service: its name, what was counted, what people took away."""
    words = view.words
    lines = []
    for title, answer in counted.items():
        row = next((row for row in answer.rows.iter_rows(named=True) if row["service"] == service), None)
        if row is None:
            continue
        definition = answer.metric
        if row["suppressed"]:
            lines.append(f"{title}: {words('mark.hidden')}")
        elif row["value"] is None:
            continue
        elif definition.is_share:
            lines.append(
                f"{title}: {words.value(written_as(definition), row['value'])} "
                f"({words.interval(written_as(definition), row['lower'], row['upper'])})"
            )
        else:
            lines.append(findings.amount(words, definition, row["value"]))
    text = "<br>".join(escape(line) for line in [*lines, *own]) or escape(words("overview.service_silent"))
    shade = view.palette.services[service]
    ways = " · ".join(way(words, page) for page in WAYS.get(service, USUAL_WAYS))
    name = way(words, "services", words.label("service", service), service)
    return (
        f"<div class='service' style='border-color:{shade}'><b>{name}</b>"
        f"<span class='numbers'>{text}</span><span class='ways'>{ways}</span></div>"
    )


def query_string(**other: str | None) -> str:
    """The filters of this page for the link to another one; `other` takes the place of some, None drops one."""
    chosen = {name: code for name, code in (st.query_params.to_dict() | other).items() if code is not None}
    return f"?{urlencode(chosen)}" if chosen else ""


def way(words: Words, page: str, text: str = "", service: str | None = "") -> str:
    """A link to a page under the same filters, or with another service (None: all of them)."""
    query = query_string() if service == "" else query_string(service=service)
    address = escape(f"{page.replace('_', '-')}{query}", quote=True)
    return f"<a href='{address}' target='_self'>{escape(text or words(f'page.{page}.title'))}</a>"


def attention(view: View) -> None:
    """What a reader should know before trusting the figures: stale sources, rows set aside, hidden groups."""
    words = view.words
    st.html(f"<h2>{escape(words('overview.attention'))}</h2>")
    needs = attention_items(view)
    if not needs:
        st.html(f"<p class='fine'>{escape(words('attention.none'))}</p>")
    for page, line in needs:
        st.html(f"<p class='needs'>{escape(line)} {way(words, page)}</p>")


def attention_lines(view: View) -> Sequence[str]:
    """What needs attention, in words alone."""
    return [line for _, line in attention_items(view)]


def attention_items(view: View) -> Sequence[tuple[str, str]]:
    """What needs attention: the page that explains it, and the sentence."""
    words, source = view.words, view.source
    objects = source.quality("meta_object")
    lines = []
    made = source.quality("meta_snapshot")["created_at"][0].date()
    newest = objects.group_by("source").agg(pl.col("last_date").max()).drop_nulls().sort("last_date")
    for name, last in newest.iter_rows():
        if made - last > STALE_AFTER:
            told = words("attention.stale", source=words.label("source", name), date=words.day(last))
            lines.append(("data_quality", told))
    set_aside, rows = int(objects["quarantined"].sum()), int(objects["rows"].sum())
    if set_aside:
        share = words.percent(set_aside / rows, 1)
        lines.append(("data_quality", words("attention.quarantined", count=set_aside, share=share)))
    people = view.ask("unique_participants", by=("district",)).rows
    hidden, groups = int(people["suppressed"].sum()), people.height
    if hidden:
        told = words("attention.hidden", count=hidden, groups=words.number(groups))
        lines.append(("demographics", told))
    flags = source.insights.flags(view.role)
    if flags:
        lines.append(("planning", words("attention.flags", count=len(flags))))
    handed_in = "close" if PAGES["close"].opens_to(view.role) else "reports"
    return [
        *((handed_in, line) for line in due_lines(view)),
        *(("outcomes", line) for line in silent_lines(view)),
        *lines,
    ]


def due_lines(view: View) -> list[str]:
    """What has to be handed in next, and how many days are left."""
    words = view.words
    found = []
    for due in view.source.insights.due():
        if due.deadline.every != "month":
            continue
        places = {
            "name": due.deadline.name[words.language],
            "period": words.label("period", due.period),
            "date": words.day(due.day),
        }
        key = "attention.due" if due.days_left >= 0 else "attention.overdue"
        found.append(words(key, count=abs(due.days_left), **places))
    return found


def silent_lines(view: View) -> list[str]:
    """Programmes that were held in the period and that nobody has answered a survey about."""
    words, plain = view.words, view.without_filters()
    try:
        held = plain.ask("programmes_held", by=("programme",)).rows
        answers = plain.ask("response_count", by=("programme",)).rows
    except RefusalError:
        return []
    # A hidden count is some count: only programmes that surveys really say nothing of are named.
    heard = {row["programme"] for row in answers.iter_rows(named=True) if row["suppressed"] or row["value"]}
    silent = [
        words.label("programme", row["programme"])
        for row in held.iter_rows(named=True)
        if row["value"] and row["programme"] not in heard and row["programme"] != "unknown"
    ]
    if not silent:
        return []
    names = ", ".join(silent[:MOST_NAMES]) + ("…" if len(silent) > MOST_NAMES else "")
    return [words("attention.silent", count=len(silent), names=names)]
