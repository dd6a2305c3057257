"""Whatever fails, is refused or rolled back: every day before the cursor was asked for when over, and published."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipelines.pull.declaration import Window
from pipelines.pull.drift import Drift
from pipelines.pull.fetched import Fields
from pipelines.pull.history import Past, cursor
from pipelines.pull.window import Span, spans

FIRST = date(2026, 1, 1)


@dataclass
class Story:
    """Pulls as they were noted, the days on which they asked, and the snapshots that followed each other."""

    window: Window
    today: date = FIRST
    pulls: list[Past] = field(default_factory=list)
    days: list[tuple[Span, date]] = field(default_factory=list)
    snapshots: list[frozenset[str]] = field(default_factory=lambda: [frozenset()])

    @property
    def cursor(self) -> date | None:
        return cursor(self.pulls, "f", self.snapshots[-1], FIRST)

    def pull(self, fates: list[str]) -> None:
        """Each span meets a fate, in turn: after one that fails no more are asked for."""
        new: set[str] = set()
        for number, span in enumerate(spans(self.window, self.cursor, FIRST, self.today)):
            fate = fates[number % len(fates)]
            digest = f"{len(self.pulls)}" if fate in ("published", "refused") else None
            moment = datetime.combine(self.today, time(6), UTC)
            self.pulls.append(
                Past(
                    "s",
                    "f",
                    moment,
                    moment,
                    fate,
                    span.since,
                    span.reach,
                    1,
                    digest,
                    Fields(),
                    Drift(),
                    None,
                    None,
                )
            )
            self.days.append((span, self.today))
            if fate == "published" and digest:
                new.add(digest)
            if fate == "failed":
                break
        self.snapshots.append(self.snapshots[-1] | new)

    def is_covered(self, day: date) -> bool:
        held = [one.status == "empty" or one.sha256 in self.snapshots[-1] for one in self.pulls]
        return any(
            holds and span.since is not None and span.since <= day <= span.until and asked_on > day
            for holds, (span, asked_on) in zip(held, self.days, strict=True)
        )


FATES = st.lists(st.sampled_from(["published", "refused", "failed", "empty"]), min_size=1, max_size=4)
WINDOWS = st.builds(
    Window,
    overlap_days=st.integers(1, 9),
    span_days=st.none() | st.integers(2, 12),
    ahead_days=st.integers(0, 9),
)
STEPS = st.lists(st.tuples(st.integers(0, 20), FATES, st.none() | st.integers(0, 9)), min_size=1, max_size=8)


@given(WINDOWS, STEPS)
def test_every_day_before_the_cursor_is_published(
    window: Window, steps: list[tuple[int, list[str], int | None]]
) -> None:
    story = Story(window)
    for passed, fates, back in steps:
        story.today += timedelta(passed)
        story.pull(fates)
        if back is not None:
            story.snapshots.append(story.snapshots[back % len(story.snapshots)])
        reached = story.cursor
        assert reached is None or reached <= story.today
        day = FIRST
        while reached is not None and day < reached:
            assert story.is_covered(day), f"{day} is before the cursor {reached} and is not published"
            day += timedelta(1)


@given(WINDOWS, st.lists(st.integers(0, 20), min_size=1, max_size=8))
def test_a_pull_that_goes_well_reaches_today(window: Window, days: list[int]) -> None:
    story = Story(window)
    for passed in days:
        story.today += timedelta(passed)
        story.pull(["published"])
        assert story.cursor == story.today
