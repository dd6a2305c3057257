"""Results of courses, a table a term in another office's layout, and the reports of civic projects."""

from __future__ import annotations

from pipelines.sample.exports.export import Books, Cell, Export, Layout, as_bytes, workbook
from pipelines.sample.history import History
from pipelines.sample.results import Project, Result

LAYOUTS = (
    Layout("ru", encoding="cp1251", separator=";"),
    Layout("kk", kind="xlsx"),
    Layout("en", encoding="utf-8"),
)
REPEATED = 10


def results(history: History) -> list[Export]:
    """One table a term; each repeats the last lines of the table before, and has a blank line before its last."""
    exports: list[Export] = []
    before: list[Result] = []
    for number, day in enumerate(sorted({result.day for result in history.results})):
        layout = LAYOUTS[number % len(LAYOUTS)]
        mine = [result for result in history.results if result.day == day]
        words = history.reference.words["results"][layout.language]
        headers = [words[name] for name in ("day", "course", "name", "level", "result", "email", "phone")]
        again = before[-REPEATED:]
        rows = [_result(history, layout.language, result) for result in [*again, *mine]]
        books = Books(len(rows) + 1, duplicate=len(again), excluded=1)
        content = as_bytes(layout, headers, [*rows[:-1], [""] * len(headers), rows[-1]])
        exports.append(Export(f"course-results-{day:%Y-%m}.{layout.kind}", content, "trainings", books))
        before = mine
    return exports


def _result(history: History, language: str, result: Result) -> list[Cell]:
    """Courses go by their English name in every office: it is what stands on the certificate."""
    values = history.reference.words["results_values"][language]
    person = result.person
    by_email = person.family is None and person.habit != "none"
    return [
        result.day,
        history.reference.programmes[result.course]["name_en"],
        f"Test Person {person.number}",
        result.level,
        values[result.result],
        person.email if by_email else "",
        person.phone if person.family is not None else "",
    ]


def projects(history: History) -> list[Export]:
    """A Microsoft Forms workbook, whose very hidden sheet holds what the form itself keeps."""
    words = history.reference.words["projects"]["ru"]
    if not history.projects:
        return []
    headers = [words[name] for name in words["order"]]
    rows = [_project(history, number, project) for number, project in enumerate(history.projects, 1)]
    content = workbook(headers, rows, very_hidden="DO_NOT_EDIT_FORM_DATA")
    name = f"civic-projects-{history.end}.xlsx"
    return [Export(name, content, "microsoft_forms_projects", Books(len(rows)))]


def _project(history: History, number: int, project: Project) -> list[Cell]:
    words = history.reference.words["projects"]["ru"]
    person = project.person
    hours: Cell = "" if project.volunteer_hours is None else project.volunteer_hours
    return [
        number,
        project.at,
        project.at,
        person.email if person.family is None and person.habit != "none" else "anonymous",
        "",
        history.reference.programmes[project.programme]["name_ru"],
        words["yes"] if project.started_project else words["no"],
        words["yes"] if project.founded_venture else words["no"],
        hours,
    ]
