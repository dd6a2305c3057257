"""A made-up source for the pages: it answers every allowed question, with hidden and unknown cells."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import polars as pl

from pipelines.metrics import Answer, Comparison, Counted, Metric, Question, catalogue
from pipelines.metrics.compute import fiscal_year, frame
from pipelines.metrics.dimensions import dimensions
from pipelines.metrics.intervals import nps_interval, wilson
from pipelines.metrics.periods import periods_between
from pipelines.metrics.rulebooks import Above, books
from pipelines.problems import Problem, RefusalError
from tests.pages.made_up_insights import MadeUpInsights

FIRST, LAST = date(2026, 1, 18), date(2026, 10, 31)
CODES = {
    "service": ["advising", "english", "skills", "civic", "makerspace", "literature"],
    "programme": ["english-speaking-club", "robotics-club", "digital-skills", "book-club",
                  "college-application", "youth-leadership", "printing-basics", "ielts-preparation"],
    "core_program": ["english", "educational-advising", "alumni", "cultural-outreach",
                     "information-about-us"],
    "district": ["almaly", "alatau", "auezov", "bostandyk", "zhetysu", "medeu", "nauryzbay", "turksib",
                 "unknown"],
    "occupation": ["school_student", "employed", "teacher", "unemployed", "unknown"],
    "home_language": ["kk", "ru", "en", "ug", "unknown"],
    "first_time": ["yes", "no", "unknown"],
    "sex": ["female", "male", "unknown"],
    "hour": [str(hour) for hour in range(10, 20)],
    "weekday": ["2", "3", "4", "5", "6", "7"],
    "resource": ["study-room-1", "laser-cutter", "printer-3d-1", "computer-1"],
    "zone": ["makerspace", "classroom"],
    "came_from": ["advising", "english", "skills", "civic", "makerspace", "literature"],
    "months_since": ["1", "2", "3"],
    "reason": ["no_permission", "booking", "opening_hours"],
    "survey": ["programme_outcome", "service_outcome"],
}  # fmt: skip
HIDDEN = {"ug", "nauryzbay", "0-5", "teacher"}


@dataclass(frozen=True)
class MadeUp:
    """Answers made from the question itself, so that the same question always gets the same answer."""

    snapshot: str = "20261105T090000-0001"
    tables: Mapping[str, pl.DataFrame] = field(default_factory=lambda: made_up_tables())
    reason: str | None = None  # why statistics are withheld

    def metrics(self) -> Mapping[str, Metric]:
        return catalogue()

    def answer(self, question: Question) -> Answer:
        metric = catalogue()[question.metric]
        names = {*question.by, *question.filters}
        if len(names) > 2 or (len(names) == 2 and not any(set(pair) == names for pair in metric.pairs)):
            values = {"metric": metric.code, "combination": " and ".join(sorted(names)), "allowed": ""}
            raise RefusalError(Problem("combination_not_declared", values=values))
        groups = [[*dimensions()[name].values] or CODES.get(name, ["unknown"]) for name in question.by]
        groups = [
            [*codes, "unknown"] if dimensions()[name].personal and "unknown" not in codes else codes
            for name, codes in zip(question.by, groups, strict=True)
        ]
        start, end = max(question.start or FIRST, FIRST), min(question.end or LAST, LAST)
        periods: list[str | None] = [None]
        if question.grain:
            periods = list(periods_between(start, end, question.grain, fiscal_year()))
        days = (end - start).days + 1
        share = 1.0 / len(periods)
        rows = [
            made_up_row(metric, dict(zip(question.by, codes, strict=True)), period, days * share)
            for *codes, period in product(*groups, periods)
        ]
        return Answer(
            metric, question, self.snapshot, frame(metric, question, rows), f"select ... from {metric.table}"
        )

    def compare(self, question: Question) -> Comparison:
        return made_up_comparison(question)

    @property
    def insights(self) -> MadeUpInsights:
        return MadeUpInsights(self, self.reason)

    def explain(self, answer: Answer) -> dict[str, Any]:
        files = self.tables["meta_object"].select("file", "source", "sha256", "rows", "accepted").to_dicts()
        verdicts = self.tables["meta_verdict"].rename({"table_name": "table"}).to_dicts()
        hidden = int(answer.rows["suppressed"].sum())
        return {
            "coverage": {"table": answer.metric.table, "first": FIRST.isoformat(), "last": LAST.isoformat()},
            "sources": files,
            "verdicts": verdicts,
            "suppressed": {
                "rows": answer.rows.height,
                "hidden": hidden,
                "share": hidden / max(answer.rows.height, 1),
            },
        }

    def rule_books(self, question: Question) -> Counted:
        def ask(metric: str, by: tuple[str, ...] = ()) -> Answer:
            return self.answer(replace(question, metric=metric, by=by))

        return Counted(
            books(),
            {
                (book.code, line.measure, line.part): ask(line.measure)
                for book in books()
                for line in book.lines
            },
            ask("programmes_held"),
            ask("attendance", ("format",)),
            without_anybody=2,
            without_number=5,
            sums=(700, 700, 700),
            above=(Above(date(2026, 5, 23), 38, 19), Above(date(2026, 6, 2), 12, None)),
        )

    def quality(self, table: str) -> pl.DataFrame:
        return self.tables[table]

    def snapshots(self) -> list[dict[str, object]]:
        return [
            {"snapshot": self.snapshot, "created_at": "2026-11-05T09:00:00+00:00", "run": "0001", "files": 12,
             "rows": 18250, "current": True},
            {"snapshot": "20261005T090000-0000", "created_at": "2026-10-05T09:00:00+00:00", "run": "0000",
             "files": 11, "rows": 16020, "current": False},
        ]  # fmt: skip


def made_up_row(metric: Metric, codes: Mapping[str, str], period: str | None, days: float) -> dict[str, Any]:
    digest = hashlib.sha256(f"{metric.code}{sorted(codes.items())}{period}".encode()).digest()
    chance = int.from_bytes(digest[:4]) / 2**32
    row: dict[str, Any] = {**codes, "period": period, "numerator": None, "denominator": None}
    row |= dict.fromkeys(("value", "lower", "upper", "level", "method"))
    row |= {
        "n": int(12 + 400 * chance),
        "unknown": int(20 * chance),
        "indicative": False,
        "suppressed": False,
    }
    if HIDDEN & set(codes.values()):
        return row | {"n": None, "unknown": None, "suppressed": True}
    if metric.estimate in ("total", "distinct"):
        busy = 1.6 if codes.get("weekday") in ("6", "7") else 1.0
        size = 0.2 if "unknown" in codes.values() else 1.0
        width = 1 if not codes else 6
        if metric.code == "new_participants":
            width *= 4
        return row | {"value": int((0.4 + chance) * days * 15 * busy * size / width) + 10}
    n = max(row["n"], 12)
    if metric.estimate == "nps":
        up, down = int(n * (0.45 + 0.3 * chance)), int(n * 0.12)
        found = nps_interval(up, down, n)
        row |= {"value": 100 * (up - down) / n, "numerator": up - down, "denominator": n}
        row |= {"lower": found.lower, "upper": found.upper}
    elif metric.estimate == "share":
        top = int(n * (0.5 + 0.4 * chance))
        found = wilson(top, n)
        row |= {
            "value": top / n,
            "numerator": top,
            "denominator": n,
            "lower": found.lower,
            "upper": found.upper,
        }
    elif metric.unit == "percent":
        row |= {"value": 0.2 + 0.6 * chance, "numerator": int(100 * chance), "denominator": 200}
    else:
        row |= {"value": 8 + 12 * chance, "numerator": int(800 * chance), "denominator": 90}
    if row["lower"] is not None:
        row |= {"level": 0.95, "method": "wilson" if metric.estimate == "share" else "normal"}
        row["indicative"] = n < 30
    return row


def made_up_tables() -> dict[str, pl.DataFrame]:
    files = [
        ("sign_in_2026.csv", "sign_in", "sign_in_sheet", 9100, 8990, 0, 60, 40, 10, 0),
        ("attendance_q3.xlsx", "attendance_list", "attendance_list", 5200, 5170, 12, 20, 10, 0, 4),
        ("bookings.json", "libcal_bookings", "libcal_bookings", 2100, 2080, 90, 5, 15, 0, 20),
        ("survey_english.csv", "google_forms", "google_forms", 870, 866, 0, 2, 0, 2, 75),
    ]
    landed = datetime(2026, 11, 4, 9, 30)
    objects = [
        {"object_id": number, "sha256": f"{number:064x}", "file": name, "source": source, "mapping": mapping,
         "landed_at": landed - timedelta(days=age), "rows": rows, "accepted": accepted, "updated": updated,
         "quarantined": bad, "duplicate": twice, "excluded": left_out, "first_date": FIRST,
         "last_date": LAST - timedelta(days=age)}
        for number, (name, source, mapping, rows, accepted, updated, bad, twice, left_out, age)
        in enumerate(files, 1)
    ]  # fmt: skip
    return {
        "meta_snapshot": pl.DataFrame(
            [{"snapshot": "20261105T090000-0001", "run": "0001", "created_at": datetime(2026, 11, 5, 9, 0),
              "site": "almaty", "versions": "{}"}]
        ),
        "meta_object": pl.DataFrame(objects),
        "meta_excluded": pl.DataFrame(
            [{"object_id": 1, "reason": "test_entry", "rows": 8},
             {"object_id": 1, "reason": "blank", "rows": 2}]
        ),
        "meta_quarantine": pl.DataFrame(
            [{"object_id": 1, "row": 14 + i, "table_name": "visit", "column_name": "visited_at", "rule": None,
              "code": "not_a_datetime", "values": "{}"} for i in range(6)]
        ),
        "meta_verdict": pl.DataFrame(
            [{"run": "0001", "table_name": rule.split(".")[0], "rule": rule, "severity": severity,
              "scope": "row", "checked": 9100, "failed": failed}
             for rule, severity, failed in (("visit.count_negative", "critical", 3),
                                            ("visit.sign_in_for_several", "warning", 41),
                                            ("booking.ends_at_before_starts_at", "critical", 0))]
        ),
        "meta_coverage": pl.DataFrame(
            [{"table_name": table, "first_date": FIRST, "last_date": LAST, "rows": 1000}
             for table in ("fct_visit", "fct_attendance", "fct_booking", "fct_response")]
        ),
        "meta_identity": pl.DataFrame(
            [{"records": 17000, "with_person": 14200, "linked": 13100, "shared_contacts": 48,
              "clusters_for_review": 2, "attended": 12480, "attended_unlinked": 3120}]
        ),
        "dim_district": pl.DataFrame(
            [{"code": code, "kato": "75", "name_en": code, "name_ru": code, "name_kk": code,
              "population": 190000 + 20000 * i, "men": 90000, "women": 100000, "as_of": date(2023, 1, 1),
              "source": "made up"} for i, code in enumerate(CODES["district"][:-1])]
        ),
    }  # fmt: skip


def made_up_comparison(question: Question) -> Comparison:
    """A rise, a fall, an unclear difference or a reason for none, by the metric asked for."""
    start, end = date(2026, 4, 1), date(2026, 6, 30)
    match question.metric:
        case "nps":
            return Comparison(start, end, "before_opening")
        case "outcome_application":
            return Comparison(start, end, None, 0.71, 0.69, 0.02, None, -0.02, 0.06, "square_and_add", False)
        case "attendance":
            return Comparison(start, end, None, 900, 1000, -100, 0.9)
    return Comparison(start, end, None, 1120, 1000, 120, 1.12)
