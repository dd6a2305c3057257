"""Two questions of a survey against each other: counts, a test of independence and an effect size.

For analysts only: such tables are not part of the suppression, so that nobody else is given one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
import polars as pl

from pipelines.metrics.intervals import LEVEL
from pipelines.metrics.policy import OPEN_ROLES
from pipelines.metrics.question import Snapshot
from pipelines.problems import Problem, RefusalError
from pipelines.statistics.reasons import checked
from pipelines.surveys.answers import AskedQuestion, read_answers
from pipelines.surveys.summary import answer_code, codes_of

EXPECTED = 5  # Cochran 1954: an approximation by chi-square wants expected counts of this size
SEED, DRAWS = 20260118, 9999
CROSSED = ("likert", "nps", "single", "yes_no")


@dataclass(frozen=True)
class CrossTab:
    """Counts of respondents who answered both questions, rows by columns, and what they say of each other.

    `test` is `chi_square`, `fisher` (two by two) or `fisher_simulated`, the last two where expected counts are
    small. `v` is Cramer's V corrected for bias (Bergsma 2013), its interval that of the noncentral chi-square
    (Smithson 2003). `reason` says why there is no test.
    """

    row: AskedQuestion
    column: AskedQuestion
    row_codes: tuple[str, ...]
    column_codes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    n: int
    reason: str | None = None
    test: str | None = None
    statistic: float | None = None
    degrees: int | None = None
    p: float | None = None
    v: float | None = None
    lower: float | None = None
    upper: float | None = None


def crosstab(
    snapshot: Snapshot, survey: str, row: str, column: str, wave: str | None = None, role: str = "analyst"
) -> CrossTab:
    """The table of two questions with one answer each; RefusalError for other roles and unknown questions."""
    if role not in OPEN_ROLES:
        values = {"metric": survey, "combination": f"{row} and {column}", "allowed": "no breakdown"}
        raise RefusalError(Problem("combination_not_declared", values=values))
    answers = read_answers(snapshot, survey, role)
    known = {question.code: question for question in answers.questions if question.kind in CROSSED}
    for name in (row, column):
        if name not in known:
            values = {"survey": survey, "question": name, "allowed": ", ".join(known) or "none"}
            raise RefusalError(Problem("question_unknown", values=values))
    rows = answers.rows.filter(pl.col("wave") == wave) if wave else answers.rows
    given = rows.with_columns(code=answer_code()).drop_nulls("code")
    one, two = (
        given.filter(pl.col("question") == name).select("respondent", pl.col("code").alias(side))
        for name, side in ((row, "row"), (column, "column"))
    )
    both = one.join(two, on="respondent")
    counted = {(a, b): n for a, b, n in both.group_by("row", "column").len().iter_rows()}
    row_codes = _codes(known[row], both["row"].unique().to_list())
    column_codes = _codes(known[column], both["column"].unique().to_list())
    counts = tuple(tuple(counted.get((a, b), 0) for b in column_codes) for a in row_codes)
    found = CrossTab(known[row], known[column], row_codes, column_codes, counts, both.height)
    return tested(found)


def tested(table: CrossTab) -> CrossTab:
    """The table with its test and effect size, or with the reason why it has none."""
    if len(table.row_codes) < 2 or len(table.column_codes) < 2:
        return replace(table, reason=checked("too_few"))
    from scipy import stats

    counts = np.array(table.counts)
    found = stats.chi2_contingency(counts, correction=False)
    statistic, degrees = float(found.statistic), int(found.dof)
    test, p = "chi_square", float(found.pvalue)
    if found.expected_freq.min() < EXPECTED:
        if counts.shape == (2, 2):
            test, p = "fisher", float(stats.fisher_exact(counts).pvalue)
        else:
            drawn = stats.PermutationMethod(n_resamples=DRAWS, rng=np.random.default_rng(SEED))
            test, p = "fisher_simulated", float(stats.fisher_exact(counts, method=drawn).pvalue)
    v, lower, upper = cramers_v(statistic, table.n, counts.shape, degrees)
    return replace(table, test=test, statistic=statistic, degrees=degrees, p=p, v=v, lower=lower, upper=upper)


def cramers_v(
    statistic: float, n: int, shape: tuple[int, ...], degrees: int
) -> tuple[float | None, float | None, float | None]:
    """Cramer's V corrected for bias (Bergsma 2013, Journal of the Korean Statistical Society 42) and the bounds of
    V by the noncentral chi-square (Smithson 2003).
    """
    from scipy.special import chndtr, chndtrinc

    rows, columns = shape
    if n < 2:
        return None, None, None
    phi = max(0.0, statistic / n - degrees / (n - 1))
    inner = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1
    v = sqrt(min(1.0, phi / inner)) if inner > 0 else None
    tail = (1 - LEVEL) / 2
    bounds = []
    for level in (1 - tail, tail):
        reached = chndtr(statistic, degrees, 0.0) > level
        noncentral = float(chndtrinc(statistic, degrees, level)) if reached else 0.0
        bounds.append(min(1.0, sqrt(noncentral / n / (min(rows, columns) - 1))))
    return v, bounds[0], bounds[1]


def _codes(question: AskedQuestion, found: list[str]) -> tuple[str, ...]:
    return tuple(code for code in codes_of(question, found) if code in found)
