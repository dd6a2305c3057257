"""One bounded batch of an export: the records that are kept, typed, and what is wrong with the others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial, reduce
from operator import or_
from typing import Any

import polars as pl

from pipelines.cast.answers import ANSWER_SCHEMA, Answered, read_answers
from pipelines.cast.field import cast_field, field_schema
from pipelines.cast.labels import compared
from pipelines.cast.numbers import cast_numbers
from pipelines.cast.outcome import Failure
from pipelines.context import SiteContext
from pipelines.distinct import map_distinct
from pipelines.mapping import Match, family

PROBLEM_SCHEMA: dict[str, pl.DataType] = {
    "row": pl.Int64(),
    **dict.fromkeys(("column", "code", "severity", "values"), pl.String()),
}
BLANK = "blank"
BYTE_ORDER_MARK = "\ufeff"
Found = tuple[str, Failure]  # header of the column, and what failed in it


@dataclass(frozen=True)
class Batch:
    """A batch after the casts. `fields` and `answered` cover the records that are not excluded."""

    rows: pl.Series  # every record's row
    reasons: pl.Series  # why a record is excluded, else null
    fields: pl.DataFrame  # row and the typed columns, quarantined records included
    answered: tuple[Answered, ...]
    quarantined: pl.Series  # mask over `fields`
    problems: pl.DataFrame

    @property
    def kept_fields(self) -> pl.DataFrame:
        return self.fields.filter(~self.quarantined)

    @property
    def kept_answers(self) -> pl.DataFrame:
        rows, kept = self.fields["row"], ~self.quarantined
        parts = [answered.long(rows, kept) for answered in self.answered]
        return pl.concat(parts) if parts else pl.DataFrame(schema=ANSWER_SCHEMA)


def read_batch(raw: pl.DataFrame, match: Match, context: SiteContext) -> Batch:
    """The batch that `raw`, a frame of a RawTable, gives under a mapping laid over the file's headers."""
    texts, crossed = _texts(raw, match)
    extra = raw["extra"] if "extra" in raw.columns else pl.repeat(False, raw.height, eager=True)
    reasons = _reasons(texts, texts.columns[1:], match)
    kept = texts.filter(reasons.is_null())
    fields, found = _fields(kept, match, context)
    answered, misfits = _answers(kept, match, context)
    found += [*_unidentified(fields, match), *misfits, _longer(extra.filter(reasons.is_null()), match)]
    found += [(header, _warning(where.filter(reasons.is_null()))) for header, where in crossed]
    nothing = pl.select(pl.repeat(False, kept.height)).to_series()
    critical = [failure.where for _, failure in found if failure.severity == "critical"]
    quarantined = reduce(or_, critical, nothing)
    return Batch(texts["row"], reasons, fields, answered, quarantined, _problems(kept["row"], found))


def _texts(raw: pl.DataFrame, match: Match) -> tuple[pl.DataFrame, list[tuple[str, pl.Series]]]:
    """Row and the text of every column that is read, trimmed, null where blank, merged columns filled up.

    With it, for each merged column, the records in which several of its columns are filled and disagree.
    """
    empty = ["", *match.mapping.blank]
    columns = [raw["row"]]
    for position in match.positions:
        column = raw[f"c{position}"]
        if column.str.contains(BYTE_ORDER_MARK, literal=True).any():
            column = column.str.replace_all(BYTE_ORDER_MARK, "", literal=True)
        columns.append(column.str.strip_chars().replace(empty, [None] * len(empty)))
    texts = pl.DataFrame(columns)
    crossed: list[tuple[str, pl.Series]] = []
    for first, more in match.merged.items():
        parts = [pl.col(f"c{position}") for position in (first, *more)]
        if more:
            differing = texts.select(pl.any_horizontal(part.ne(pl.coalesce(parts)) for part in parts[1:]))
            crossed.append((match.headers[first], differing.to_series().fill_null(False)))
            texts = texts.with_columns(pl.coalesce(parts).alias(f"c{first}"))
    return texts, crossed


def _warning(where: pl.Series) -> Failure:
    return Failure("several_values", where, "warning")


def _longer(extra: pl.Series, match: Match) -> Found:
    """Records with cells behind the last column: some may be shifted, unless the mapping knows better."""
    if match.mapping.ragged == "keep":
        return (match.headers[-1], Failure("extra_cells_left_out", extra, "warning"))
    return (match.headers[-1], Failure("extra_cells", extra))


def _reasons(texts: pl.DataFrame, names: list[str], match: Match) -> pl.Series:
    """Why each record is excluded: blank in every column that is read, else the first rule that holds."""
    blank = pl.all_horizontal(pl.col(name).is_null() for name in names)
    reason: Any = pl.when(blank).then(pl.lit(BLANK))
    for code, rule in match.mapping.exclude.items():
        if rule.field not in match.fields:
            continue
        column = texts[f"c{match.fields[rule.field]}"]
        if rule.missing:
            holds = column.is_null()
        elif rule.below is not None:
            holds = (cast_numbers(column).columns[0] < rule.below).fill_null(False)
        else:
            listed = {compared(text) for text in rule.equals}
            holds = map_distinct(column, partial(_is_listed, listed), pl.Boolean).fill_null(False)
        reason = reason.when(holds).then(pl.lit(code))
    return texts.select(reason.otherwise(pl.lit(None, dtype=pl.String)).alias("reason")).to_series()


def _is_listed(listed: set[str], text: str) -> bool:
    return compared(text) in listed


def _fields(texts: pl.DataFrame, match: Match, context: SiteContext) -> tuple[pl.DataFrame, list[Found]]:
    """Row, one typed column (or more) for each declared field, the constants; and what could not be read."""
    mapping = match.mapping
    scope = mapping.survey.code if mapping.survey else family(mapping.name)
    identifying = {*mapping.identity, *mapping.multiset}
    columns: list[pl.Series] = [texts["row"]]
    found: list[Found] = []
    for name, field in mapping.fields.items():
        if field.exclude_only:
            continue
        position = match.fields.get(name)
        if position is None:
            nulls = pl.DataFrame(schema=field_schema(name, field)).clear(texts.height)
            columns.extend(nulls.get_columns())
            continue
        text = texts[f"c{position}"]
        if field.pattern:
            text = pl.select(pl.coalesce(text.str.extract(field.pattern), text)).to_series()
        if field.from_header:
            text = pl.repeat(match.headers[position], texts.height, dtype=pl.String, eager=True)
        within = mapping.system or scope if field.type == "member" else scope
        cast = cast_field(name, field, text, context, within, name in identifying)
        columns.extend(cast.columns)
        failures = list(cast.failures)
        if field.filled:
            failures.append(Failure("missing_value", text.is_null()))
        found += [(match.headers[position], failure) for failure in failures]
    constants = [pl.lit(value).alias(name) for name, value in mapping.constants.items()]
    return pl.DataFrame(columns).with_columns(*constants), found


def _unidentified(fields: pl.DataFrame, match: Match) -> list[Found]:
    """Records whose identity has no value at all."""
    if not match.mapping.identity:
        return []
    blank = fields.select(
        pl.all_horizontal(pl.col(name).is_null() for name in match.mapping.identity)
    ).to_series()
    position = match.fields.get(match.mapping.identity[0])
    return [("" if position is None else match.headers[position], Failure("missing_identity", blank))]


def _answers(
    texts: pl.DataFrame, match: Match, context: SiteContext
) -> tuple[tuple[Answered, ...], list[Found]]:
    answered: list[Answered] = []
    found: list[Found] = []
    for name, columns in match.questions.items():
        question = match.mapping.questions[name]
        answers = read_answers(name, question, columns, texts, context.site)
        position = columns.whole if columns.whole is not None else min(columns.options.values())
        found.append((match.headers[position], Failure("answer_not_on_scale", answers.misfit)))
        answered.append(answers)
    return tuple(answered), found


def _problems(rows: pl.Series, found: list[Found]) -> pl.DataFrame:
    parts = [
        pl.DataFrame({"row": rows.filter(failure.where)}).with_columns(
            column=pl.lit(header),
            code=pl.lit(failure.code),
            severity=pl.lit(failure.severity),
            values=pl.lit("{}"),
        )
        for header, failure in found
        if failure.where.any()
    ]
    return pl.concat(parts).sort("row", maintain_order=True) if parts else pl.DataFrame(schema=PROBLEM_SCHEMA)
