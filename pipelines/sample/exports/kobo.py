"""KoboToolbox's API v2 as it answers: the makerspace's and the advisers' outcome survey, exported twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from pipelines.sample.chance import stream
from pipelines.sample.exports.export import Books, Export
from pipelines.sample.exports.forms import ON_PAPER
from pipelines.sample.exports.traits import told
from pipelines.sample.history import History
from pipelines.sample.surveys import LIKERT, Answers

FIRST_ID = 5_000
REJECTED = 4  # submissions of each hundred that the adviser tried out and did not approve
GAINED = ("project", "machine", "plan", "contact", "none")


def kobo(history: History) -> list[Export]:
    """Everything up to an earlier day, then everything up to the end; one submission was edited since."""
    chance = stream(history.seed, "kobo")
    answers = [answer for answer in history.immediate if answer.service in ON_PAPER]
    records = [_record(history, number, answer, chance) for number, answer in enumerate(answers, start=1)]
    earlier: date = history.reference.plan["mess"]["earlier_export"]
    days = [*([earlier] if history.end > earlier else []), history.end]
    exports: list[Export] = []
    known = 0
    for day in days:
        mine = [record for record, answer in zip(records, answers, strict=True) if answer.at.date() <= day]
        if not mine:
            continue
        excluded = sum(bool(record["_validation_status"]) for record in mine)
        seen = [record for record in mine[:known] if not record["_validation_status"]]
        if seen:
            seen[0].update({"outcomes/recommend": "10" if seen[0].get("outcomes/recommend") != "10" else "9"})
        books = Books(
            rows=len(mine), excluded=excluded, duplicate=max(0, len(seen) - 1), updated=int(bool(seen))
        )
        exports.append(Export(f"kobo-outcomes-{day}.json", _document(mine), "kobo_outcomes", books))
        known = len(mine)
    return exports


def _record(history: History, number: int, answer: Answers, chance: Random) -> dict[str, Any]:
    reference = history.reference
    at = answer.at.replace(tzinfo=reference.site.zone)
    traits = {name: value for name, value in told(answer.person, chance, 0.05).items() if value}
    if "district" in traits:
        traits["district"] = reference.districts[traits["district"]]["name_en"]
    gained = [option for option in GAINED[:4] if chance.random() < 0.35] or [GAINED[4]]
    rejected = chance.random() < REJECTED / 100
    return {
        "_id": FIRST_ID + number,
        "_uuid": str(UUID(int=chance.getrandbits(128), version=4)),
        "_submission_time": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "_validation_status": {"uid": "validation_status_not_approved", "label": "Not Approved"}
        if rejected
        else {},
        "_notes": [],
        "_tags": [],
        "start": (at - timedelta(minutes=chance.randrange(2, 9))).isoformat(timespec="milliseconds"),
        "end": at.isoformat(timespec="milliseconds"),
        "session/programme": reference.programmes[answer.programme][f"name_{answer.language}"],
        "session/form_language": answer.language,
        **{f"about/{name}": value for name, value in traits.items()},
        "about/respondent_code": answer.code,
        "about/first_visit": "yes" if answer.first_visit else "no",
        **{f"outcomes/{name}": answer.values[name] for name in LIKERT if answer.values[name]},
        **({"outcomes/recommend": answer.values["recommend"]} if answer.values["recommend"] else {}),
        "outcomes/gained": " ".join(gained),
    }


def _document(records: Sequence[dict[str, Any]]) -> bytes:
    lines = ",\n".join(
        json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for record in records
    )
    head = f'"count": {len(records)}, "next": null, "previous": null'
    return f'{{{head}, "results": [\n{lines}\n]}}\n'.encode()
