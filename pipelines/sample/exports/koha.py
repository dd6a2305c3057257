"""Koha's SQL reports as CSV: all loans so far, twice a year, and the patrons who borrowed."""

from __future__ import annotations

from datetime import date

from pipelines.sample.exports.documents import half_years
from pipelines.sample.exports.export import Books, Cell, Export, Layout, as_bytes
from pipelines.sample.history import History
from pipelines.sample.people import Person
from pipelines.sample.reading import Loan, card

LOANS = ("issue_id", "borrowernumber", "cardnumber", "itype", "language", "issuedate", "returndate")
PATRONS = (
    "borrowernumber",
    "cardnumber",
    "categorycode",
    "dateenrolled",
    "dateofbirth",
    "sex",
    "email",
    "mobile",
)
CATEGORIES = {
    "school_student": "J",
    "university_student": "ST",
    "teacher": "T",
    "employed": "ADULT_W",
    "retired": "SENIOR",
}
SEX = {"female": "F", "male": "M"}
FIRST_LOAN, FIRST_PATRON = 42_000, 3_000
LAYOUT = Layout("en", encoding="utf-8")


def koha(history: History) -> list[Export]:
    """Reports of loans, of which each holds all loans so far, and one of patrons."""
    exports: list[Export] = []
    known: dict[int, list[Cell]] = {}
    for day in half_years(history.start, history.end):
        rows = {loan.number: _loan(loan, day) for loan in history.loans if loan.lent.date() <= day}
        if rows:
            exports.append(_loans_file(day, rows, known))
    if history.loans:
        exports.append(_patrons_file(history))
    return exports


def _loans_file(day: date, rows: dict[int, list[Cell]], known: dict[int, list[Cell]]) -> Export:
    duplicate = sum(known.get(number) == row for number, row in rows.items())
    updated = sum(number in known and known[number] != row for number, row in rows.items())
    known.update(rows)
    # A copy that came back before it was lent, and the blank line at the end of a table copied by hand.
    wrong: list[Cell] = [f"{day:%y%m%d}", *next(iter(rows.values()))[1:6], "2026-01-17 10:00:00"]
    content = as_bytes(LAYOUT, LOANS, [*rows.values(), wrong, [""] * len(LOANS)])
    books = Books(len(rows) + 2, quarantined=1, duplicate=duplicate, excluded=1, updated=updated)
    return Export(f"koha-loans-{day}.csv", content, "koha_loans", books)


def _loan(loan: Loan, day: date) -> list[Cell]:
    returned = loan.returned_by(day)
    return [
        FIRST_LOAN + loan.number,
        FIRST_PATRON + loan.person.number,
        card(loan.person),
        loan.kind,
        loan.language,
        f"{loan.lent:%Y-%m-%d %H:%M:%S}",
        f"{returned:%Y-%m-%d %H:%M:%S}" if returned else "",
    ]


def _patrons_file(history: History) -> Export:
    first: dict[int, Loan] = {}
    for loan in history.loans:
        first.setdefault(loan.person.number, loan)
    rows = [_patron(loan.person, loan.lent.date()) for _, loan in sorted(first.items())]
    name = f"koha-patrons-{history.end}.csv"
    return Export(name, as_bytes(LAYOUT, PATRONS, rows), "koha_patrons", Books(len(rows)))


def _patron(person: Person, enrolled: date) -> list[Cell]:
    """Who never tells a trait does not tell it here; a child is reached under a parent's phone."""
    return [
        FIRST_PATRON + person.number,
        card(person),
        "" if "occupation" in person.unstated else CATEGORIES.get(person.occupation, "A"),
        str(enrolled),
        "" if "year_of_birth" in person.unstated else f"{person.year_of_birth}-06-15",
        "" if "sex" in person.unstated else SEX[person.sex],
        person.email if person.family is None and person.habit != "none" else "",
        person.phone if person.family is not None else "",
    ]
