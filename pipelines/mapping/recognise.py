"""Which mapping a file's headers ask for, and under which column each field and question stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pipelines.headers import column_names, header_code
from pipelines.mapping.declaration import FieldMapping, Mapping
from pipelines.mapping.survey import QuestionMapping
from pipelines.mapping.wide import long_headers
from pipelines.problems import Problem, RefusalError

LONG_AGO = datetime.min.replace(tzinfo=UTC)
ENDS = "\ufeff\u200b .,:;*?!\"'«»“”„…"


@dataclass(frozen=True)
class QuestionColumns:
    """Where a question's answers stand: in one column, in a 0/1 column for each option, or in both."""

    whole: int | None = None
    options: MappingOf[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """A mapping laid over a file's headers. Positions count columns from 0."""

    mapping: Mapping
    headers: tuple[str, ...]
    fields: MappingOf[str, int]
    questions: MappingOf[str, QuestionColumns]
    missing: tuple[str, ...]  # first header of each required column that is absent
    ambiguous: tuple[str, ...]  # headers that stand twice for a required column
    merged: MappingOf[int, tuple[int, ...]] = field(
        default_factory=dict
    )  # columns whose text fills its blanks

    @property
    def positions(self) -> tuple[int, ...]:
        """Every column that is read, in file order."""
        found = {*self.fields.values(), *(place for more in self.merged.values() for place in more)}
        for columns in self.questions.values():
            found.update(columns.options.values())
            if columns.whole is not None:
                found.add(columns.whole)
        return tuple(sorted(found))

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headers of the columns that are not read."""
        read = set(self.positions)
        return tuple(header for position, header in enumerate(self.headers) if position not in read)


def normalise_header(header: str) -> str:
    """A header as it is compared: NFKC, case-folded, spaces collapsed, punctuation stripped at the ends."""
    return " ".join(unicodedata.normalize("NFKC", header).casefold().split()).strip(ENDS)


def match_headers(headers: Sequence[str], mapping: Mapping, also: Sequence[Sequence[str]] = ()) -> Match:
    """The mapping laid over the headers; `missing` and `ambiguous` say what speaks against it.

    `also` has for each column the other names that it is known by (several header rows). Of a table with one
    column a month, positions are those after melting (`pipelines.mapping.wide`).
    """
    found_headers, headers = headers, long_headers(headers, mapping)
    positions = _positions(headers, mapping, also)
    fields: dict[str, int] = {}
    merged: dict[int, tuple[int, ...]] = {}
    questions: dict[str, QuestionColumns] = {}
    missing: list[str] = []
    ambiguous: list[str] = []

    alternatives = {name for group in mapping.one_of for name in group}

    def place(part: FieldMapping | QuestionMapping, needed: bool) -> int | None:
        for header in part.headers:
            found = positions.get(normalise_header(header), [])
            if len(found) > 1 and needed and not part.merge:
                ambiguous.append(headers[found[0]])
            if found and part.merge:
                named = (positions.get(normalise_header(other), ()) for other in part.headers)
                first, *more = dict.fromkeys(place for places in named for place in places)
                merged[first] = tuple(more)
                return first
            if found:
                return found[0]
        return None

    wide = mapping.wide if headers != tuple(found_headers) else None
    melted = {wide.month: len(headers) - 2, wide.value: len(headers) - 1} if wide else {}
    for name, declared in mapping.fields.items():
        if name in melted:
            fields[name] = melted[name]
        elif mapping.wide and name in (mapping.wide.month, mapping.wide.value):
            missing.append(declared.headers[0])
        elif (found := place(declared, declared.required or name in alternatives)) is not None:
            fields[name] = found
        elif declared.required:
            missing.append(declared.headers[0])
    for name, question in mapping.questions.items():
        options, repeated = _option_columns(question, positions)
        merged |= repeated
        columns = QuestionColumns(place(question, question.required), options)
        if columns.whole is not None or columns.options:
            questions[name] = columns
        elif question.required:
            missing.append(question.headers[0])
    for group in mapping.one_of:
        if not any(name in fields for name in group):
            missing.append(mapping.fields[group[0]].headers[0])
    return Match(mapping, tuple(headers), fields, questions, tuple(missing), tuple(ambiguous), merged)


def _positions(
    headers: Sequence[str], mapping: Mapping, also: Sequence[Sequence[str]]
) -> dict[str, list[int]]:
    """Columns by compared name; another name of a column never takes the place of a header."""
    positions: dict[str, list[int]] = {}
    for position, header in enumerate(headers):
        positions.setdefault(normalise_header(header), []).append(position)
    others = [*((position, name) for position, names in enumerate(also) for name in names)]
    if mapping.header_codes:
        others += [(place, code) for place, header in enumerate(headers) if (code := header_code(header))]
    for position, name in others:
        positions.setdefault(normalise_header(name), [position])
    return positions


def _option_columns(
    question: QuestionMapping, positions: MappingOf[str, Sequence[int]]
) -> tuple[dict[str, int], dict[int, tuple[int, ...]]]:
    """The 0/1 column of each option; and the further ones that fill its blanks, where the question merges."""
    if question.kind != "multi":
        return {}, {}
    found: dict[str, int] = {}
    merged: dict[int, tuple[int, ...]] = {}
    for code, labels in question.options.items():
        names = (
            joined
            for header in question.headers
            for label in (code, *labels)
            for joined in (
                f"{header}/{label}",
                f"{header}[{label}]",
                f"{header} [{label}]",
                f"{header}_{label}",
            )
        )
        places = dict.fromkeys(
            place for name in names for place in positions.get(normalise_header(name), ())[:1]
        )
        for first in list(places)[:1]:
            found[code] = first
            if question.merge:
                merged[first] = tuple(places)[1:]
    return found, merged


def recognise(
    headers: Sequence[str],
    kind: str,
    mappings: MappingOf[str, Mapping],
    file: str = "",
    header_row: int | None = None,
    following: Sequence[Sequence[str | None]] = (),
) -> Match:
    """The mapping whose required columns are all there and that matches most columns.

    `kind` is "table" or "json"; `following` are the first records, which a mapping may take for header rows
    too. RefusalError: `unknown_layout` with the nearest mapping and what it misses, also where that one
    matches more columns than any that fits; `foreign_layout` where no header is known, `scant_layout` where
    one of several is; `ambiguous_layout` with both names, `duplicate_header` with the one that stands twice.
    """
    own = _made_for(headers, kind, mappings)
    if own is not None:
        mappings = {own.name: own}
    matches = []
    for mapping in mappings.values():
        if mapping.format == kind and (mapping is own or not mapping.columns):
            names = column_names((headers, *following[: mapping.header_rows - 1]))
            matches.append(match_headers(names.headers, mapping, names.also))
    fitting = sorted((match for match in matches if not match.missing), key=_columns, reverse=True)
    if not fitting:
        raise RefusalError(unknown_layout(matches, file, header_row))
    best = fitting[0]
    # A table that lost a column it needs may still fit a mapping that asks for little, and would be misread.
    nearer = [match for match in matches if match.missing and _columns(match) > _columns(best)]
    if nearer:
        raise RefusalError(unknown_layout(nearer, file, header_row))
    if len(mappings) > 1 and _columns(best) == 1 and sum(map(bool, headers)) > 1:
        # One header such as “Date” stands in files of every kind; whoever names the mapping knows better.
        values = {"mapping": best.mapping.name}
        raise RefusalError(Problem("scant_layout", file, header_row, headers[best.positions[0]], values))
    rivals = [match.mapping.name for match in fitting if _columns(match) == _columns(best)]
    if len(rivals) > 1:
        raise RefusalError(Problem("ambiguous_layout", file, values={"mappings": ", ".join(rivals)}))
    refuse_ambiguous(best, file, header_row)
    return best


def _made_for(headers: Sequence[str], kind: str, mappings: MappingOf[str, Mapping]) -> Mapping | None:
    """The mapping that was made for exactly these headers, the latest of several."""
    found = [
        mapping
        for mapping in mappings.values()
        if mapping.columns
        and mapping.format == kind
        and {*map(normalise_header, mapping.columns)}
        == {*map(normalise_header, own_columns(headers, mapping))}
    ]
    return max(found, key=lambda mapping: (mapping.since or LONG_AGO, mapping.name), default=None)


def own_columns(headers: Sequence[str], mapping: Mapping) -> tuple[str, ...]:
    """The headers that a mapping for exactly them names: without months, which differ from file to file."""
    kept = long_headers(headers, mapping)
    return tuple(header for header in (kept if kept == tuple(headers) else kept[:-2]) if header)


def refuse_ambiguous(match: Match, file: str = "", header_row: int | None = None) -> None:
    """Nothing where each required column stands once; else RefusalError `duplicate_header`."""
    if match.ambiguous:
        raise RefusalError(
            *(Problem("duplicate_header", file, header_row, header) for header in match.ambiguous)
        )


def unknown_layout(matches: Sequence[Match], file: str = "", header_row: int | None = None) -> Problem:
    """The refusal of headers that no mapping fits, naming the nearest mapping and the columns it misses."""
    if not matches:
        return Problem("no_mapping", file)
    nearest = min(matches, key=lambda match: (len(match.missing) - _columns(match), match.mapping.name))
    if not _columns(nearest):
        return Problem("foreign_layout", file, header_row)
    named = ", ".join(f"“{header}”" for header in nearest.missing)
    values = {"nearest": nearest.mapping.name, "missing": named}
    column = nearest.missing[0] if len(nearest.missing) == 1 else None
    return Problem("unknown_layout", file, header_row, column, values)


def _columns(match: Match) -> int:
    return len(match.positions)
