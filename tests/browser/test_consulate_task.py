"""What the consulate comes for: does advising lead to admissions, and is a district reached?"""

from __future__ import annotations

from collections.abc import Callable

from dashboard.words import load_words
from tests.browser.asking import asked, asked_one
from tests.browser.reading import Tab
from tests.browser.serving import Server

ENGLISH = load_words("en")
YEAR = ("--from", "2026-01-01", "--to", "2026-12-31")
USUAL = ("--from", "2026-07-01", "--to", "2026-09-30")
EVERYTHING = {
    "period": "2026-Q2",
    "compare": "year_before",
    "programme": "robotics-club",
    "service": "skills",
    "core_program": "english",
    "district": "medeu",
    "age_band": "14-17",
    "lang": "en",
}


def test_from_the_overview_to_how_many_were_advised_and_told_of_an_admission(
    tab: Callable[..., Tab], served: Server
) -> None:
    opened = tab().open("overview")
    opened.follow(ENGLISH("page.advising.title"))
    people = asked_one(served.home, "unique_advisees", *USUAL)
    admitted = asked_one(served.home, "admissions", *USUAL)
    told = "hidden" if admitted["suppressed"] else ENGLISH("unit.people", count=admitted["value"])
    assert f"Advised: {people['value']} people." in opened.headline()
    assert f"admitted: {told}." in opened.headline()
    assert "Self-reported" in opened.text(".stMainBlockContainer")
    steps = [row[0] for row in opened.table("advising-funnel")]
    assert steps == [
        ENGLISH.label("step", step) for step in ("research", "finance", "apply", "visa", "depart")
    ]
    assert opened.errors == []
    assert opened.outside == []


def test_the_map_and_its_bars_say_the_same_of_a_district_as_the_command_line(
    tab: Callable[..., Tab], served: Server
) -> None:
    opened = tab().open("overview")
    opened.follow(ENGLISH("page.demographics.title"))
    rows = {
        row["district"]: row for row in asked(served.home, "unique_participants", *USUAL, "--by", "district")
    }
    shown = {row[0]: row[1] for row in opened.table("district-map")}
    for code in ("medeu", "alatau", "nauryzbay"):
        row = rows[code]
        value = "hidden" if row["suppressed"] else f"{row['value']:,}"
        assert shown[ENGLISH.label("district", code)] == value
    drawn = {note["text"].split("<br>")[0] for note in opened.chart("district-map")["layout"]["annotations"]}
    bars = {note["text"] for note in opened.chart("district-population")["layout"]["annotations"]}
    assert len(drawn) == 8
    assert drawn <= bars
    assert opened.outside == []


def test_every_filter_of_the_address_survives_a_change_of_page_and_of_language(
    tab: Callable[..., Tab],
) -> None:
    opened = tab().open("reach", **{name: code for name, code in EVERYTHING.items() if name != "lang"})
    assert opened.query == EVERYTHING
    opened.follow(ENGLISH("page.outcomes.title"))
    assert opened.query == EVERYTHING
    opened.speak("kk")
    kazakh = load_words("kk")
    assert opened.query == EVERYTHING | {"lang": "kk"}
    assert kazakh.label("district", "medeu") in opened.text(".filtered")
    assert kazakh("filter.more_set", count=4) in opened.text(".st-key-more-filters button")


def test_a_filter_behind_the_button_is_found_written_in_the_address_and_taken_away_again(
    tab: Callable[..., Tab],
) -> None:
    opened = tab().open("reach")
    label = ENGLISH.label("service", "skills")
    opened.choose("service", "skills", label)
    assert opened.query["service"] == "skills"
    assert label in opened.text(".filtered")
    opened.page.locator(".st-key-clear-filters button").click()
    opened.page.wait_for_function("!new URLSearchParams(location.search).has('service')")
    opened.settle()
    assert opened.page.locator(".filtered").count() == 0


def test_the_switch_changes_what_every_card_is_compared_with(tab: Callable[..., Tab]) -> None:
    opened = tab().open("reach")
    assert "April – June 2026" in opened.text(".st-key-card-visits_per_person")
    opened.choose("compare", "year_before", ENGLISH("filter.compare.year_before"))
    changes = opened.page.locator(".card-change").all_inner_texts()
    assert len(changes) == 6
    assert all("July – September 2025" in " ".join(text.split()) for text in changes), changes
