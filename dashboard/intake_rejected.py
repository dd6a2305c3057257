"""The rejected rows as a workbook, for the uploader only: made at the click, kept in no cache, and logged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any

import streamlit as st

from dashboard.access_pages import noted
from dashboard.intake_told import cause, placed
from dashboard.intake_visit import Visit
from dashboard.words import Words
from pipelines.mapping import Mapping as Layout
from pipelines.rejected import rejected_workbook
from pipelines.settings import Home
from pipelines.upload import private_copy

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(words: Words, home: Home, visit: Visit, read: Mapping[str, Any], layout: Layout | None) -> None:
    """A button for the rejected rows of one sheet; nothing where none is rejected."""
    if not read["aside"] or layout is None:
        return
    st.download_button(
        words("intake.rejected.button"),
        workbook(words, home, visit, read, layout),
        file_name=f"{PurePath(visit.name).stem}-{words('intake.rejected.name')}.xlsx",
        mime=XLSX,
        key=f"rejected-{read['file']}",
        icon=":material/download:",
        on_click="ignore",
    )
    # A workbook is no document: what came as JSON or as a calendar is corrected where it came from.
    st.caption(words("intake.rejected.text" if layout.format == "table" else "intake.rejected.elsewhere"))


def workbook(
    words: Words, home: Home, visit: Visit, read: Mapping[str, Any], layout: Layout
) -> Callable[[], bytes]:
    """Makes the workbook when it is asked for, so that nothing of it lies about before."""
    reasons: dict[int, str] = {}
    for line in read["aside"]:
        told = placed(words, None, line["column"], cause(words, line))
        reasons[line["row"]] = "\n".join(filter(None, (reasons.get(line["row"]), told)))
    name, content = visit.name, visit.content

    def make() -> bytes:
        with private_copy(content, name) as path:
            made, _ = rejected_workbook(path, name, layout, read["sheet"], reasons, words.language)
        return made

    return noted(home, f"rejected.{visit.sha256}", make)
