"""The same records counted by several rule books, which records make the difference, and what must agree."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.metrics.answer import answer
from pipelines.metrics.metric import catalogue
from pipelines.metrics.policy import OPEN_ROLES
from pipelines.metrics.question import Answer, Question, Snapshot
from pipelines.metrics.statement import source

HYBRID = ("mode", "hybrid")
# Through the door comes who is in the room: neither online nor off-site. Days whose visits are known as a month's total
# only say nothing about a day.
ABOVE = """
with came as (
    select date, sum(count) as people {attended}
    and mode in ('in-person', 'hybrid') and format <> 'online' group by date
),
entered as (select date, sum(count) as people {visits} and weekday is not null group by date),
covered as (select first_date, last_date from meta_coverage where table_name = 'fct_visit' and rows > 0),
of_month as (select distinct date_trunc('month', date) as month from fct_visit where counted and weekday is null)
select came.date, came.people as attendance, entered.people as visits
from came left join entered using (date), covered
where came.date between covered.first_date and covered.last_date
    and date_trunc('month', came.date) not in (select month from of_month)
    and came.people > coalesce(entered.people, 0)
order by came.date"""


class Line(BaseModel):
    """One figure a book asks for: a metric under filters; several values of one dimension mean or."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure: str
    part: str
    where: dict[str, tuple[str, ...]]


class Book(BaseModel):
    """A rule book: the lines it asks for, in order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Above:
    """A day with more people at sessions in the Space than came through its door; `visits` is None where none
    were recorded.
    """

    day: date
    attendance: int
    visits: int | None


@dataclass(frozen=True)
class Counted:
    """What each book counts: `answers` by book, measure and part. `hybrid` are the held hybrid sessions and
    their attendance by format, which make the whole difference. `without_anybody` and `without_number` are
    held sessions that nobody came to, and that state no number. `sums` are the attendance undivided, by
    format and by age: they must agree. `above` are the days on which attendance passes visits.
    """

    books: tuple[Book, ...]
    answers: dict[tuple[str, str, str], Answer]
    hybrid_sessions: Answer
    hybrid_attendance: Answer
    without_anybody: int
    without_number: int
    sums: tuple[int, int, int]
    above: tuple[Above, ...]


@lru_cache(maxsize=1)
def books() -> tuple[Book, ...]:
    """Every declared rule book; raises where a line names a metric or dimension that does not exist."""
    text = (Path(__file__).parent / "rulebooks.toml").read_text("utf-8")
    found = tuple(Book.model_validate(book) for book in tomllib.loads(text)["book"])
    for book in found:
        for line in book.lines:
            if not set(line.where) <= set(catalogue()[line.measure].by):
                raise ValueError(f"rulebooks.toml: {book.code}, {line.measure}, {line.part}")
    return found


def rule_books(snapshot: Snapshot, question: Question) -> Counted:
    """All books over the days and for the role of a question (its metric, breakdown and filters are not
    looked at).
    """
    plain = replace(question, by=(), grain=None, where=())
    answers = {
        (book.code, line.measure, line.part): answer(snapshot, _asked(plain, line))
        for book in books()
        for line in book.lines
    }
    none, unknown = _sessions(snapshot, plain)
    return Counted(
        books(),
        answers,
        answer(snapshot, replace(plain, metric="programmes_held", where=(HYBRID,))),
        answer(snapshot, replace(plain, metric="attendance", by=("format",), where=(HYBRID,))),
        none,
        unknown,
        _sums(snapshot, plain),
        _above(snapshot, plain),
    )


def _asked(question: Question, line: Line) -> Question:
    where = tuple((name, value) for name, values in line.where.items() for value in values)
    return replace(question, metric=line.measure, where=where)


def _sessions(snapshot: Snapshot, question: Question) -> tuple[int, int]:
    rows = source(catalogue()["programmes_held"], {}, question.start, question.end)
    sql = (
        "select coalesce(sum(sessions) filter (where attended = 0), 0) as none,"
        f" coalesce(sum(sessions) filter (where attended is null), 0) as unknown {rows.sql}"
    )
    row = snapshot.rows(sql, rows.parameters).row(0)
    return int(row[0]), int(row[1])


def _sums(snapshot: Snapshot, question: Question) -> tuple[int, int, int]:
    """Attendance undivided, by format and by age; only the sums leave, and each is the undivided figure."""
    asked = replace(question, metric="attendance", role=OPEN_ROLES[0])

    def total(by: Sequence[str]) -> int:
        return int(answer(snapshot, replace(asked, by=tuple(by))).rows["value"].sum() or 0)

    return total(()), total(("format",)), total(("age_band_imls",))


def _above(snapshot: Snapshot, question: Question) -> tuple[Above, ...]:
    attended = source(catalogue()["attendance"], {}, question.start, question.end)
    visits = source(catalogue()["visits"], {}, question.start, question.end)
    sql = ABOVE.format(attended=attended.sql, visits=visits.sql)
    rows = snapshot.rows(sql, [*attended.parameters, *visits.parameters])
    return tuple(
        Above(day, int(people), None if came is None else int(came)) for day, people, came in rows.iter_rows()
    )
