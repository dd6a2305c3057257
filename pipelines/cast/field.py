"""One field of a batch, from text to typed columns as its mapping declares."""

from __future__ import annotations

import polars as pl

from pipelines.cast import days, labels, moments
from pipelines.cast.masking import mask_contacts
from pipelines.cast.numbers import cast_integers, cast_numbers
from pipelines.cast.outcome import Cast, Failure, unread
from pipelines.context import SiteContext
from pipelines.distinct import map_distinct
from pipelines.mapping import FieldMapping

DTYPES: dict[str, pl.DataType] = {
    "text": pl.String(), "category": pl.String(),
    "email": pl.String(), "phone": pl.String(), "card": pl.String(), "code": pl.String(),
    "member": pl.String(),
    "integer": pl.Int64(), "number": pl.Float64(), "yes_no": pl.Boolean(),
    "date": pl.Date(), "month": pl.Date(), "time": pl.Time(), "datetime": pl.Datetime("us", "UTC"),
}  # fmt: skip
NOT_READ = {
    "date": "not_a_date", "datetime": "not_a_datetime", "time": "not_a_time", "month": "not_a_month",
    "yes_no": "not_yes_or_no",
}  # fmt: skip


def field_schema(name: str, field: FieldMapping) -> dict[str, pl.DataType]:
    """The columns that a field gives, whether or not the file has it."""
    if field.split is not None:
        return {name: pl.List(pl.String)}
    columns: dict[str, pl.DataType] = {name: DTYPES[field.type]}
    if field.type == "datetime":
        columns |= {f"{name}_on": pl.Date(), f"{name}_hour": pl.Int64()}
    return columns


def cast_field(
    name: str, field: FieldMapping, texts: pl.Series, context: SiteContext, scope: str, identifies: bool
) -> Cast:
    """Typed columns named as in `field_schema`, and what could not be read.

    `texts` is trimmed and null where blank. `scope` is the survey that respondent codes, or the
    system that members' numbers, link within. A text
    that identifies the record is not masked, or two records might become one.
    """
    cast = _cast(field, texts, context, scope, identifies)
    names = field_schema(name, field)
    columns = tuple(column.alias(label) for column, label in zip(cast.columns, names, strict=True))
    if field.on_error == "null":
        failures = tuple(Failure(failure.code, failure.where, "warning") for failure in cast.failures)
    else:
        failures = cast.failures
    return Cast(columns, failures)


def _cast(field: FieldMapping, texts: pl.Series, context: SiteContext, scope: str, identifies: bool) -> Cast:
    site_zone, languages = context.site.time_zone, context.site.languages
    match field.type:
        case "email" | "phone" | "card" | "code" | "member":
            keys = context.keyer.keys(texts, field.type, scope if field.type in ("code", "member") else "")
            article = "an" if field.type == "email" else "a"
            return Cast((keys,), (Failure(f"not_{article}_{field.type}", unread(texts, keys), "warning"),))
        case "integer":
            return cast_integers(texts)
        case "number":
            return cast_numbers(texts)
        case "datetime":
            zone = field.zone or site_zone
            frame = moments.read_moments(texts, zone, site_zone, field.formats, languages)
            return Cast(tuple(frame.get_columns()), (Failure("not_a_datetime", unread(texts, frame["on"])),))
        case "date":
            values = days.read_days(texts, site_zone, field.formats, languages)
        case "month":
            values = days.read_months(texts, site_zone, languages)
        case "time":
            values = days.read_times(texts, site_zone)
        case "yes_no":
            values = map_distinct(texts, labels.yes_no_reader(field.values), pl.Boolean)
        case _:
            return _cast_text(field, texts, context, identifies)
    return Cast((values,), (Failure(NOT_READ[field.type], unread(texts, values)),))


def _cast_text(field: FieldMapping, texts: pl.Series, context: SiteContext, identifies: bool) -> Cast:
    failures: list[Failure] = []
    if not identifies and (field.type == "text" or field.other == "keep"):
        texts, masked = mask_contacts(texts, context.site.phone_region)
        failures.append(Failure("masked_contact", masked, "warning"))
    known = labels.codes_by_label(field.values)
    keeps = field.type == "text" or field.other == "keep"

    def code_of(text: str) -> str | None:
        if field.type == "text":
            return text
        return known.get(labels.compared(text), field.default or (text if keeps else None))

    if field.split is not None:
        split = labels.splitter((field.split,), known)
        values = map_distinct(
            texts, lambda text: [code for part in split(text) if (code := code_of(part))], pl.List(pl.String)
        )
        fits = map_distinct(texts, lambda text: all(code_of(part) for part in split(text)), pl.Boolean)
        unknown = ~fits.fill_null(True)
    elif field.type == "text":
        return Cast((texts,), tuple(failures))
    else:
        values = map_distinct(texts, code_of)
        unknown = unread(texts, values)
    severity = "critical" if field.other == "quarantine" else "warning"
    return Cast((values,), (*failures, Failure("unknown_category", unknown, severity)))  # type: ignore[arg-type]
