"""What the statistical panels say, and what they do not: no claim that chance explains, no figure that is hidden."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.theme import palette
from tests.pages.conftest import LANGUAGES
from tests.pages.reading import figures, texts

PAGES = ("overview", "reach", "demographics", "outcomes", "planning")


def withheld(page: str) -> None:
    """A page whose statistics are all withheld, and whose refused ones are refused."""
    from dashboard.app import show
    from dashboard.frame import choose_language
    from tests.pages.made_up import MadeUp

    show(page, choose_language(), MadeUp(reason="history_too_short"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_withheld_statistic_is_a_sentence_in_the_readers_language(page: str, language: str) -> None:
    app = AppTest.from_function(withheld, args=(page,), default_timeout=60)
    app.query_params["lang"] = language
    shown = " ".join(texts(app.run()))
    assert not app.exception
    if page in ("overview", "planning"):
        reason = {"en": "too few whole weeks", "ru": "слишком мало", "kk": "тым аз"}[language]
        assert reason in shown


def test_a_target_stands_in_words_beside_its_bar(open_page: Callable[..., AppTest]) -> None:
    shown = " ".join(texts(open_page("overview", period="2026-Q3")))
    assert "5,587 of 5,000 · ✓ on course" in shown
    assert "66% of 70% · ! slightly behind" in shown
    assert "19%, at most 15% · ✕ above the limit" in shown
    assert "Set before the opening." in shown


def test_a_target_whose_figure_is_hidden_has_no_number(open_page: Callable[..., AppTest]) -> None:
    shown = texts(open_page("overview", period="2026-Q3"))
    (label,) = [text for text in shown if text.strip().startswith("Unique participants · 2026 ")]
    assert "hidden to protect people" in label
    assert "of 2,000" not in label


def test_a_change_is_shown_in_parts_that_add_up(open_page: Callable[..., AppTest]) -> None:
    chart = next(figure for figure in figures(open_page("reach")) if "Why did it move" in figure["alt"])
    mix, rate = (trace["x"] for trace in chart["data"])
    assert mix[0] == pytest.approx(sum(mix[1:]))
    assert rate[0] == pytest.approx(sum(rate[1:]))


def test_a_forecast_no_better_than_repeating_is_not_drawn_but_its_test_is_shown(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("planning")
    shown = " ".join(texts(app))
    assert "no better than repeating the last week" in shown
    drawn = [figure["alt"] for figure in figures(app) if "coming weeks" in figure["alt"]]
    assert [alt for alt in drawn if "Visits" in alt]
    assert not [alt for alt in drawn if "Bookings" in alt]
    assert shown.count("Error of repeating the last week") == 2


def test_the_marks_of_days_on_a_chart_have_their_names_in_words(open_page: Callable[..., AppTest]) -> None:
    for page in ("reach", "planning"):
        shown = " ".join(texts(open_page(page)))
        assert all(name in shown for name in ("School break", "Closed", "Public holiday")), page
    assert "Target, by open days" in " ".join(texts(open_page("reach")))


def test_a_week_without_a_record_is_a_gap_and_not_nought(open_page: Callable[..., AppTest]) -> None:
    chart = next(
        figure for figure in figures(open_page("planning")) if "Visits: the coming weeks" in figure["alt"]
    )
    past = chart["data"][1]
    assert past["y"][7] is None
    assert past["connectgaps"] is False


def test_what_jumped_is_flagged_and_a_hidden_flag_keeps_its_numbers_back(
    open_page: Callable[..., AppTest],
) -> None:
    shown = " ".join(texts(open_page("planning")))
    assert "since July 1, 2026 about 21 an open day, before about 11" in shown
    assert "a lasting jump since July 1, 2026" in shown
    assert "no visits were recorded" in shown


def test_outcomes_name_their_response_rate_and_its_denominator(open_page: Callable[..., AppTest]) -> None:
    shown = " ".join(texts(open_page("outcomes")))
    assert "35% response rate (892 answered, out of 2,564 attendances)" in shown


def test_weighted_figures_stand_beside_the_plain_ones_with_kishs_number(
    open_page: Callable[..., AppTest],
) -> None:
    shown = " ".join(texts(open_page("outcomes")))
    assert "worth 870 answers" in shown
    assert "Will apply it · As answered" in shown
    assert "No weights below the cap meet the margins" in shown


def test_only_differences_that_hold_up_are_marked(open_page: Callable[..., AppTest]) -> None:
    chart = next(
        figure for figure in figures(open_page("outcomes"))
        if "Which differences hold up" in figure["alt"] and "Service" in figure["alt"]
    )  # fmt: skip
    (dots,) = chart["data"]
    strong = palette("light").accent
    intervals = [line for line in chart["layout"]["shapes"] if line["line"]["width"] > 1]
    assert len(intervals) == len(dots["x"])
    for value, color, line in zip(dots["x"], dots["marker"]["color"], intervals, strict=True):
        assert line["x0"] <= value <= line["x1"]
        assert color != strong or not line["x0"] <= 0 <= line["x1"]
    assert strong in dots["marker"]["color"]


def test_the_same_people_are_shown_with_how_many_were_matched_and_few_pairs_are_hidden(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("outcomes")
    shown = " ".join(texts(app))
    assert "Matched: 230 of 900 people" in shown
    assert "not pairable: hidden" in shown
    assert "It was asked only once" not in shown or "Service survey" in shown
    chart = next(figure for figure in figures(app) if "The same people" in figure["alt"])
    assert len(chart["data"]) == 2


def test_representation_names_date_and_source_and_hides_with_its_groups(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("demographics")
    shown = " ".join(texts(app))
    assert "Residents on January 1, 2023. Source: made up." in shown
    drawn = [figure["alt"] for figure in figures(app) if "compared with residents" in figure["alt"]]
    assert len(drawn) == 1
    assert "District" in drawn[0]
