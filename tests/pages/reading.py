"""Everything a reader of a rendered page can see or hear, as plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from streamlit.testing.v1 import AppTest

TAG = re.compile(r"<[^>]+>")


def figures(app: AppTest) -> list[dict[str, Any]]:
    """The charts of a page as plotly figures, each with its `alt`."""
    found = []
    for element in app.get("plotly_chart"):
        figure = json.loads(element.proto.spec)
        found.append(figure | {"alt": element.proto.alt})
    return found


def texts(app: AppTest) -> Iterator[str]:
    """Visible text: HTML without tags, headings, captions, labels and options of controls, charts."""
    for element in app.get("html"):
        if not re.search("<script|<style", element.proto.body):
            yield plain(element.proto.body)
    for kind in ("markdown", "title", "header", "subheader", "caption"):
        yield from (plain(element.value) for element in getattr(app, kind))
    for box in app.selectbox:
        yield box.label
        yield from box.options
    for figure in figures(app):
        yield figure["alt"]
        yield from chart_texts(figure)


def chart_texts(figure: dict[str, Any]) -> Iterator[str]:
    layout = figure["layout"]
    for note in layout.get("annotations", ()):
        yield plain(note["text"])
    for axis in ("xaxis", "yaxis"):
        yield from (plain(str(tick)) for tick in layout.get(axis, {}).get("ticktext", ()))
    for trace in figure["data"]:
        for hover in trace.get("customdata", ()):
            for text in hover if isinstance(hover, list) else [hover]:
                yield plain(text)


def plain(text: str) -> str:
    """Text without tags, with plain spaces; `<code>` is left out, being typed as it stands."""
    bare = TAG.sub(" ", re.sub(r"<code>.*?</code>|`[^`]+`", " ", text))
    return re.sub(r"\s", " ", unescape(bare))
