"""What kind of question a column answers, from its answers and its wording."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import polars as pl

from pipelines.cast.answers import LEADING_FIGURE
from pipelines.cast.days import read_days
from pipelines.cast.labels import compared, yes_no_reader
from pipelines.cast.numbers import cast_numbers
from pipelines.describe.words import Words, holds
from pipelines.settings import load_site

CODES = re.compile(r"[a-z0-9_.-]+( [a-z0-9_.-]+)*")  # as KoboToolbox names options
MOST_OPTIONS = 40
MOST_CHOICES = 20
MOST_STEPS = 11
LONGEST_LABEL = 90
Scale = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Kind:
    """The kind of a question, and what its answers mean. `text` is an open answer, which is not read."""

    kind: str
    scale: Scale = ()
    labels: tuple[str, ...] = ()  # single, multi
    not_applicable: tuple[str, ...] = ()
    separator: str = ""
    note: str = ""


TEXT = Kind("text")


@dataclass(frozen=True)
class Reader:
    """Guesses kinds with one set of words; `spaced` where codes are joined by spaces (KoboToolbox)."""

    words: Words
    spaced: bool = False
    choices: frozenset[str] = frozenset()  # answers that several questions share, compared

    def kind_of(self, values: pl.Series, wording: str, battery: Sequence[str] = ()) -> Kind:
        """The kind of a column's answers. `battery`: all answers of the questions that share its scale."""
        given = values.drop_nulls()
        said, skips = self.words.without_skips(given.unique(maintain_order=True).to_list())
        if not said:
            return TEXT
        shared, _ = self.words.without_skips(battery)
        found = self._kind(said, given.filter(given.is_in(said)), wording)
        if found.kind == "likert" and set(shared) > set(said):
            wider = self._kind(shared, pl.Series(shared), wording)
            found = wider if wider.kind == "likert" else found
        return found if found.kind == "text" else replace(found, not_applicable=tuple(skips))

    def _kind(self, answers: list[str], values: pl.Series, wording: str) -> Kind:
        numbers = cast_numbers(pl.Series(answers)).columns[0]
        numeric = numbers.null_count() == 0
        whole = numeric and bool((numbers == numbers.floor()).all())
        figures = [int(number) for number in numbers] if whole else None if numeric else _figures(answers)
        if holds(wording, self.words.lists["outcome"]["nps"]) and _within(figures, 0, 10):
            return Kind("nps")
        says = yes_no_reader({})
        if all(says(answer) is not None for answer in answers):
            return Kind("yes_no")
        if scale := self.words.scale_of(answers):
            return Kind("likert", scale)
        if figures is not None:
            return self._of_figures(answers, figures, wording, worded=not numeric)
        if numeric:
            return Kind("number")
        site = load_site()
        if read_days(pl.Series(answers), site.time_zone, (), site.languages).null_count() == 0:
            return Kind("date")
        return self._of_words(answers, values)

    def _of_figures(self, answers: list[str], figures: list[int], wording: str, worded: bool) -> Kind:
        """A rating where figures run from 1 to 5 or 7, or have words at their ends; else a number."""
        if not worded and holds(wording, self.words.lists["count"]):
            return Kind("number")
        low, high = min(figures), max(figures)
        if worded:
            if not low < high <= MOST_STEPS:
                return self._of_words(answers, pl.Series(answers))
            by_figure = dict(zip(figures, answers, strict=True))
            steps = (dict.fromkeys((by_figure.get(step, ""), f"{step}")) for step in range(low, high + 1))
            scale = tuple(tuple(label for label in step if label) for step in steps)
            return Kind("likert", scale, note="the ends of the scale are those that were used")
        if low >= 1 and high <= 5:
            return Kind("likert", note="figures from 1 to 5: check that 5 is the best")
        if low >= 1 and high <= 7:
            return Kind("likert", tuple((f"{step}",) for step in range(1, 8)), note="figures from 1 to 7")
        return Kind("number")

    def _of_words(self, answers: list[str], values: pl.Series) -> Kind:
        for separator in (";", "\n", "|"):
            if ticked := _ticked(values.to_list(), separator):
                return Kind("multi", labels=ticked, separator=separator)
        single = _repeats(values, answers) or all(compared(answer) in self.choices for answer in answers)
        if self.spaced and all(CODES.fullmatch(answer) for answer in answers):
            ticked = _ticked(values.to_list(), " ")
            if ticked and any(" " in answer for answer in answers):
                return Kind("multi", labels=ticked, separator=" ")
        elif ticked := _ticked(values.to_list(), ","):
            return Kind("multi", labels=ticked, separator=",")
        if single:
            return Kind("single", labels=tuple(answers))
        return TEXT


def _figures(answers: Collection[str]) -> list[int] | None:
    """The figure each answer is or begins with; None where one has none."""
    found = [LEADING_FIGURE.fullmatch(answer.strip()) for answer in answers]
    return [int(match[1]) for match in found if match] if all(found) else None


def _within(figures: Sequence[int] | None, low: int, high: int) -> bool:
    return bool(figures) and all(low <= figure <= high for figure in figures or ())


def _repeats(values: pl.Series, answers: Sequence[str]) -> bool:
    """True of answers that people chose and did not write: few, short, and given again and again."""
    if len(answers) > MOST_CHOICES or any(len(answer) > LONGEST_LABEL for answer in answers):
        return False
    return len(answers) * 2 <= len(values) or (len(answers) <= 3 and len(values) > len(answers))


def _ticked(cells: Sequence[str], separator: str) -> tuple[str, ...]:
    """The labels of ticked options that are joined in one cell; none where the cells are something else.

    Labels come again and again; one that holds the separator itself ("Teen (12-18), Adult") shows in that
    its parts never stand apart.
    """
    rows = [[part.strip() for part in cell.split(separator) if part.strip()] for cell in cells]
    if separator == ";" and cells and all(cell.rstrip().endswith(";") for cell in cells):
        ticked = tuple(dict.fromkeys(part for row in rows for part in row))
        return ticked if len(ticked) <= MOST_OPTIONS else ()
    joined = _rejoined(rows, separator)
    if not any(len(row) > 1 for row in joined):
        return ()
    labels = Counter(part for row in joined for part in row)
    again = sum(count for count in labels.values() if count > 1)
    few = len(labels) <= MOST_OPTIONS and all(len(label) <= LONGEST_LABEL for label in labels)
    enough = {",": 0.9, " ": 1.0}.get(separator, 0.8)
    return tuple(labels) if few and again >= enough * labels.total() else ()


def _rejoined(rows: Sequence[Sequence[str]], separator: str) -> list[list[str]]:
    """Rows in which parts that only ever stand together, in this order, are one label."""
    alone = Counter(part for row in rows for part in row)
    after = Counter(pair for row in rows for pair in pairwise(row))
    bound = {
        pair for pair, count in after.items()
        if count > 1 and count == alone[pair[0]] == alone[pair[1]] and not pair[1][:1].isupper()
    }  # fmt: skip
    mark = " " if separator == " " else f"{separator} "
    joined: list[list[str]] = []
    for row in rows:
        parts: list[str] = []
        for place, part in enumerate(row):
            if place and (row[place - 1], part) in bound:
                parts[-1] += mark + part
            else:
                parts.append(part)
        joined.append(parts)
    return joined
