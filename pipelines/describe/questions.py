"""The questions that an export's columns hold: one column each, or one in several columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from pipelines.cast.labels import compared, yes_no_reader
from pipelines.describe.columns import Column
from pipelines.describe.definition import Definition
from pipelines.describe.kinds import Kind, Reader
from pipelines.describe.words import holds

BOXES = ("0", "1", "true", "false")
YES_NO_PAIR = re.compile(r"(.+?)\s*[-–:]\s*(yes|no|да|нет|иә|жоқ)", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A question: how a mapping finds it, what it asks, its kind, its outcome; `options`: label to names."""

    names: tuple[str, ...]
    text: str
    kind: Kind
    outcome: str | None = None
    merge: bool = False
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def find_questions(
    columns: Sequence[Column], reader: Reader, definition: Definition | None = None
) -> list[Found]:
    """Questions in the order of the form; an open question is of kind `text`. Columns that hold nothing are
    left out, unless a definition says what they are.
    """
    found: list[Found] = []
    told: set[int] = set()
    for column in columns:
        if column.position in told:
            continue
        group = [other for other in columns if other.base == column.base and other.part]
        whole = [other for other in columns if other.name == column.base and not other.part]
        members = group if column.part else [*whole, *_parts_of(column, columns)]
        together = _together(column, members, whole, reader, definition)
        if together:
            positions, questions = together
            told |= positions
            found += questions
            continue
        told.add(column.position)
        battery = [answer for member in group for answer in member.answers] if column.part else []
        if single := _single(column, reader, definition, battery):
            found.append(single)
    return [_with_outcome(question, reader) for question in found]


def _parts_of(column: Column, columns: Sequence[Column]) -> list[Column]:
    """The 0/1 columns that stand beside a joined one: `tools` with `tools/laser`."""
    return [other for other in columns if other.part and other.base == column.name]


def _together(
    column: Column,
    members: Sequence[Column],
    whole: Sequence[Column],
    reader: Reader,
    definition: Definition | None,
) -> tuple[set[int], list[Found]] | None:
    """Questions that stand in several columns, and these columns; None where each column is its own."""
    parts = [member for member in members if member.part]
    if not parts:
        return None
    if pairs := _yes_no_pairs(parts):
        paired = {member.position for names in pairs.values() for member in names}
        return paired, [
            Found(tuple(one.name for one in pair), f"{column.text} {label}", Kind("yes_no"), merge=True)
            for label, pair in pairs.items()
        ]
    others = reader.words.lists["other"]
    open_text = [
        part for part in parts if holds(part.part_text or part.part, others) and not _is_marked(part)
    ]
    marked = [part for part in parts if part not in open_text and part.values.null_count() < len(part.values)]
    offered = [part for part in parts if part not in open_text]
    defined = definition.kind_of(column.base) if definition else None
    if len(offered) < 2 or not (
        (defined and defined.kind == "multi") or (marked and all(_is_marked(part) for part in marked))
    ):
        return None
    positions = {part.position for part in (*parts, *whole)}
    if scale := _spread_scale(marked, reader):
        names = tuple(part.name for part in offered)
        return positions, [Found(names, column.text, Kind("likert", scale), merge=True)]
    options = {label: (label, part.part) for part in offered for label in [_label(part, definition)]}
    text = definition.text_of(column.base) if definition else ""
    base = whole[0].text if whole else column.text if column.part_text else column.base
    return positions, [Found((column.base,), text or base, Kind("multi"), options=options)]


def _label(part: Column, definition: Definition | None) -> str:
    said = definition.texts.get((part.base, part.part), "") if definition else ""
    return part.part_text or said or part.part


def _is_marked(part: Column) -> bool:
    """True when every cell is a mark or the option's own label.

    Below a slash stand questions of a group as well as options, so that there yes and no are answers.
    """
    read = yes_no_reader({})
    own = {compared(part.part_text), compared(part.part)}
    if part.name == f"{part.base}/{part.part}":
        return all(answer.casefold() in BOXES for answer in part.answers)
    return all(compared(answer) in own or read(answer) is not None for answer in part.answers)


def _yes_no_pairs(parts: Sequence[Column]) -> dict[str, list[Column]]:
    """Columns that come in twos, one for yes and one for no, by what they ask; empty unless all do."""
    pairs: dict[str, list[Column]] = {}
    for part in parts:
        named = YES_NO_PAIR.fullmatch(part.part_text or part.part)
        if named is None:
            return {}
        pairs.setdefault(named[1].strip(), []).append(part)
    return pairs if all(len(pair) == 2 for pair in pairs.values()) else {}


def _spread_scale(parts: Sequence[Column], reader: Reader) -> tuple[tuple[str, ...], ...] | None:
    """The scale of a rating whose steps stand in a column each, of which a record fills at most one."""
    scale = reader.words.scale_of([part.part_text or part.part for part in parts])
    if scale is None or len(parts) < 2:
        return None
    filled = pl.DataFrame([part.values.is_not_null().alias(f"{part.position}") for part in parts])
    own = all(compared(answer) in (compared(part.part_text), compared(part.part))
              for part in parts for answer in part.answers)  # fmt: skip
    at_once = filled.select(pl.sum_horizontal(pl.all()).max()).item()
    return scale if own and (at_once or 0) <= 1 else None


def _single(
    column: Column, reader: Reader, definition: Definition | None, battery: Sequence[str]
) -> Found | None:
    defined = definition.kind_of(column.base, column.part) if definition else None
    text = definition.text_of(column.base, column.part) if definition else ""
    wording = text or column.wording
    if defined is not None:
        guessed = reader.kind_of(column.values, wording, battery)
        kind = guessed if _is_better(guessed, defined) else defined
        listed = definition.options_of(column.base) if definition else {}
        return Found(
            (column.name,), wording, kind, options=listed or {label: (label,) for label in kind.labels}
        )
    if column.values.null_count() == len(column.values):
        return None
    kind = reader.kind_of(column.values, wording, battery)
    return Found((column.name,), wording, kind, options={label: (label,) for label in kind.labels})


def _is_better(guessed: Kind, defined: Kind) -> bool:
    """True where the answers say more than the definition: words of a scale that it leaves open, a score, or
    answers that are not of the kind it names.
    """
    if defined.kind == "likert":
        return guessed.kind in ("likert", "nps") and not defined.scale
    if defined.kind in ("number", "date"):
        return guessed.kind not in (defined.kind, "text") and not (
            defined.kind == "number" and not guessed.scale
        )
    return False


def _with_outcome(found: Found, reader: Reader) -> Found:
    return replace(found, outcome=reader.words.outcome_of(found.text, found.kind.kind))


def names_of(questions: Iterable[Found]) -> set[str]:
    """Every header that a question is found under."""
    return {name for question in questions for name in question.names}
