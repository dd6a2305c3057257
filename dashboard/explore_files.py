"""The view as a file: CSV, XLSX and Parquet with definition, period, filters, snapshot and what is hidden inside."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from functools import partial

import polars as pl
import streamlit as st

from dashboard.access_pages import noted
from dashboard.explore_choices import Asked
from dashboard.navigation import PAGES
from dashboard.view import View
from pipelines.export import Export, Told, as_csv, as_parquet, as_xlsx
from pipelines.metrics import Answer
from pipelines.settings import home_folder

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: tuple[tuple[str, str, Callable[[Export], bytes]], ...] = (
    ("csv", "text/csv", as_csv),
    ("xlsx", XLSX, as_xlsx),
    ("parquet", "application/vnd.apache.parquet", as_parquet),
)


def downloads(view: View, asked: Asked, answer: Answer, subject: str) -> None:
    """A button for each format; a file is made when it is asked for."""
    name = "-".join([asked.metric.code, *asked.by, *([asked.grain] if asked.grain else []), answer.snapshot])
    exported = partial(export, view, answer, subject)
    unprotected = view.role in PAGES["explore"].conditions
    with st.container(horizontal=True, gap="small", key="downloads-explore"):
        for kind, mime, written in FORMATS:
            make = partial(made, written, exported)
            st.download_button(
                view.words("explore.download", format=kind.upper() if kind != "parquet" else "Parquet"),
                noted(home_folder(), f"explore.{kind}", make) if unprotected else make,
                file_name=f"{name}.{kind}",
                mime=mime,
                key=f"download-{kind}",
                icon=":material/download:",
                on_click="ignore",
            )


def made(written: Callable[[Export], bytes], exported: Callable[[], Export]) -> bytes:
    return written(exported())


def export(view: View, answer: Answer, subject: str) -> Export:
    """The rows as `impact query` gives them, and what is to be known of them in the reader's language."""
    words = view.words
    return Export(
        answer.rows,
        about(view, answer, subject),
        codes(view, answer),
        tuple(words(f"explore.sheet.{name}") for name in ("data", "about", "codes")),  # type: ignore[arg-type]
        tuple(words(f"explore.sheet.{name}") for name in ("column", "code", "label")),  # type: ignore[arg-type]
    )


def about(view: View, answer: Answer, subject: str) -> tuple[Told, ...]:
    """Definition, period, filters, snapshot, suppression: the same lines in every format."""
    words, metric, question = view.words, answer.metric, answer.question
    texts = {
        "metric": metric.code,
        "title": view.title(metric.code),
        "definition": view.metric_text(metric.code, "definition"),
        "formula": view.metric_text(metric.code, "formula"),
        "unit": words.label("unit", metric.unit),
        "view": subject,
        "start": question.start.isoformat() if question.start else "",
        "end": question.end.isoformat() if question.end else "",
        "filters": "; ".join(f"{name}={code}" for name, code in question.where),
        "role": question.role,
        "snapshot": answer.snapshot,
        "suppression": words("explore.suppression", k=words.number(words.site.threshold)),
        "command": command(answer),
    }
    if answer.residents is not None:
        texts["residents"] = f"{answer.residents.as_of.isoformat()}: {answer.residents.source}"
    return tuple(Told(code, words(f"explore.told.{code}"), text) for code, text in texts.items())


def command(answer: Answer) -> str:
    """The command that gives the same rows."""
    question = answer.question
    line = ["impact", "query", question.metric]
    line += ["--by", *question.by] if question.by else []
    line += ["--from", question.start.isoformat()] if question.start else []
    line += ["--to", question.end.isoformat()] if question.end else []
    line += ["--grain", question.grain] if question.grain else []
    line += ["--where", *(f"{name}={code}" for name, code in question.where)] if question.where else []
    return shlex.join([*line, "--role", question.role, "--snapshot", answer.snapshot])


def codes(view: View, answer: Answer) -> tuple[tuple[str, str, str], ...]:
    """The label of each code in the rows."""
    named = [name for name in answer.question.by if answer.rows.schema[name] == pl.String]
    return tuple(
        (name, str(code), view.words.label(name, code))
        for name in named
        for code in answer.rows[name].unique().sort().to_list()
    )
