"""Targets, forecast and decomposition on the pages hold the numbers that the command line prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import pytest

from dashboard.words import load_words
from pipelines.cli import main
from tests.browser.reading import Tab
from tests.browser.serving import Server

QUARTER = "2026-Q3"


def printed(server: Server, *words: str) -> dict[str, Any]:
    """The document of a command as a partner would get it."""
    out = StringIO()
    with redirect_stdout(out):
        assert main([*words, "--role", "partner", "--json", "--home", str(server.home.path)]) == 0
    return dict(json.loads(out.getvalue()))


def test_the_targets_are_those_of_the_command_line(tab: Callable[..., Tab], served: Server) -> None:
    found = {(one["metric"], one["period"]): one for one in printed(served, "targets")["targets"]}
    rows = {row[0]: row for row in tab().open("reach", period=QUARTER).table("targets")}
    for name, metric in (("Visits", "visits"), ("Program attendance", "attendance")):
        one = found[metric, QUARTER]
        wanted = [f"{one[part]:,.0f}" for part in ("target", "actual", "expected")]
        assert rows[name][3:6] == wanted
        assert rows[name][6] == f"{one['achievement']:.0%}"
    assert rows["Net promoter score"][4] == f"{found['nps', '2026']['actual']:+.0f}"


@pytest.mark.parametrize("metric", ["visits", "bookings"])
def test_the_forecast_is_that_of_the_command_line(
    tab: Callable[..., Tab], served: Server, metric: str
) -> None:
    found = printed(served, "forecast", metric)
    assert found["reason"] is None
    opened = tab().open("planning")
    rows = opened.table(f"forecast-{metric}")
    assert [row[1] for row in rows] == [f"{week['value']:,.0f}" for week in found["weeks"]]
    ahead = opened.chart(f"forecast-{metric}")["data"][2]
    assert ahead["y"][1:] == pytest.approx([week["value"] for week in found["weeks"]])
    tested = opened.figure(f"backtest-{metric}").locator("tbody tr").last.inner_text().split()
    test = found["backtest"]
    assert tested[-2:] == [f"{test['error']:.1f}", f"{test['naive_error']:.1f}"]


def test_the_parts_of_a_change_are_those_of_the_command_line(tab: Callable[..., Tab], served: Server) -> None:
    found = printed(served, "why", "attendance_per_session", "--by", "service", "--period", QUARTER)
    words = load_words("en")
    opened = tab().open("reach", period=QUARTER)
    rows = {row[0]: row[1:] for row in opened.table("why-attendance_per_session-service")}
    for one in [
        *found["effects"],
        {"group": None, "total": found["change"], "mix": found["mix"], "rate": found["rate"]},
    ]:
        label = words("why.all") if one["group"] is None else words.label("service", one["group"])
        wanted = [round(one[part], 2) for part in ("mix", "rate", "total")]
        assert [float(cell.replace("\N{MINUS SIGN}", "-")) for cell in rows[label]] == wanted
    mix, rate = opened.chart("why-attendance_per_session-service")["data"]
    assert mix["x"][0] + rate["x"][0] == pytest.approx(found["change"])
