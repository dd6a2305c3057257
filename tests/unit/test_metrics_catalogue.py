"""Every metric is declared whole, has a spec and stands in the documentation; a wrong declaration fails."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pipelines.metrics import Question, answer, catalogue
from pipelines.metrics.dimensions import dimensions, dimensions_of
from pipelines.metrics.document import PAGE, README, page, readme
from pipelines.metrics.metric import CATALOGUE, read_metric
from pipelines.problems import RefusalError
from tests.spec.handmade import hand_made

SPECS = Path(__file__).parents[1] / "spec"
REQUIRED = {
    *(
        "visits",
        "programmes_held",
        "programme_hours",
        "attendance",
        "unique_participants",
        "new_participants",
    ),
    *(
        "attendance_per_session",
        "fill_rate",
        "show_rate",
        "no_show_rate",
        "cancellation_rate",
        "booking_rate",
    ),
    *("used_rate", "first_time_share", "outcome_knowledge", "outcome_confidence", "outcome_application"),
    *("outcome_awareness", "outcome_use", "nps", "response_count"),
}


def test_the_catalogue_holds_what_reports_need() -> None:
    assert set(catalogue()) >= REQUIRED


@pytest.mark.parametrize("code", catalogue())
def test_every_metric_has_a_spec(code: str) -> None:
    path = SPECS / f"test_{code}.py"
    assert path.exists(), f"missing: tests/spec/test_{code}.py"
    assert re.search(rf'spec\(\s*"{code}"', path.read_text("utf-8")), f"{path.name} checks no {code}"


def test_every_spec_belongs_to_a_metric() -> None:
    specs = {path.stem.removeprefix("test_") for path in SPECS.glob("test_*.py")}
    assert specs - set(catalogue()) == set()


@pytest.mark.parametrize("code", catalogue())
def test_every_metric_answers_by_everything_it_declares(code: str) -> None:
    metric, empty = catalogue()[code], hand_made({})
    for names in [(), *((name,) for name in metric.by), *metric.pairs]:
        for grain in (None, "month", "quarter", "year", "fiscal"):
            answer(empty, Question(code, tuple(names), grain=grain, role="analyst"))


@pytest.mark.parametrize("code", catalogue())
def test_every_metric_is_due_for_a_review(code: str) -> None:
    assert catalogue()[code].next_review > date(2026, 11, 1)


def test_the_documentation_is_made_from_the_catalogue() -> None:
    written = PAGE.read_text("utf-8")
    assert written == page(), "run: python -m pipelines.metrics.document"


def test_the_readme_lists_the_metrics_that_there_are() -> None:
    text = README.read_text("utf-8")
    assert text == readme(text), "run: python -m pipelines.metrics.document"
    assert all(metric.title in text for metric in catalogue().values())


def test_a_dimension_stands_in_the_tables_it_names() -> None:
    empty = hand_made({})
    for name, dimension in dimensions().items():
        for table in dimension.tables:
            assert empty.rows(f"select {dimension.sql} as code from {table}").columns == ["code"], (
                name,
                table,
            )
    assert "district" not in dimensions_of("fct_session")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('estimate = "total"', 'estimate = "sum"', "estimate"),
        ('owner = "', 'owned = "x"\nowner = "', "owned"),
        ('counts = "events"', "", "counts"),
        ('table = "fct_visit"', 'table = "fct_door"', "table"),
        ('by = [\n    "service"', 'by = [\n    "mode"', "by"),
        ('["weekday", "hour"]', '["weekday", "mode"]', "pairs"),
        ('numerator = "count"', 'numerator = "count; drop table fct_visit"', "numerator"),
        ('estimate = "total"', 'estimate = "ratio"', "denominator"),
        ("next_review = 2027-06-01", 'next_review = "soon"', "next_review"),
        ('title = "Visits"', "title = Visits", "the file"),
    ],
)
def test_a_wrong_declaration_fails_and_names_its_field(
    tmp_path: Path, old: str, new: str, field: str
) -> None:
    text = (CATALOGUE / "visits.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "visits.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RefusalError) as refused:
        read_metric(path)
    assert [problem.values["field"] for problem in refused.value.problems] == [field]
    assert "visits.toml" in str(refused.value)


@pytest.mark.parametrize(
    ("code", "old", "new", "field"),
    [
        ("returning_participants", 'of = "unique_participants"', 'of = "nobody"', "of"),
        ("returning_participants", 'against = "new_participants"\n', "", "against"),
        ("returning_participants", 'against = "new_participants"', 'against = "nobody"', "against"),
        ("visits_per_capita", 'of = "visits"\n', "", "of"),
        ("bookings", 'unit = "bookings"', 'unit = "bookings"\nof = "visits"', "of"),
    ],
)
def test_a_derived_metric_names_what_it_is_made_of(
    tmp_path: Path, code: str, old: str, new: str, field: str
) -> None:
    text = (CATALOGUE / f"{code}.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / f"{code}.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(RefusalError) as refused:
        read_metric(path)
    assert field in [problem.values["field"] for problem in refused.value.problems]


def test_a_derived_metric_is_divided_by_no_more_than_what_it_is_made_of(tmp_path: Path) -> None:
    for code in ("unique_participants", "new_participants", "returning_participants"):
        (tmp_path / f"{code}.toml").write_text((CATALOGUE / f"{code}.toml").read_text("utf-8"), "utf-8")
    path = tmp_path / "returning_participants.toml"
    path.write_text(path.read_text("utf-8").replace('["sex"', '["kind", "sex"', 1), "utf-8")
    with pytest.raises(RefusalError) as refused:
        catalogue(tmp_path)
    assert "kind" in str(refused.value)
