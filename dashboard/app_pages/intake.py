"""Intake: a file is dropped, looked at, corrected, and only then taken in. Nothing is written before that."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from dashboard import intake_steps as steps
from dashboard.intake_correct import choose_kind, correct_columns
from dashboard.intake_drop import drop, in_hand
from dashboard.intake_process import Job
from dashboard.intake_rejected import download
from dashboard.intake_result import outcome
from dashboard.intake_survey import survey
from dashboard.intake_told import refusal_text
from dashboard.intake_visit import Visit, begin_again, current
from dashboard.words import Words
from pipelines.mapping import Mapping as Layout
from pipelines.mapping import declared_mappings
from pipelines.problems import RefusalError
from pipelines.remembered import read_toml
from pipelines.settings import Home, site_folder
from pipelines.snapshot import Snapshots

PATIENCE = 0.25  # seconds between two looks at a run


def render(words: Words, home: Home) -> None:
    """The step that the file in hand has reached."""
    visit = current()
    if not visit.name:
        drop(words, visit)
        return
    if visit.confirmed and visit.published is None:
        publish(words, home, visit)
    if visit.published is not None:
        done(words, home, visit)
        return
    in_hand(words, visit)
    if visit.unfit:
        refusals(words, [problem.as_json() | {"values": problem.values} for problem in visit.unfit])
    else:
        look(words, home, visit)


def look(words: Words, home: Home, visit: Visit) -> None:
    """The rehearsal: run once for a file and a mapping, then shown until it is confirmed or given up."""
    if visit.rehearsal is None:
        visit.rehearsal = follow(words, visit, Job(home, visit.name, visit.content, visit.mapping), "looking")
    report = visit.rehearsal
    if "error" in report:
        refusals(words, [report["error"]])
        again = (visit.mapping,)
        st.button(words("intake.try_again"), icon=":material/refresh:", on_click=visit.look_again, args=again)
        return
    layouts = known_layouts(home, visit)
    if report["status"] == "refused":
        refusals(words, report["details"]["refused"])
        steps.step(words, 1, "correct")
        correct(words, visit, report, layouts)
        return
    steps.step(words, 1, "kind")
    steps.kinds(words, report, layouts, visit.mapping is not None)
    reads = report["details"]["read"]
    steps.step(words, 2, "columns")
    for read in reads:
        steps.columns(words, read, layouts.get(read["mapping"]))
    with st.expander(words("intake.correct.open"), icon=":material/edit:"):
        correct(words, visit, report, layouts)
    steps.step(words, 3, "rows")
    for read in reads:
        steps.first_rows(words, read)
    steps.step(words, 4, "aside")
    for read, source in zip(reads, report["sources"], strict=True):
        layout = layouts.get(read["mapping"])
        steps.accounting(words, source)
        steps.aside(words, read, layout)
        steps.left_out(words, read, source)
        download(words, home, visit, read, layout)
    confirm(words, visit)


def confirm(words: Words, visit: Visit) -> None:
    """The button before which nothing was written."""
    steps.step(words, 5, "confirm")
    st.button(
        words("intake.confirm.button"),
        type="primary",
        icon=":material/publish:",
        key="intake-confirm",
        on_click=visit.confirm,
    )


def publish(words: Words, home: Home, visit: Visit) -> None:
    """Take the file in; where that is refused, its reasons stand above the rehearsal, which still holds."""
    if visit.job is None:
        visit.former = Snapshots(home).current()
    job = Job(home, visit.name, visit.content, visit.mapping, dry=False)
    report = follow(words, visit, job, "publishing")
    visit.confirmed = False
    if "error" in report or report["status"] == "refused":
        refusals(words, [report["error"]] if "error" in report else report["details"]["refused"])
    else:
        visit.published = report


def follow(words: Words, visit: Visit, job: Job, key: str) -> dict[str, Any]:
    """Wait for a run and show how far it is; a reader who comes back finds it where it is."""
    if visit.job is None:
        visit.job = job.start()
    running = visit.job
    bar = st.progress(0.0, words(f"intake.progress.{key}"))
    while not running.wait(PATIENCE):
        bar.progress(running.done, words(f"intake.progress.{running.stage}"))
    bar.empty()
    visit.job = None
    return running.report or {}


def known_layouts(home: Home, visit: Visit) -> Mapping[str, Layout]:
    """The mappings there are, and the one that is being corrected."""
    try:
        known = declared_mappings(site_folder() / "mappings", home.mappings)
    except RefusalError:
        known = {}
    own = read_toml(visit.mapping) if visit.mapping else None
    return {**known, own.name: own} if own else known


def correct(words: Words, visit: Visit, report: Mapping[str, Any], layouts: Mapping[str, Layout]) -> None:
    """Another kind, other columns, or a survey that nobody described yet. For files with one table only."""
    tables = report["details"]["tables"]
    if len(tables) != 1:
        if tables:
            st.markdown(words("intake.correct.one_sheet"))
        return
    (table,) = tables
    reads = report["details"]["read"]
    likely = [line["mapping"] for line in table["nearest"] if line["columns"] > 1]
    now = reads[0]["mapping"] if reads else next(iter(likely), "")
    chosen = choose_kind(words, table, layouts, now)
    if chosen:
        layout = layouts[now] if now and chosen == now.partition("__")[0] else layouts[chosen]
        if layout.header_rows == 1:
            correct_columns(words, visit, table, layout)
    survey(words, visit)


def refusals(words: Words, problems: list[dict[str, Any]]) -> None:
    """Why the file goes no further: place, reason and what to do."""
    for problem in problems:
        text = refusal_text(words, problem)
        st.html(f"<p class='needs' role='alert'>{escape(text)}</p>")


def done(words: Words, home: Home, visit: Visit) -> None:
    """The end: what changed, what was set aside, and the way to the next file."""
    report = visit.published or {}
    outcome(words, home, visit.former, report)
    layouts = known_layouts(home, visit)
    for read, source in zip(report["details"]["read"], report["sources"], strict=True):
        steps.accounting(words, source)
        download(words, home, visit, read, layouts.get(read["mapping"]))
    st.button(
        words("intake.another"), icon=":material/upload_file:", key="intake-another", on_click=begin_again
    )
