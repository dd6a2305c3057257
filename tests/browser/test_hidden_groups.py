"""What the disclosure control hides from a partner has left no number in the browser: not on the page, not in
its source, not in what the server sent over the wire, not in a chart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from dashboard.words import load_words
from tests.browser.asking import asked
from tests.browser.reading import Tab
from tests.browser.serving import Server

ENGLISH = load_words("en")
PERIOD = "2026-Q3"
DAYS = ("--from", "2026-07-01", "--to", "2026-09-30")
SAID = "hidden to protect people"
PARTS = ("value", "lower", "upper")
STUB = 0.03  # how long a hidden group's hatched bar is, in parts of the longest


def sent(opened: Tab) -> str:
    """Everything the server sent to the tab, with the escapes of JSON undone."""
    text = b"\n".join(opened.frames).decode("utf-8", "replace")
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def digits(share: float | None) -> str | None:
    """The first digits of a share as JSON writes it, where there are enough to be unmistakable."""
    text = repr(share)
    return text[:9] if len(text) > 12 else None


def hidden_from_partners(server: Server, metric: str, by: str) -> dict[str, dict[str, Any]]:
    """The rows that a partner does not see, as an analyst sees them, by their English label."""
    shown = {row[by]: row for row in asked(server.home, metric, "--by", by, *DAYS)}
    whole = asked(server.home, metric, "--by", by, *DAYS, role="analyst")
    return {ENGLISH.label(by, row[by]): row for row in whole if shown[row[by]]["suppressed"]}


def shown_elsewhere(server: Server, by: str) -> set[str]:
    """Labels, such as "Not known", under which another figure of the page rightly shows a number."""
    labels = set()
    for other in {"age_band", "sex", "district", "home_language", "occupation"} - {by}:
        rows = asked(server.home, "unique_participants", "--by", other, *DAYS)
        labels |= {ENGLISH.label(other, row[other]) for row in rows if not row["suppressed"]}
    return labels | {ENGLISH.label("first_time", row) for row in ("unknown", True, False)}


@pytest.mark.parametrize("by", ["home_language", "age_band", "occupation"])
def test_a_small_group_is_shown_as_hidden_and_its_number_is_nowhere(
    tab: Callable[..., Tab], served: Server, by: str
) -> None:
    hidden = hidden_from_partners(served, "unique_participants", by)
    assert hidden, "the sample hides no group here: choose another breakdown"
    opened = tab().open("demographics", period=PERIOD)
    figure = f"unique_participants-{by}"
    (bars,) = opened.chart(figure)["data"]
    everything = sent(opened) + opened.page.content()
    text = opened.figure(figure).inner_text()
    assert SAID in text.lower()
    assert all(label in text for label in hidden)
    table = {row[0]: row[1:] for row in opened.table(figure)}
    for label in hidden:
        assert set(table[label]) == {"hidden"}
        # Where many are hidden they are named below the chart instead of being drawn.
        drawn = [text for text in bars["customdata"] if f"<b>{label}</b>" in text]
        assert [re.sub("<b>.*</b>", "", text) for text in drawn] in ([f"<br>{SAID}"], [])
    for label in hidden.keys() - shown_elsewhere(served, by):
        said = re.findall(rf"<b>{re.escape(label)}</b>(.*?)[\"]", everything)
        assert not [text for text in said if re.search(r"\d", text)], said
        rows = re.findall(rf"<td[^>]*>{re.escape(label)}</td>(.*?)</tr>", everything)
        # The table behind the pyramid has a group's gender beside its age: a word, never a number.
        cells = {cell for row in rows for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)}
        assert "hidden" in cells
        assert not [cell for cell in cells if re.search(r"\d", cell)], cells
    longest = max(bars["x"])
    stubs = [
        length
        for length, text in zip(bars["x"], bars["customdata"], strict=True)
        if any(f"<b>{label}</b>" in text for label in hidden)
    ]
    assert len(stubs) in (0, len(hidden)), "hidden groups are drawn, or named below the chart, all alike"
    assert stubs == pytest.approx([STUB * longest] * len(stubs))


def test_no_hidden_share_is_sent_to_the_browser_in_any_form(tab: Callable[..., Tab], served: Server) -> None:
    hidden = hidden_from_partners(served, "outcome_application", "programme")
    opened = tab().open("outcomes", period=PERIOD)
    everything = sent(opened) + opened.page.content()
    shown = asked(served.home, "outcome_application", "--by", "programme", *DAYS)
    seen = {text for row in shown for part in PARTS if (text := digits(row[part]))}
    telling = {
        text: label
        for label, row in hidden.items()
        for part in PARTS
        if (text := digits(row[part])) and text not in seen
    }
    assert len(telling) > 3
    assert {label: text for text, label in telling.items() if text in everything} == {}
    # The same search finds shares that are shown: it is not blind.
    assert any(text in everything for text in seen)
    table = {row[0]: row[1:] for row in opened.table("shares-outcome_application-programme")}
    assert all(set(table[" ".join(label.split())]) <= {"hidden", "–"} for label in hidden)


def test_an_unsigned_reader_is_told_to_be_a_partner_and_cannot_ask_to_be_more(
    tab: Callable[..., Tab],
) -> None:
    opened = tab().open("demographics", period=PERIOD, role="analyst")
    assert ENGLISH("role.partner") in opened.text(".role")
    assert SAID in opened.text(".st-key-figure-unique_participants-home_language")


def test_a_crossing_that_is_not_published_is_a_sentence_and_no_number(tab: Callable[..., Tab]) -> None:
    opened = tab().open("demographics", period=PERIOD, programme="robotics-club", district="medeu")
    refusals = opened.page.locator("[class*='st-key-figure-'] .empty").all_inner_texts()
    assert refusals and not [text for text in refusals if re.search(r"\d", text)]
    assert opened.page.locator("[data-testid='stException']").count() == 0
