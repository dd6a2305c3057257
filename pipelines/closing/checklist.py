"""What has to be in order before a month goes out: each item found in the snapshot, green, amber or red.

Amber has to be explained by a person, and the explanation is kept with the close. Red has to be put right first.
Facts hold counts, days, file and source names, never a person; figures stay behind `answer`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from pipelines.metrics import Counted
from pipelines.metrics.coverage import QUIET_DAYS
from pipelines.metrics.question import Snapshot
from pipelines.settings import load_site
from pipelines.statistics.published import read_flags

State = Literal["green", "amber", "red"]
ITEMS = ("fresh", "quarantine", "above", "silent", "surveys", "numbers", "sums")
# A source that was last heard of longer ago has been given up, or comes once a year.
USUAL = timedelta(days=62)
MOST = 6


@dataclass(frozen=True)
class Item:
    """One line of the checklist. `facts` fill the places of its sentence; `finding` changes when they do."""

    code: str
    state: State
    facts: Mapping[str, int | str] = field(default_factory=dict)
    named: Sequence[str] = ()  # what it is about: sources, files, surveys (codes) or days (ISO)

    @property
    def finding(self) -> str:
        """A digest by which an explanation knows that it still speaks of the same."""
        text = json.dumps([self.code, self.state, dict(self.facts), list(self.named)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def checklist(snapshot: Snapshot, first: date, last: date, counted: Counted) -> tuple[Item, ...]:
    """The items for the days of one month, in order. `counted` is what the rule books count in these days."""
    return (
        _fresh(snapshot, first, last),
        _quarantine(snapshot, first, last),
        _listed("above", [day.day.isoformat() for day in counted.above]),
        _silent(snapshot, first, last),
        _surveys(snapshot, first, last),
        Item("numbers", *_amber(counted.without_number, "sessions")),
        Item("sums", "green" if len(set(counted.sums)) == 1 else "red"),
    )


def _fresh(snapshot: Snapshot, first: date, last: date) -> Item:
    """Red: the snapshot is older than the month's end, or holds nothing of it. Amber: a source that usually
    delivers has nothing from the month's end or later, and did not arrive since.
    """
    zone = load_site().time_zone
    made = snapshot.rows(
        "select cast(timezone(?, timezone('UTC', cast(created_at as timestamp))) as date) from meta_snapshot",
        [zone],
    ).item()
    held = snapshot.rows(
        "select (select coalesce(sum(sessions), 0) from fct_session where date between $first and $last) +"
        " (select count(*) from fct_visit where date between $first and $last)",
        {"first": first, "last": last},
    ).item()
    if made <= last or not held:
        return Item("fresh", "red", {"reason": "early" if made <= last else "empty"})
    late = snapshot.rows(
        """
        select source from meta_object where last_date is not null group by source
        having max(last_date) >= $usual and max(last_date) < $end
            and max(cast(timezone($zone, timezone('UTC', cast(landed_at as timestamp))) as date)) <= $last
            or max(last_date) between $usual and $before
        order by source""",
        {
            "usual": first - USUAL,
            "before": first - timedelta(days=1),
            "end": last - timedelta(days=QUIET_DAYS),
            "zone": zone,
            "last": last,
        },
    )
    return _listed("fresh", late["source"].to_list())


def _quarantine(snapshot: Snapshot, first: date, last: date) -> Item:
    found = snapshot.rows(
        """select file, quarantined from meta_object where quarantined > 0
        and (first_date is null or first_date <= $last and last_date >= $first) order by file""",
        {"first": first, "last": last},
    )
    state, facts = _amber(int(found["quarantined"].sum()), "records")
    return Item("quarantine", state, facts, tuple(found["file"].to_list()))


def _silent(snapshot: Snapshot, first: date, last: date) -> Item:
    """Flags that touch the month: a silence on any of its days, a jump that began in it."""
    found = [
        flag.source
        for flag in read_flags(snapshot)
        if flag.first <= last and (flag.last >= first if flag.kind == "silence" else flag.first >= first)
    ]
    item = _listed("silent", sorted(set(found)))
    return item if item.state == "green" else Item("silent", "amber", {"count": len(found)}, item.named)


def _surveys(snapshot: Snapshot, first: date, last: date) -> Item:
    """Surveys that were answered in the two months before and have no answer of this one; or none at all."""
    asked = snapshot.rows(
        """select survey, count(*) filter (date between $first and $last) as now from fct_response
        where date between $since and $last group by survey order by survey""",
        {"first": first, "last": last, "since": first - USUAL},
    )
    if asked.is_empty():
        return Item("surveys", "amber", {"count": 0})
    return _listed("surveys", asked.filter(asked["now"] == 0)["survey"].to_list())


def _listed(code: str, names: Sequence[str]) -> Item:
    """Amber with the names, or green where there is none."""
    return Item(code, *_amber(len(names), "count"), tuple(names)) if names else Item(code, "green")


def _amber(count: int, name: str) -> tuple[State, Mapping[str, int | str]]:
    return ("amber", {name: count}) if count else ("green", {})
