"""Answers of a survey: labels in any language, or figures, to value and option."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from pipelines.cast import labels
from pipelines.cast.days import read_days
from pipelines.cast.numbers import cast_numbers
from pipelines.distinct import map_distinct
from pipelines.mapping import QuestionColumns, QuestionMapping
from pipelines.settings import Site

ANSWER_SCHEMA: dict[str, pl.DataType] = {
    "row": pl.Int64(), **dict.fromkeys(("question", "kind", "outcome", "state"), pl.String()),
    "value": pl.Float64(), "option": pl.String(), "scale_low": pl.Float64(), "scale_high": pl.Float64(),
}  # fmt: skip
LEADING_FIGURE = re.compile(r"(\d{1,2})\s*(?:[-–—=:.)(].*)?", re.DOTALL)
SEPARATORS = ((";", "\n", "|"), (",",), (" ",))
DEFAULT_STEPS = 5


@dataclass(frozen=True)
class Answered:
    """One question over a batch: `state`, `value`, `option` (a list for multi), and a mask of misfits."""

    name: str
    question: QuestionMapping
    frame: pl.DataFrame
    misfit: pl.Series

    def long(self, rows: pl.Series, kept: pl.Series) -> pl.DataFrame:
        """One row a kept record (one an option for multi), in the columns of `ANSWER_SCHEMA`."""
        low, high = scale_ends(self.question)
        frame = self.frame.with_columns(row=rows).filter(kept)
        if self.question.kind == "multi":
            frame = frame.explode("option", empty_as_null=True, keep_nulls=True)
        return frame.select(
            "row", question=pl.lit(self.name), kind=pl.lit(self.question.kind),
            outcome=pl.lit(self.question.outcome, dtype=pl.String),
            state="state", value="value", option="option",
            scale_low=pl.lit(low, dtype=pl.Float64), scale_high=pl.lit(high, dtype=pl.Float64),
        )  # fmt: skip


def scale_ends(question: QuestionMapping) -> tuple[float | None, float | None]:
    """Lowest and highest value that a question allows; None where it has no scale."""
    if question.kind == "likert":
        return 1.0, float(len(question.scale) or DEFAULT_STEPS)
    return {"nps": (0.0, 10.0), "yes_no": (0.0, 1.0)}.get(question.kind, (None, None))


def read_answers(
    name: str, question: QuestionMapping, columns: QuestionColumns, batch: pl.DataFrame, site: Site
) -> Answered:
    """The answers of a batch whose columns are the file's, `c0`, `c1`..., null where blank."""
    if question.kind == "multi":
        return _read_multi(name, question, columns, batch)
    texts = batch[f"c{columns.whole}"]
    reader = _reader(question)
    not_applicable = {labels.compared(text) for text in question.not_applicable}
    skipped = map_distinct(texts, lambda text: labels.compared(text) in not_applicable, pl.Boolean).fill_null(
        False
    )
    asked = pl.select(pl.when(~skipped).then(texts)).to_series()
    if reader is not None:
        tokens = map_distinct(asked, reader)
    elif question.kind == "date":
        tokens = read_days(asked, site.time_zone, (), site.languages).cast(pl.String)
    else:
        tokens = cast_numbers(asked).columns[0].cast(pl.String)
    misfit = asked.is_not_null() & tokens.is_null()
    return Answered(name, question, *_shaped(question, skipped, texts, tokens, misfit))


def _shaped(
    question: QuestionMapping, skipped: pl.Series, texts: pl.Series, tokens: pl.Series, misfit: pl.Series
) -> tuple[pl.DataFrame, pl.Series]:
    none = pl.lit(None, dtype=pl.String)
    kept_misfit = misfit & (question.other == "keep")
    frame = pl.DataFrame({"text": texts, "chosen": tokens, "skipped": skipped, "kept": kept_misfit})
    state = (
        pl.when("skipped").then(pl.lit("not_applicable"))
        .when(pl.col("text").is_null()).then(pl.lit("blank")).otherwise(pl.lit("answered"))
    )  # fmt: skip
    chosen = pl.col("chosen")
    value: pl.Expr
    option: pl.Expr
    match question.kind:
        case "yes_no":
            value = chosen.replace_strict({"yes": 1.0, "no": 0.0}, return_dtype=pl.Float64)
            option = chosen
        case "single" | "date":
            value, option = pl.lit(None, dtype=pl.Float64), chosen
        case _:
            value, option = chosen.cast(pl.Float64), none
    option = pl.when("kept").then(pl.lit("other")).otherwise(option)
    return frame.select(state=state, value=value, option=option), misfit & ~kept_misfit


def _reader(question: QuestionMapping) -> Callable[[str], str | None] | None:
    match question.kind:
        case "likert":
            steps = len(question.scale) or DEFAULT_STEPS
            known = labels.codes_by_label({str(step): texts for step, texts in enumerate(question.scale, 1)})
            return lambda text: known.get(labels.compared(text)) or _figure(text, 1, steps)
        case "nps":
            return lambda text: _figure(text, 0, 10)
        case "single":
            codes = labels.codes_by_label(question.options)
            return lambda text: codes.get(labels.compared(text))
        case "yes_no":
            read = labels.yes_no_reader({})
            return lambda text: {True: "yes", False: "no"}.get(read(text))  # type: ignore[arg-type]
        case _:
            return None


def _figure(text: str, low: int, high: int) -> str | None:
    """The figure that an answer is or begins with (`5`, `5 - Strongly agree`), where the scale has it."""
    found = LEADING_FIGURE.fullmatch(text.strip())
    return str(int(found[1])) if found and low <= int(found[1]) <= high else None


def _read_multi(
    name: str, question: QuestionMapping, columns: QuestionColumns, batch: pl.DataFrame
) -> Answered:
    """Options of one joined column, of 0/1 columns, or of these where both are there."""
    empty = pl.Series([None] * batch.height, dtype=pl.String)
    whole = batch[f"c{columns.whole}"] if columns.whole is not None else empty
    not_applicable = {labels.compared(text) for text in question.not_applicable}
    skipped = map_distinct(whole, lambda text: labels.compared(text) in not_applicable, pl.Boolean).fill_null(
        False
    )
    joined = pl.select(pl.when(~skipped).then(whole)).to_series()
    codes = labels.codes_by_label(question.options)
    chosen = map_distinct(joined, lambda text: _options(text, codes, question), pl.List(pl.String))
    misfit = joined.is_not_null() & chosen.is_null()
    ticked = labels.yes_no_reader({})
    if columns.options:
        # A cell holds 1 or 0, or repeats the label of a ticked option.
        marks = {
            code: map_distinct(batch[f"c{position}"], lambda text: ticked(text) is not False, pl.Boolean)
            for code, position in columns.options.items()
        }
        table = pl.DataFrame(marks)
        asked = table.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        options = [pl.when(pl.col(code).fill_null(False)).then(pl.lit(code)) for code in marks]
        boxes = table.select(pl.concat_list(options).list.drop_nulls()).to_series()
        chosen = pl.select(pl.when(asked).then(boxes).otherwise(chosen)).to_series()
        misfit = misfit & ~asked
        answered = asked | joined.is_not_null()
    else:
        answered = joined.is_not_null()
    state = (
        pl.when(skipped).then(pl.lit("not_applicable"))
        .when(answered).then(pl.lit("answered")).otherwise(pl.lit("blank"))
    )  # fmt: skip
    frame = pl.select(state=state, value=pl.lit(None, dtype=pl.Float64)).with_columns(
        option=chosen.list.sort()
    )
    return Answered(name, question, frame, misfit)


def _options(text: str, codes: dict[str, str], question: QuestionMapping) -> list[str] | None:
    """Codes of the options in a cell, each once; None where one fits nothing and others are not kept."""
    choices = ((question.separator,),) if question.separator else SEPARATORS
    parted = [labels.splitter(choice, codes)(text) for choice in choices]
    for parts in parted:
        if all(labels.compared(part) in codes for part in parts):
            return sorted({codes[labels.compared(part)] for part in parts})
    if question.other != "keep":
        return None
    parts = next((parts for parts in parted[:2] if len(parts) > 1), [text])
    return sorted({codes.get(labels.compared(part), "other") for part in parts})
