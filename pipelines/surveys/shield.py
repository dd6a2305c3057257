"""Disclosure control of a survey's summary: small counts and those that give them away lose every number.

The pattern is that of `pipelines.metrics.protect`. `asked` is a headcount of the whole form and is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.metrics.knowledge import Counts, Key, Relation
from pipelines.metrics.protect import protect

Line = dict[str, Any]
ANSWERED: Key = ("answered",)
NPS_GROUPS = {"0-6": range(0, 7), "7-8": range(7, 9), "9-10": range(9, 11)}


def shield(line: Line, k: int) -> Line:
    """The line as partner and library may see it.

    Of a net promoter score the three groups are shown and not the eleven steps. With any count go mean and
    score, which would help to work it out.
    """
    if 0 < line["answered"] < k or 0 < line["asked"] < k:
        return _hide_all(line)
    if line["kind"] == "nps":
        line = line | {"options": _nps_groups(line), "mean": None}
    hidden = _hidden(line, k)
    options = [_hide(option) if option["code"] in hidden else option for option in line["options"]]
    kept = {} if not hidden else {"mean": None, "nps": None, "suppressed": True}
    return line | {"options": options} | kept


def _nps_groups(line: Line) -> list[Line]:
    counts = {int(option["code"]): option["count"] for option in line["options"]}
    sums = {name: sum(counts[step] for step in steps) for name, steps in NPS_GROUPS.items()}
    return [
        {
            "code": name,
            "label": name,
            "count": count,
            "share_of_respondents": count / line["answered"] if line["answered"] else None,
            "suppressed": False,
        }
        for name, count in sums.items()
    ]


def _hidden(line: Line, k: int) -> set[str]:
    counts = {option["code"]: option["count"] for option in line["options"]}
    answered = line["answered"]
    if line["kind"] == "multi" and sum(counts.values()) != answered:
        return {
            code for code, count in counts.items() if _is_small(count, k) or _is_small(answered - count, k)
        }
    values: dict[Key, float] = {(code,): float(count) for code, count in counts.items()}
    values[ANSWERED] = float(answered)
    relations = [Relation(ANSWERED, tuple((code,) for code in counts))]
    fixed = {ANSWERED}
    if line["kind"] == "likert":
        # The share of the two highest steps is a published metric: who reads both knows these sums.
        top = list(counts)[-2:]
        parts = {("top",): top, ("rest",): [code for code in counts if code not in top]}
        for name, codes in parts.items():
            values[name] = float(sum(counts[code] for code in codes))
            relations.append(Relation(name, tuple((code,) for code in codes)))
        relations.append(Relation(ANSWERED, tuple(parts)))
        if not any(_is_small(values[name], k) for name in parts):
            fixed |= set(parts)
    small = frozenset(key for key, value in values.items() if key not in fixed and _is_small(value, k))
    pattern = protect([Counts(values, small)], relations, k, fixed=fixed)
    return {code for code in counts if (code,) in pattern}


def _is_small(count: float, k: int) -> bool:
    return 0 < count < k


def _hide(option: Line) -> Line:
    return option | {"count": None, "share_of_respondents": None, "suppressed": True}


def _hide_all(line: Line) -> Line:
    options: Sequence[Line] = line["options"]
    if line["kind"] == "nps":
        options = _nps_groups(line)
    nothing = dict.fromkeys(("asked", "answered", "mean", "nps"))
    return line | nothing | {"options": [_hide(option) for option in options], "suppressed": True}
