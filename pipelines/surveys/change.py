"""The same people's answers in two waves of a survey, paired by a key and by nothing else."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from pipelines.metrics.policy import OPEN_ROLES
from pipelines.metrics.question import Snapshot
from pipelines.problems import Problem, RefusalError
from pipelines.statistics.paired import mcnemar, paired_change
from pipelines.surveys.answers import SurveyAnswers, read_answers, threshold

# A respondent's own code pairs within its survey; the others stand for the person they identify.
KEYS = {
    **dict.fromkeys(("code", "respondent_code", "code_key"), "code_id"),
    **dict.fromkeys(("person", "person_id", "email", "phone", "card"), "person_id"),
}
PAIRED = ("likert", "nps", "number", "yes_no")
FIGURES = ("before", "after", "difference", "lower", "upper", "p", "wilcoxon_p", "d_z", "d_av")
Line = dict[str, Any]


@dataclass(frozen=True)
class Pairing:
    """Who is paired: the two respondents of each matched key; and who is not, with the reason."""

    pairs: tuple[tuple[int, int], ...]
    only_before: int
    only_after: int
    without_key: int
    duplicates: tuple[Line, ...]
    refused_keys: int

    @property
    def refused(self) -> int:
        """Submissions without a key, and people whose key stands on several submissions of one wave."""
        return self.without_key + self.refused_keys

    @property
    def total(self) -> int:
        """People: matched, only before, only after, refused."""
        return len(self.pairs) + self.only_before + self.only_after + self.refused


def change(
    snapshot: Snapshot, survey: str, before: str, after: str, key: str | None = None, role: str = "analyst"
) -> Line:
    """The contract's document: how many could be paired, and each question's change over the pairs.

    RefusalError for a wave that the survey does not have, and where no submission of a wave has a key: then
    nothing says who is who. Small counts are hidden from the roles partner and library.
    """
    answers = read_answers(snapshot, survey, role)
    for wave in (before, after):
        _require_wave(answers, wave)
    if before == after:
        raise RefusalError(Problem("same_wave", values={"wave": before}))
    column = key_column(answers, before, after, key)
    pairing = _pair(answers.rows, before, after, column)
    lines = [line for question in answers.questions if (line := _line(answers, question.code, pairing))]
    document = {
        "survey": survey,
        "before": before,
        "after": after,
        "key": next(name for name, found in KEYS.items() if found == column),
        "total": pairing.total,
        "matched": len(pairing.pairs),
        "only_before": pairing.only_before,
        "only_after": pairing.only_after,
        "refused": pairing.refused,
        "duplicates": list(pairing.duplicates),
        "questions": lines,
        "suppressed": False,
    }
    return document if role in OPEN_ROLES else _shielded(document, threshold())


def _require_wave(answers: SurveyAnswers, wave: str) -> None:
    known = answers.rows["wave"].unique().sort().to_list()
    if wave not in known:
        values = {"survey": answers.survey, "wave": wave, "allowed": ", ".join(known) or "none"}
        raise RefusalError(Problem("wave_unknown", values=values))


def key_column(answers: SurveyAnswers, before: str, after: str, key: str | None) -> str:
    """The column that pairs: the one asked for, else the code where both waves have one, else the person."""
    if key is not None and key not in KEYS:
        raise RefusalError(Problem("key_unknown", values={"key": key, "allowed": ", ".join(KEYS)}))
    for column in [KEYS[key]] if key else ["code_id", "person_id"]:
        keyed = answers.rows.filter(pl.col(column).is_not_null())["wave"].unique().to_list()
        if before in keyed and after in keyed:
            return column
    values = {"survey": answers.survey, "before": before, "after": after}
    raise RefusalError(Problem("no_linking_key", values=values))


def _pair(rows: pl.DataFrame, before: str, after: str, column: str) -> Pairing:
    people = rows.filter(pl.col("wave").is_in([before, after])).select(
        "wave", "respondent", pl.col(column).alias("key")
    )
    people = people.unique().sort("wave", "respondent")
    keyed = people.drop_nulls("key")
    several = (
        keyed.group_by("key", "wave", maintain_order=True)
        .len("submissions")
        .filter(pl.col("submissions") > 1)
    )
    single = keyed.join(several, on="key", how="anti")
    first = single.filter(pl.col("wave") == before)
    second = single.filter(pl.col("wave") == after)
    pairs = first.join(second, on="key", suffix="_after").sort("respondent")
    return Pairing(
        pairs=tuple(pairs.select("respondent", "respondent_after").iter_rows()),
        only_before=first.join(second, on="key", how="anti").height,
        only_after=second.join(first, on="key", how="anti").height,
        without_key=people["key"].null_count(),
        duplicates=tuple(several.sort("key", "wave").to_dicts()),
        refused_keys=several["key"].n_unique(),
    )


def _line(answers: SurveyAnswers, question: str, pairing: Pairing) -> Line | None:
    """The change of one question over the pairs that answered it twice; None where it has no values."""
    asked = next(one for one in answers.questions if one.code == question)
    if asked.kind not in PAIRED:
        return None
    given = answers.rows.filter(pl.col("question") == question, pl.col("value").is_not_null())
    values = dict(given.select("respondent", "value").iter_rows())
    both = [(values[one], values[two]) for one, two in pairing.pairs if one in values and two in values]
    first, second = [one for one, _ in both], [two for _, two in both]
    found = asdict(paired_change(first, second))
    line = {
        "question": question,
        "text": asked.text,
        "texts": asked.texts,
        "kind": asked.kind,
        "n": found["n"],
    }
    line |= {name: found[name] for name in FIGURES}
    if asked.kind == "yes_no":
        table = [both.count(answer) for answer in ((1, 1), (1, 0), (0, 1), (0, 0))]
        tested = mcnemar(*table)
        line["mcnemar_p"] = tested[1] if tested else None
    return line | {"suppressed": False}


def _shielded(document: Line, k: int) -> Line:
    """Without counts of 1 to k-1 people, the totals that would give one away, and figures of few pairs."""
    parts = ("matched", "only_before", "only_after", "refused")
    small = [name for name in parts if 0 < document[name] < k]
    hidden = [*small, *(["total"] if small else [])]
    few = document["matched"] < k
    lines = [_hide(line) if few or line["n"] < k else line for line in document["questions"]]
    kept: Line = {"questions": lines, "duplicates": [], "suppressed": bool(hidden)}
    return document | dict.fromkeys(hidden) | kept


def _hide(line: Line) -> Line:
    figures = [name for name in ("n", *FIGURES, "mcnemar_p") if name in line]
    return line | dict.fromkeys(figures) | {"suppressed": True}
