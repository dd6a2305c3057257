"""What the columns beside the questions are: the system's own, the person's, the key, what is personal."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from pipelines.cast.moments import read_moments
from pipelines.describe.columns import Column
from pipelines.describe.systems import LaidOut
from pipelines.describe.words import Words, holds
from pipelines.mapping import FieldMapping, normalise_header
from pipelines.mapping import Mapping as Layout
from pipelines.settings import load_site
from pipelines.sources import _people

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+?[\d\s()-]{10,18}")
NUMBER = re.compile(r"\d{12}")
ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}")
LONGEST_HEADER = 60
Contact = Literal["email", "phone"]
DAY_WORDS = ("date", "timestamp", "дата", "время", "күні", "уақыт")
SHARED = (*_people.FIELDS, "programme", "language")
"""Fields that every survey source knows; a site's own mappings say under which headers they stand."""


@dataclass(frozen=True)
class Sorted:
    """The columns by what they are; `rest` may be questions."""

    fields: Mapping[str, FieldMapping]
    key: str | None
    personal: tuple[str, ...]
    not_read: tuple[str, ...]
    rest: tuple[Column, ...]


def sort_columns(
    columns: Sequence[Column], laid_out: LaidOut, known: Mapping[str, Layout], words: Words
) -> Sorted:
    """Every column in its place. `known` are the site's mappings, whose personal fields are reused."""
    system = laid_out.system
    fields: dict[str, FieldMapping] = {}
    taken: set[int] = set()
    for name, declared in system.fields.items():
        if places := _places(laid_out, declared.headers):
            taken |= places
            fields[name] = declared
    aside = _places(laid_out, system.not_read)
    never = _places(laid_out, system.personal)
    shared = _shared(known)
    personal, not_read, rest = [], [], []
    key = _key_header(columns, fields, laid_out)
    for column in columns:
        header = laid_out.table.headers[column.position]
        alone = not column.part and len(header) <= LONGEST_HEADER
        if column.position in taken:
            continue
        named = column.position in never or (alone and words.is_personal(column.text))
        if named or _looks_like(column.values, ADDRESS, NUMBER):
            personal.append(header)
        elif column.position in aside:
            not_read.append(header)
        elif contact := _contact(column, words, alone):
            fields.setdefault(contact, FieldMapping(headers=(column.name,), type=contact))
        elif alone and words.is_key(column.text) and column.values.null_count() < len(column.values):
            fields["respondent_code"] = FieldMapping(headers=(column.name,), type="code")
            key = header
        elif (part := shared.get(normalise_header(column.text))) and part[0] not in fields:
            fields[part[0]] = part[1].model_copy(update={"headers": (column.name,), "required": False})
        elif column.values.null_count() == len(column.values) and not column.part:
            not_read.append(header)
        elif _is_moment(column, fields, words):
            fields["submitted_at"] = FieldMapping(
                headers=(column.name,), type="datetime", required=True, filled=True
            )
        elif not header and _numbers_lines(column) and "submission_id" not in fields:
            fields["submission_id"] = FieldMapping(headers=("",), type="text", required=True, filled=True)
        else:
            rest.append(column)
    return Sorted(fields, key, tuple(personal), tuple(not_read), tuple(rest))


def _places(laid_out: LaidOut, headers: Sequence[str]) -> set[int]:
    """The columns that stand under any of the headers."""
    found = (laid_out.positions.get(normalise_header(header)) for header in headers)
    return {place for place in found if place is not None}


def _key_header(
    columns: Sequence[Column], fields: Mapping[str, FieldMapping], laid_out: LaidOut
) -> str | None:
    """The header of the system's own key column, if it holds anything."""
    places = _places(laid_out, fields["respondent_code"].headers) if "respondent_code" in fields else set()
    filled = [
        place for place in sorted(places) if columns[place].values.null_count() < len(columns[place].values)
    ]
    return laid_out.table.headers[filled[0]] if filled else None


def _shared(known: Mapping[str, Layout]) -> dict[str, tuple[str, FieldMapping]]:
    """Fields of person and programme by compared header, as the site's survey mappings declare them."""
    return {
        normalise_header(header): (name, declared)
        for layout in known.values()
        if layout.survey
        for name, declared in layout.fields.items()
        if name in SHARED and declared.type not in ("email", "phone", "code") and not declared.from_header
        for header in declared.headers
    }


def _contact(column: Column, words: Words, alone: bool) -> Contact | None:
    if _looks_like(column.values, EMAIL):
        return "email"
    named = words.contact_of(column.text) if alone else None
    if named == "phone" and _looks_like(column.values, PHONE):
        return "phone"
    if named and column.values.null_count() == len(column.values):
        return "email" if named == "email" else "phone"
    return None


def _looks_like(values: pl.Series, *shapes: re.Pattern[str]) -> bool:
    given = values.drop_nulls().to_list()
    return any(sum(shape.fullmatch(text) is not None for text in given) * 2 > len(given) for shape in shapes)


def _is_moment(column: Column, fields: Mapping[str, FieldMapping], words: Words) -> bool:
    """True of the first column that says when a form was filled in, where the system has none of its own."""
    if "submitted_at" in fields or column.part or not holds(column.text, DAY_WORDS):
        return False
    site = load_site()
    given = column.values.drop_nulls()
    read = read_moments(given, site.time_zone, site.time_zone, (), site.languages)
    return len(given) > 0 and read["on"].null_count() == 0


def _numbers_lines(column: Column) -> bool:
    return column.values.null_count() == 0 and column.values.is_unique().all()
