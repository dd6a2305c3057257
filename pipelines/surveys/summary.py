"""Each question of a survey: who was asked, who answered, how often each answer was given."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipelines.metrics.policy import OPEN_ROLES
from pipelines.metrics.question import Snapshot
from pipelines.problems import Problem, RefusalError
from pipelines.surveys.answers import AskedQuestion, SurveyAnswers, read_answers, threshold
from pipelines.surveys.shield import shield

UNKNOWN, OTHER = "unknown", "other"
NPS_STEPS = tuple(str(step) for step in range(11))
DEFAULT_STEPS = ("1", "2", "3", "4", "5")
RATED = ("likert", "nps", "number")
Line = dict[str, Any]


def summary(snapshot: Snapshot, survey: str, by: str | None = None, role: str = "analyst") -> Line:
    """The contract's document: `survey`, and a line a question (and group, with `by`).

    Shares are of the respondents who answered the question, also of a multiple choice, never of mentions.
    `by` is a question or `wave`; who did not answer it is the group `unknown`. For the roles partner and
    library small counts are hidden, and breakdowns are refused.
    """
    answers = read_answers(snapshot, survey, role)
    guarded = role not in OPEN_ROLES
    if by is not None and guarded:
        values = {"metric": survey, "combination": by, "allowed": "no breakdown"}
        raise RefusalError(Problem("combination_not_declared", values=values))
    lines = []
    for code, label, rows in _groups(answers, by):
        asked = {name: part for (name,), part in rows.partition_by("question", as_dict=True).items()}
        for question in answers.questions:
            if question.code in asked:
                line = _line(question, asked[question.code])
                lines.append(line if by is None else line | {"group": {"code": code, "label": label}})
    if guarded:
        lines = [shield(line, threshold()) for line in lines]
    return {"survey": survey, "by": by, "questions": lines}


def _groups(answers: SurveyAnswers, by: str | None) -> list[tuple[str, str, pl.DataFrame]]:
    """Code and label of each group, and the answers of its respondents; of a multiple choice one may be in
    several.
    """
    rows = answers.rows
    if by is None:
        return [("", "", rows)]
    if by == "wave":
        return [(wave, wave, part) for (wave,), part in rows.partition_by("wave", as_dict=True).items()]
    question = next((question for question in answers.questions if question.code == by), None)
    if question is None:
        allowed = ", ".join(["wave", *(question.code for question in answers.questions)])
        values = {"survey": answers.survey, "question": by, "allowed": allowed}
        raise RefusalError(Problem("question_unknown", values=values))
    chosen = rows.filter(pl.col("question") == by).select("respondent", group=answer_code())
    everybody = rows.select("respondent").unique().join(chosen, on="respondent", how="left")
    grouped = everybody.with_columns(pl.col("group").fill_null(UNKNOWN)).unique()
    found = grouped["group"].unique().to_list()
    ordered = [code for code in codes_of(question, found) if code in found and code != UNKNOWN]
    ordered += [UNKNOWN] if UNKNOWN in found else []
    return [
        (code, question.labels.get(code, code), rows.join(members, on="respondent", how="semi"))
        for code in ordered
        for members in [grouped.filter(pl.col("group") == code)]
    ]


def answer_code() -> pl.Expr:
    """The code of an answer: its option, else its value as text (4, 7.5); null where there is none."""
    value = pl.col("value")
    figure = pl.when(value == value.floor()).then(value.cast(pl.Int64).cast(pl.String)).otherwise(
        value.cast(pl.String)
    )  # fmt: skip
    return pl.when(pl.col("state") == "answered").then(pl.coalesce("option", figure))


def codes_of(question: AskedQuestion, found: list[str]) -> list[str]:
    """The answers that a question offers, in its order, then whatever else was found."""
    if question.kind == "nps":
        offered: tuple[str, ...] = NPS_STEPS
    elif question.kind == "yes_no":
        offered = ("yes", "no")
    elif question.labels:
        offered = tuple(question.labels)
    else:
        offered = DEFAULT_STEPS if question.kind == "likert" else ()
    return [*offered, *sorted((code for code in found if code not in offered), key=_order)]


def _order(code: str) -> tuple[float, str]:
    try:
        return float(code), ""
    except ValueError:
        return float("inf"), code


def _line(question: AskedQuestion, rows: pl.DataFrame) -> Line:
    answered = rows.filter(pl.col("state") == "answered")
    respondents = answered["respondent"].n_unique()
    values = answered["value"].drop_nulls() if question.kind in RATED else pl.Series([], dtype=pl.Float64)
    nps = None
    if question.kind == "nps" and len(values):
        nps = 100 * (int((values >= 9).sum()) - int((values <= 6).sum())) / len(values)
    return {
        "question": question.code,
        "text": question.text,
        "texts": question.texts,
        "kind": question.kind,
        "asked": rows["respondent"].n_unique(),
        "answered": respondents,
        "options": _options(question, answered, respondents),
        "mean": values.mean() if len(values) else None,
        "nps": nps,
        "suppressed": False,
    }


def _options(question: AskedQuestion, answered: pl.DataFrame, respondents: int) -> list[Line]:
    if question.kind in ("number", "date"):
        return []
    counted = answered.select("respondent", code=answer_code()).drop_nulls().unique().group_by("code").len()
    counts = dict(counted.iter_rows())
    return [
        {
            "code": code,
            "label": question.labels.get(code, code),
            "count": counts.get(code, 0),
            "share_of_respondents": counts.get(code, 0) / respondents if respondents else None,
            "suppressed": False,
        }
        for code in codes_of(question, list(counts))
        if code in counts or question.labels.get(code) != OTHER  # not offered: it is what fits no option
    ]
