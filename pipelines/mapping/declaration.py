"""A mapping as its TOML file declares it. A file that is wrong is refused at load, with the field named."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import available_timezones

import polars as pl
from pydantic import (
    AfterValidator,
    Field,
    model_validator,
)

from pipelines.cast.moments import read_format
from pipelines.headers import HEADER_ROWS
from pipelines.mapping.base import Code, Declared, Labels, refuse_shared_labels
from pipelines.mapping.survey import QuestionMapping, SurveyMapping

FieldType = Literal[
    "text", "integer", "number", "date", "datetime", "time", "month", "yes_no",
    "category", "email", "phone", "card", "code", "member",
]  # fmt: skip
PERSON_TYPES: frozenset[str] = frozenset({"email", "phone", "card", "code", "member"})
WHOLE_RECORD = ("*",)


def _known_zone(name: str) -> str:
    if name and name not in available_timezones():
        raise ValueError("is not a time zone of the IANA list")
    return name


def _known_format(form: str) -> str:
    moment = pl.Series([datetime(2026, 2, 28, 18, 30, tzinfo=UTC)])
    try:
        reads = read_format(moment.dt.strftime(form), form).is_not_null().all()
    except pl.exceptions.PolarsError:
        reads = False
    if not reads:
        raise ValueError(f"the format “{form}” reads no date")
    return form


class FieldMapping(Declared):
    """One field: the headers it stands under, its type, and what happens to values that do not fit."""

    headers: tuple[str, ...] = Field(min_length=1)  # the earlier header wins where a file has several
    type: FieldType
    required: bool = False
    filled: bool = False
    formats: tuple[Annotated[str, AfterValidator(_known_format)], ...] = ()
    zone: Annotated[str, AfterValidator(_known_zone)] = ""  # of times without an offset; "" = the site's
    values: Labels = Field(default_factory=dict)
    other: Literal["keep", "unknown", "quarantine"] = "unknown"
    default: str | None = None  # code of a category value that fits no label; a blank stays null
    split: str | None = Field(default=None, min_length=1)
    on_error: Literal["quarantine", "null"] = "quarantine"
    from_header: bool = False  # the value is the header found: a form's language shows in its headers
    merge: bool = False  # several of the headers may be there; the first that a record fills holds
    exclude_only: bool = False  # read for [exclude] rules, then forgotten: never typed, hashed or handed on
    pattern: str = ""  # regular expression whose group is the value; what it does not find stays as it stands

    @model_validator(mode="after")
    def _options_fit_the_type(self) -> FieldMapping:
        if self.values and self.type not in ("category", "yes_no"):
            raise ValueError("`values` are for type category or yes_no")
        if self.type == "yes_no" and not set(self.values) <= {"yes", "no"}:
            raise ValueError("`values` of yes_no are yes and no")
        if self.split is not None and self.type not in ("category", "text"):
            raise ValueError("`split` is for type category or text")
        if self.default is not None and self.type != "category":
            raise ValueError("`default` is for type category")
        if self.formats and self.type not in ("date", "datetime"):
            raise ValueError("`formats` are for type date or datetime")
        if self.zone and self.type != "datetime":
            raise ValueError("`zone` is for type datetime")
        if self.pattern and re.compile(self.pattern).groups != 1:
            raise ValueError("`pattern` is a regular expression with one group")
        refuse_shared_labels(self.values)
        return self


class WideMapping(Declared):
    """A table with one column a month: each of its cells is a record, and a blank cell an unknown count."""

    month: str  # field that takes the month in a column's header
    value: str  # field that takes the cell
    languages: tuple[str, ...] = ()  # of month names in headers, besides English


class ExcludeRule(Declared):
    """Records that are not counted: the field equals one of `equals`, is blank where `missing`, or a figure
    under `below` (a response given too fast).
    """

    field: str
    equals: tuple[str, ...] = ()
    missing: bool = False
    below: float | None = None

    @model_validator(mode="after")
    def _says_something(self) -> ExcludeRule:
        if bool(self.equals) + self.missing + (self.below is not None) != 1:
            raise ValueError("needs one of `equals`, `missing = true` and `below`")
        return self


class Mapping(Declared):
    """One export: how its records are found, identified and read."""

    name: Code
    title: str
    source: Code
    system: Code | None = None  # whose numbers a field of type member holds: they link within that system
    format: Literal["table", "json", "calendar"] = "table"
    records: str = ""
    header_rows: int = Field(default=1, ge=1, le=HEADER_ROWS)
    header_codes: bool = False  # LimeSurvey: `Q1[SQ001]. text [part]` is known by `Q1[SQ001]` too
    blank: tuple[str, ...] = ()  # texts that stand for an empty cell, such as NA
    ragged: Literal["refuse", "quarantine", "keep"] = "refuse"  # delimited records longer than the header
    wide: WideMapping | None = None
    identity: tuple[str, ...] = ()
    multiset: tuple[str, ...] = ()  # ["*"] = the whole record
    unique: tuple[str, ...] = ()  # fields of which records that share a value are reported, and kept
    one_of: tuple[tuple[str, ...], ...] = ()  # of each list at least one field's column must be there
    constants: dict[Code, str | bool | int | float | date] = Field(default_factory=dict)
    fields: dict[Code, FieldMapping]
    exclude: dict[Code, ExcludeRule] = Field(default_factory=dict)
    survey: SurveyMapping | None = None
    questions: dict[Code, QuestionMapping] = Field(default_factory=dict)
    columns: tuple[str, ...] = ()  # only for files with exactly these headers; then before all other mappings
    since: datetime | None = None  # of several with the same columns the latest holds

    @model_validator(mode="after")
    def _parts_agree(self) -> Mapping:
        if bool(self.identity) == bool(self.multiset):
            raise ValueError("needs either `identity` or `multiset`")
        keys = () if self.multiset == WHOLE_RECORD else self.multiset
        for what in (*self.identity, *keys, *self.unique):
            if what not in self.fields or self.fields[what].exclude_only:
                raise ValueError(f"`identity`, `multiset` and `unique` name declared fields; {what} is none")
        if self.header_rows > 1 and (self.format != "table" or self.wide):
            raise ValueError("`header_rows` are for tables without `wide`")
        for rule in self.exclude.values():
            if rule.field not in self.fields:
                raise ValueError(f"`exclude` names declared fields; {rule.field} is none")
        fields, questions = self.fields.values(), self.questions.values()
        for name in (name for group in self.one_of for name in group):
            if name not in self.fields:
                raise ValueError(f"`one_of` names declared fields; {name} is none")
        required = any(part.required for part in fields) or any(part.required for part in questions)
        if not (required or self.one_of):
            raise ValueError(
                "needs a field or question with `required = true`, or no file can be recognised by it"
            )
        for name in (self.wide.month, self.wide.value) if self.wide else ():
            if name not in self.fields:
                raise ValueError(f"`wide` names declared fields; {name} is none")
        if any(part.type == "member" for part in fields) and self.system is None:
            raise ValueError("a field of type member needs `system`, whose numbers it holds")
        if shared := set(self.constants) & set(self.fields):
            raise ValueError(f"`constants` and `fields` both give {sorted(shared)[0]}")
        if bool(self.questions) != (self.survey is not None):
            raise ValueError("`questions` and `survey` are declared together")
        if self.survey and self.survey.wave_field and self.survey.wave_field not in self.fields:
            raise ValueError(f"`wave_field` names a declared field; {self.survey.wave_field} is none")
        if "row" in self.fields or "row" in self.constants:
            raise ValueError("`row` is the row number and cannot be a field")
        return self

    @cached_property
    def digest(self) -> str:
        """Hex digest of everything declared: two mappings with one digest stage alike."""
        # When a mapping is chosen says nothing about how it reads.
        declared = self.model_dump_json(exclude={"columns", "since"})
        return hashlib.sha256(declared.encode()).hexdigest()
