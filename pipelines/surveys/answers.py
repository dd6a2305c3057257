"""What a survey asked and what was answered, as a snapshot holds it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from pipelines.metrics.coverage import coverage
from pipelines.metrics.policy import OPEN_ROLES
from pipelines.metrics.question import ROLES, Snapshot
from pipelines.problems import Problem, RefusalError
from pipelines.settings import load_site


@dataclass(frozen=True)
class AskedQuestion:
    """A question of a survey; `labels` has the words of each answer by its code, in the order of the form,
    `texts` the question in the languages it is asked in.
    """

    code: str
    kind: str
    text: str
    labels: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SurveyAnswers:
    """One row an answer (an option for multi): wave, respondent, person_id, code_id, question, state, value,
    option.
    """

    survey: str
    questions: tuple[AskedQuestion, ...]
    rows: pl.DataFrame


def read_answers(snapshot: Snapshot, survey: str, role: str) -> SurveyAnswers:
    """The survey's questions in the order of the form, and its answers; RefusalError where there is none."""
    if role not in ROLES:
        raise RefusalError(Problem("role_unknown", values={"role": role, "allowed": ", ".join(ROLES)}))
    known = snapshot.rows("select distinct survey from fct_response order by survey")["survey"].to_list()
    if survey not in known:
        values = {"survey": survey, "allowed": ", ".join(known) or "none"}
        raise RefusalError(Problem("survey_unknown", values=values))
    rows = snapshot.rows(
        """select wave, respondent, person_id, code_id, question, kind, state, value, option
        from fct_response where survey = ? and date <= ?
        order by wave, respondent, question, option""",
        [survey, _last_day(snapshot, role)],
    )
    return SurveyAnswers(survey, _questions(snapshot, survey, rows), rows)


def waves(snapshot: Snapshot) -> dict[str, frozenset[str]]:
    """The waves in which each survey was asked; that a survey was made says nothing of anybody."""
    rows = snapshot.rows(
        "select survey, list(distinct wave) as waves from fct_response group by all order by all"
    )
    return {survey: frozenset(waves) for survey, waves in rows.iter_rows()}


def threshold() -> int:
    """The site's threshold, never below its floor, as the metrics have it."""
    site = load_site()
    return max(site.threshold, site.threshold_floor)


def _last_day(snapshot: Snapshot, role: str) -> date:
    """Answers of a month that is not over would tell what each day brought."""
    if role in OPEN_ROLES:
        return date.max
    covered = coverage(snapshot, "fct_response")
    return (covered.last_complete if covered else None) or date.min


def _questions(snapshot: Snapshot, survey: str, rows: pl.DataFrame) -> tuple[AskedQuestion, ...]:
    described = {line["question"]: line for line in _described(snapshot, survey)}
    kinds = dict(rows.select("question", "kind").unique().sort("question").iter_rows())
    ordered = [code for code in described if code in kinds] + [
        code for code in kinds if code not in described
    ]
    return tuple(
        AskedQuestion(
            code,
            kinds[code],
            described[code]["text"] if code in described else code,
            json.loads(described[code]["labels"]) if code in described else {},
            json.loads(described[code].get("texts") or "{}") if code in described else {},
        )
        for code in ordered
    )


def _described(snapshot: Snapshot, survey: str) -> list[dict[str, str]]:
    """The words of the questions; none in a snapshot from before these were kept."""
    there = snapshot.rows("select 1 from information_schema.tables where table_name = 'meta_question'")
    if there.is_empty():
        return []
    sql = "select * from meta_question where survey = ? order by place, question"
    return snapshot.rows(sql, [survey]).to_dicts()
