"""`impact compare`, `why`, `forecast`, `targets` and `gaps` over the sample: their schemas, what adds up, and
what a partner cannot work out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from jsonschema import validate

from pipelines.cli import main
from pipelines.metrics import Question, answer
from pipelines.statistics.flags_shown import above_visits, shown_flags
from pipelines.statistics.forecast import forecast
from pipelines.statistics.gaps import Flag, flags
from pipelines.statistics.published import read_flags, read_forecast
from tests.conftest import SampleHome

PROJECT = Path(__file__).resolve().parents[2]
QUARTER = ("--period", "2026-Q3")
Document = dict[str, Any]


@pytest.fixture
def impact(sample_home: SampleHome, capsys: pytest.CaptureFixture[str]):
    """Run one command with --json over the sample; its document, checked against its schema."""

    def run(*words: str, code: int = 0) -> Document:
        capsys.readouterr()
        assert main([*words, "--json", "--home", str(sample_home.home.path)]) == code
        document = json.loads(capsys.readouterr().out)
        schema = "error" if "error" in document else words[0]
        validate(document, json.loads((PROJECT / f"docs/contract/{schema}.json").read_text("utf-8")))
        return document

    return run


def shown_by_query(sample_home: SampleHome, by: str, role: str) -> dict[str, float | None]:
    asked = Question("outcome_application", (by,), date(2026, 7, 1), date(2026, 9, 30), role=role)
    return dict(answer(sample_home.snapshot, asked).rows.select(by, "value").iter_rows())


def test_a_difference_is_that_of_the_figures_that_query_prints(impact, sample_home: SampleHome) -> None:
    values = shown_by_query(sample_home, "service", "analyst")
    rows = impact("compare", "outcome_application", "--by", "service", *QUARTER)["rows"]
    assert len(rows) == 15
    for row in rows:
        assert row["difference"] == pytest.approx(values[row["group"]] - values[row["other"]])
        assert row["adjusted"] >= row["p"]
        assert not row["significant"] or not row["lower"] <= 0 <= row["upper"]
    assert any(row["significant"] for row in rows)


def test_a_partner_is_told_no_difference_of_a_hidden_group(impact, sample_home: SampleHome) -> None:
    values = shown_by_query(sample_home, "service", "partner")
    hidden = {group for group, value in values.items() if value is None}
    assert hidden
    for against in ((), ("--against", "english"), ("--against", sorted(hidden)[0])):
        asked = ("--by", "service", *QUARTER, *against, "--role", "partner")
        for row in impact("compare", "outcome_application", *asked)["rows"]:
            assert (row["difference"] is None) == bool({row["group"], row["other"]} & hidden)
            assert {row["group"], row["other"]} & hidden or row["reason"] is None


def test_groups_are_set_against_the_quarter_before(impact, sample_home: SampleHome) -> None:
    words = ("--by", "mode", *QUARTER, "--against", "previous")
    rows = {row["group"]: row for row in impact("compare", "attendance", *words)["rows"]}
    now = Question("attendance", ("mode",), date(2026, 7, 1), date(2026, 9, 30), role="analyst")
    for mode, value in answer(sample_home.snapshot, now).rows.select("mode", "value").iter_rows():
        assert rows[mode]["value"] == value
        assert rows[mode]["other"] == "2026-04-01..2026-06-30"
        assert rows[mode]["significant"] is None  # a total has no interval


def test_a_period_before_the_opening_is_no_comparison(impact) -> None:
    (row,) = impact("compare", "nps", *QUARTER, "--against", "year_before")["rows"]
    assert (row["group"], row["reason"], row["difference"]) == ("all", "before_opening", None)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("compare", "nps"), "comparison_needs_groups"),
        (("compare", "nps", "--by", "service", "--against", "no-such"), "dimension_value_unknown"),
        (("compare", "no_such"), "comparison_needs_groups"),
        (("why", "unique_participants", "--by", "service"), "distinct_counts"),
        (("why", "visits", "--by", "zone"), "not_a_ratio"),
        (("why", "no_such", "--by", "zone"), "metric_unknown"),
        (("forecast", "nps"), "not_forecast"),
        (("forecast", "unique_participants"), "not_forecast"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_sentence(
    impact, words: tuple[str, ...], code: str
) -> None:
    error = impact(*words, code=1)["error"]
    assert error["code"] == code
    assert error["message"].endswith((".", "previous"))


@pytest.mark.parametrize(
    ("metric", "by"),
    [("attendance_per_session", "service"), ("fill_rate", "programme"), ("outcome_application", "service"),
     ("nps", "service")],
)  # fmt: skip
def test_mix_and_rate_add_up_to_the_change_exactly(impact, metric: str, by: str) -> None:
    found = impact("why", metric, "--by", by, *QUARTER)
    assert found["reason"] is None
    assert found["change"] == pytest.approx(found["after"] - found["before"], abs=1e-12)
    assert found["mix"] + found["rate"] == pytest.approx(found["change"], abs=1e-9)
    for part in ("mix", "rate"):
        assert sum(one[part] for one in found["effects"]) == pytest.approx(found[part], abs=1e-9)
    undivided = impact("compare", metric, *QUARTER, "--against", "previous")["rows"][0]
    assert found["change"] == pytest.approx(undivided["difference"], abs=1e-9)


def test_a_change_with_one_hidden_group_is_not_decomposed_for_a_partner(impact) -> None:
    asked = ("why", "outcome_application", "--by", "service", *QUARTER, "--role", "partner")
    assert impact(*asked)["reason"] == "suppressed"


@pytest.mark.parametrize("metric", ["visits", "bookings"])
def test_a_forecast_is_given_with_its_back_test_and_only_where_it_is_better(impact, metric: str) -> None:
    found = impact("forecast", metric)
    test = found["backtest"]
    assert test["beats_naive"] == (test["error"] < test["naive_error"])
    assert (found["reason"] is None) == test["beats_naive"]
    assert [week["week"] for week in test["by_week"]] == [*range(1, 9)]
    for week in found["weeks"]:
        assert week["lower"] <= week["value"] <= week["upper"]
    for one, following in pairwise(found["weeks"]):
        assert one["end"] < following["start"]


def test_twelve_weeks_can_be_asked_for(impact) -> None:
    found = impact("forecast", "bookings", "--weeks", "12")
    assert len(found["weeks"]) == 12 or found["reason"] == "not_better_than_naive"


@pytest.mark.parametrize("metric", ["visits", "bookings"])
def test_the_published_forecast_is_the_one_that_would_be_worked_out_now(
    sample_home: SampleHome, metric: str
) -> None:
    stored, made = read_forecast(sample_home.snapshot, metric), forecast(sample_home.snapshot, metric)
    assert (stored.reason, stored.backtest.error) == (made.reason, pytest.approx(made.backtest.error))
    assert stored.history.equals(made.history)
    assert stored.weeks.drop("value", "lower", "upper").equals(made.weeks.drop("value", "lower", "upper"))
    assert stored.weeks["value"].to_list() == pytest.approx(made.weeks["value"].to_list())


def test_the_published_flags_are_those_that_would_be_raised_now(sample_home: SampleHome) -> None:
    assert read_flags(sample_home.snapshot) == flags(sample_home.snapshot) != ()


def test_targets_stand_as_their_metrics_do(impact, sample_home: SampleHome) -> None:
    found = {(one["metric"], one["period"]): one for one in impact("targets", "--role", "partner")["targets"]}
    visits = found["visits", "2026-Q3"]
    asked = Question("visits", (), date(2026, 7, 1), date(2026, 9, 30))
    assert visits["actual"] == answer(sample_home.snapshot, asked).rows["value"][0]
    assert visits["expected"] == visits["target"]
    assert visits["achievement"] == visits["actual"] / visits["target"]
    assert found["visits", "2026"]["expected"] < found["visits", "2026"]["target"]
    assert found["visits", "2026"]["comment"]


def test_only_targets_of_one_period_can_be_asked_for(impact) -> None:
    assert {one["period"] for one in impact("targets", "--period", "2026-Q3")["targets"]} == {"2026-Q3"}


def test_the_makerspace_counter_that_doubled_in_july_is_flagged(impact) -> None:
    jumps = [flag for flag in impact("gaps")["flags"] if flag["kind"] == "jump"]
    assert {"kind": "sign_in", "zone": "makerspace"} in [flag["part"] for flag in jumps]
    assert all(abs(flag["after"] / flag["before"] - 1) > 0.3 for flag in jumps)


def test_a_flag_whose_figures_a_partner_may_not_see_keeps_its_days_and_loses_its_figures(
    sample_home: SampleHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2026, 7, 1)
    of_women = Flag(
        "fct_visit", "sign_in", "jump", day, day, 3.0, 7.0, part=(("sex", "female"), ("zone", "makerspace"))
    )
    monkeypatch.setattr("pipelines.statistics.flags_shown.read_flags", lambda snapshot: (of_women,))
    (shown,) = shown_flags(sample_home.snapshot, "partner")
    assert (shown.suppressed, shown.flag.before, shown.flag.after) == (True, None, None)
    assert shown.flag.first == day
    (seen,) = shown_flags(sample_home.snapshot, "analyst")
    assert (seen.suppressed, seen.flag.before) == (False, 3.0)


def test_a_day_of_few_people_on_site_is_told_to_a_partner_without_its_numbers(
    sample_home: SampleHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = pl.DataFrame(
        {"date": [date(2026, 5, 1), date(2026, 5, 2)], "attendance": [9.0, 38.0], "visits": [8.0, 19.0]}
    )
    monkeypatch.setattr("pipelines.statistics.flags_shown.on_site_above_visits", lambda snapshot: days)
    few, many = above_visits(sample_home.snapshot, "partner").to_dicts()
    assert (few["attendance"], few["visits"], few["suppressed"]) == (None, None, True)
    assert (many["attendance"], many["suppressed"]) == (38.0, False)
    assert not above_visits(sample_home.snapshot, "analyst")["suppressed"].any()


@pytest.mark.parametrize(
    "words", [("why", "nps"), ("forecast", "visits", "--weeks", "13"), ("targets", "--role", "x")]
)
def test_wrong_use_exits_with_two(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    assert ended.value.code == 2


def test_readers_of_forecasts_and_flags_load_none_of_the_packages_that_made_them(
    sample_home: SampleHome,
) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from dashboard.insights import WarehouseInsights\n"
        "from pipelines.settings import Home\n"
        f"found = WarehouseInsights(Home(Path({str(sample_home.home.path)!r})), {sample_home.snapshot.id!r})\n"
        "assert found.forecast('visits').weeks is not None and found.flags('partner')\n"
        "assert found.targets('partner')\n"
        "heavy = {'statsmodels', 'ruptures', 'scipy.stats', 'svy', 'pandas'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
