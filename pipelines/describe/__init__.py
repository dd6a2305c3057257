"""A mapping proposed for a survey's export, from its headers, its answers and lists of words: `describe`."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from pipelines.cast.labels import compared
from pipelines.cast.numbers import cast_numbers
from pipelines.describe.codes import distinct, slug, survey_code
from pipelines.describe.columns import Column, read_columns
from pipelines.describe.definition import read_definition
from pipelines.describe.fields import Sorted, sort_columns
from pipelines.describe.kinds import Reader
from pipelines.describe.proposal import Proposal
from pipelines.describe.questions import Found, find_questions
from pipelines.describe.systems import LaidOut, lay_out
from pipelines.describe.words import load_words
from pipelines.describe.write import array, write_toml
from pipelines.mapping import ExcludeRule, load_mappings, normalise_header
from pipelines.mapping import Mapping as Layout
from pipelines.problems import Problem, RefusalError
from pipelines.read import open_file
from pipelines.settings import site_folder

__all__ = ["Proposal", "describe"]

LIMESURVEY = "limesurvey"
SHARED_BY = 3  # columns
R_BLANK = "NA"  # what R writes for an empty cell


def describe(path: Path, definition: Path | None = None) -> Proposal:
    """The proposal for one export, to be corrected by a person; nothing is stored.

    `definition` is LimeSurvey's `.lss`. Of a file with several tables the first that holds questions is
    described. RefusalError where the file cannot be read or holds no question.
    """
    if not path.is_file():
        raise RefusalError(Problem("file_not_found", path.name))
    file = open_file(path, path.name)
    words = load_words()
    defined = read_definition(definition, words) if definition else None
    folder = site_folder() / "mappings"
    known = load_mappings(folder) if folder.is_dir() else {}
    for table in file.tables:
        laid_out = lay_out(table)
        blank = _blank(laid_out)
        columns = read_columns(laid_out, blank)
        if defined and laid_out.system.source != LIMESURVEY:
            defined = None
        parts = sort_columns(columns, laid_out, known, words)
        reader = Reader(words, laid_out.system.source == "kobo", _choices(parts.rest))
        found = find_questions(parts.rest, reader, defined)
        if any(question.kind.kind != "text" for question in found):
            system = laid_out.system.model_copy(update={"blank": blank})
            title = defined.name if defined else ""
            key = _records_key(path) if file.kind == "json" else None
            return _proposal(path, replace(laid_out, system=system), columns, parts, found, title, key)
    raise RefusalError(Problem("not_a_survey", path.name))


def _records_key(path: Path) -> str:
    """The key of a JSON document that holds its list of records; empty where the document is the list."""
    document = json.loads(path.read_text("utf-8-sig"))
    if isinstance(document, list):
        return ""
    return next(key for key, value in document.items() if isinstance(value, list) and value)


def _blank(laid_out: LaidOut) -> tuple[str, ...]:
    """Texts that stand for an empty cell: the system's own, and NA where it stands in several columns."""
    system = laid_out.system
    columns = read_columns(laid_out, system.blank)
    marked = sum(bool((column.values == R_BLANK).any()) for column in columns)
    return (*system.blank, R_BLANK) if marked >= 3 else system.blank


def _choices(columns: Sequence[Column]) -> frozenset[str]:
    """Answers that stand in several columns: they were chosen from a list and not written."""
    counts = Counter(answer for column in columns for answer in {compared(text) for text in column.answers})
    return frozenset(answer for answer, count in counts.items() if count >= SHARED_BY)


def _proposal(
    path: Path,
    laid_out: LaidOut,
    columns: list[Column],
    parts: Sorted,
    found: list[Found],
    title: str,
    records: str | None,
) -> Proposal:
    words = load_words()
    questions: dict[str, Found] = {}
    for place, question in enumerate(found, 1):
        questions[distinct(_code(question, laid_out, place), questions)] = question
    outcomes = {question.outcome for question in found} & {
        "knowledge",
        "confidence",
        "application",
        "awareness",
    }
    wave = words.wave_of(path.stem, title) or ("immediate" if len(outcomes) > 1 else "single")
    day = _day(path, parts)
    notes = [f"“{question.text}”: {question.kind.note}" for question in found if question.kind.note]
    if parts.key is None:
        notes.append("no column links the waves of this survey; ask for a code that respondents make up")
    proposal = Proposal(
        file=path.name,
        system=laid_out.system,
        survey=survey_code(path.stem),
        wave=wave,
        questions=questions,
        fields=parts.fields,
        key=parts.key,
        personal=parts.personal,
        not_read=parts.not_read,
        notes=tuple(notes),
    )
    exclude = _exclude(laid_out, columns, parts)
    identity = _identity(laid_out, parts)
    text = write_toml(proposal, identity, day, exclude, records)
    Layout.model_validate(
        tomllib.loads(text)
    )  # a proposal that ingest would refuse is a fault of this module
    return replace(proposal, toml=text)


def _code(question: Found, laid_out: LaidOut, place: int) -> str:
    """The outcome, else the system's own code, else the question's first words."""
    name = question.names[0]
    if question.outcome:
        return "recommend" if question.outcome == "nps" else question.outcome
    if laid_out.system.source == "kobo":
        name = name.rpartition("/")[2]
    return slug(name) or slug(question.text) or f"q{place}"


def _identity(laid_out: LaidOut, parts: Sorted) -> str:
    """The line that says what tells a record from another."""
    system = laid_out.system
    named = [name for name in system.identity or ("submission_id",) if name in parts.fields]
    if named:
        return f"identity = {array(named)}"
    keys = [name for name in ("submitted_at", "respondent_code", "email") if name in parts.fields]
    if "submitted_at" in keys:
        return f"multiset = {array(keys)}"
    return 'multiset = ["*"] # no id and no moment: a record is told from another by all it says'


def _day(path: Path, parts: Sorted) -> date | None:
    """The day on which the file was last written, where no column dates the answers."""
    if {"submitted_at", "ended_at", "started_at", "submitted_on"} & set(parts.fields):
        return None
    return datetime.fromtimestamp(path.stat().st_mtime).date()


def _exclude(laid_out: LaidOut, columns: list[Column], parts: Sorted) -> Mapping[str, ExcludeRule]:
    """The system's rules on the fields that are there; too fast is a third of the median duration."""
    rules = {name: rule for name, rule in laid_out.system.exclude.items() if rule.field in parts.fields}
    if "duration" in parts.fields:
        header = normalise_header(parts.fields["duration"].headers[0])
        taken = cast_numbers(columns[laid_out.positions[header]].values).columns[0]
        if isinstance(median := taken.cast(pl.Float64).median(), float) and median >= 3:
            rules["too_fast"] = ExcludeRule(field="duration", below=round(median / 3))
    return rules
