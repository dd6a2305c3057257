"""Notes of staff beside figures: numbered marks on charts over time, their words below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from html import escape

from dashboard.charts import Figure
from dashboard.view import View
from dashboard.words import Words
from pipelines.written import Note


def notes_about(view: View, metric: str | None, start: date, end: date) -> list[Note]:
    """The notes about days of a chart: of all metrics and of this one, of all programmes and of the chosen one."""
    chosen = dict(view.selection.where).get("programme")
    return [
        note
        for note in view.source.insights.notes(start, end)
        if (metric is None or note.metric in (None, metric))
        and (chosen is None or note.programme in (None, chosen))
    ]


def marked(
    figure: Figure, found: Sequence[Note], place: Callable[[date], float], height: float, color: str
) -> Figure:
    """The chart with a number above the first day of each note."""
    layout = dict(figure["layout"])
    marks = [
        {
            "x": place(note.start), "y": height * 1.1, "text": f"<b>{number}</b>", "showarrow": False,
            "bordercolor": color, "borderwidth": 1.5, "borderpad": 2, "font": {"size": 12, "color": color},
        }
        for number, note in enumerate(found, 1)
    ]  # fmt: skip
    layout["annotations"] = [*layout.get("annotations", ()), *marks]
    if marks:
        layout["yaxis"] = dict(layout["yaxis"]) | {"range": [0, height * 1.18]}
    return {"data": figure["data"], "layout": layout}


def lines(words: Words, found: Sequence[Note]) -> list[str]:
    """The words of the notes by their numbers, as plain text."""
    return [
        f"[{number}] {days_of(words, n)}: {n.text(words.language)[1]}" for number, n in enumerate(found, 1)
    ]


def author_of(words: Words, author: str) -> str:
    """Who wrote, as readers see it; `local` where nobody signs in."""
    return words("target.local") if author == "local" else author


def days_of(words: Words, note: Note) -> str:
    return words.day(note.start) if note.start == note.end else words.days(note.start, note.end)


def note_text(words: Words, note: Note) -> str:
    """A note as HTML: its days, and its words in the language they are in."""
    language, text = note.text(words.language)
    # The code comes from the site's own list and is letters only.
    said = f"<span lang='{''.join(c for c in language if c.isalpha())}'>{escape(text)}</span>"
    return f"{escape(days_of(words, note))}: {said}"
