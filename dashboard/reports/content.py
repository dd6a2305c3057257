"""What a report says, before it is laid out: sections of blocks, every word final, every number beside its text.

A format writes texts as they stand and takes numbers from `value`, `lower` and `upper`: shares are 0 to 1, net
promoter scores -100 to 100. A hidden point has no number at all, and its text says that it is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

# consulate and public see what `partner` sees; public without comments of the staff.
Audience = Literal["consulate", "library", "public"]
Paper = Literal["a4", "letter"]
# whole: 4,120; decimal: 14.7; percent: 0.71 is 71%; points: a net promoter score with its sign.
Unit = Literal["whole", "decimal", "percent", "points"]
# columns: over time; stacked: columns of two series that add up; bars: ranked, horizontal; dots: values with their
# intervals on the scale of the unit; bullets: three series (so far, expected by now, target) as shares of the target.
Kind = Literal["columns", "stacked", "bars", "dots", "bullets"]
# How a point is drawn. partial: a month not wholly covered; pale: outside of the report's period.
Style = Literal["plain", "pale", "unknown", "partial"]
Direction = Literal["up", "down", "same", "none"]


@dataclass(frozen=True)
class Point:
    """One value of a series. `text` is what stands beside it; `color` a category's own colour, else empty."""

    value: float | None
    text: str
    lower: float | None = None
    upper: float | None = None
    suppressed: bool = False
    indicative: bool = False
    n: int | None = None
    style: Style = "plain"
    color: str = ""


@dataclass(frozen=True)
class Series:
    """Points in the order of the chart's categories, under the name that a key shows."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Chart:
    """A chart whose title is its finding. `alt` says the same to who cannot see it."""

    key: str
    kind: Kind
    finding: str
    subject: str
    alt: str
    unit: Unit
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    note: str = ""
    metric: str = ""  # code of the metric
    title: str = ""  # the metric's name
    definition: str = ""
    dimension: str = ""  # what the categories are, as a table's heading


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its text, and the number where it is one."""

    text: str
    value: float | None = None
    unit: Unit | None = None
    suppressed: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under headings. `numeric` says which columns stand to the right."""

    key: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[bool, ...]
    note: str = ""
    widths: tuple[float, ...] = ()  # parts of the width; empty: as the content asks


@dataclass(frozen=True)
class Card:
    """One headline figure with its change, or why none can be told."""

    metric: str
    title: str
    value: str
    number: float | None
    unit: Unit
    interval: str
    change: str
    direction: Direction
    note: str = ""
    suppressed: bool = False
    definition: str = ""
    lower: float | None = None
    upper: float | None = None
    n: int | None = None


@dataclass(frozen=True)
class Cards:
    """Headline figures side by side."""

    key: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Paragraph:
    """Running text. `attention`: something to keep in mind; `quote`: what the staff wrote; `fine`: small print."""

    text: str
    style: Literal["plain", "attention", "fine", "quote"] = "plain"
    by: str = ""  # who wrote it, of a quote


@dataclass(frozen=True)
class Points:
    """A list of sentences, one idea each."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A picture whose people have agreed to it (else it is not here): PNG or JPEG bytes and what they show."""

    data: bytes
    kind: Literal["png", "jpg"]
    alt: str
    caption: str = ""


@dataclass(frozen=True)
class Story:
    """What the staff wrote: of a success story its parts (situation, task, action, result) as label and text."""

    title: str
    parts: tuple[tuple[str, str], ...]
    pictures: tuple[Picture, ...] = ()
    by: str = ""


@dataclass(frozen=True)
class Definition:
    """What a figure means and how it is counted."""

    term: str
    text: str
    formula: str
    rule: str
    metric: str = ""


@dataclass(frozen=True)
class Definitions:
    """Definitions in the order in which their figures appear."""

    items: tuple[Definition, ...]


Block = Chart | Table | Cards | Paragraph | Points | Story | Definitions


@dataclass(frozen=True)
class Section:
    """One part: its title, the sentence that it comes down to, and what shows it."""

    key: str
    title: str
    lead: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class MadeFrom:
    """One file that the figures rest on."""

    file: str
    source: str
    sha256: str
    rows: int
    accepted: int
    last: date | None


@dataclass(frozen=True)
class Report:
    """The whole report for one period, language and audience, made of one snapshot."""

    title: str
    subtitle: str  # the Space
    finding: str  # the opening sentence
    period: str  # as a reader says it
    period_code: str  # as the command line says it
    start: date
    end: date
    language: str
    audience: Audience
    audience_name: str
    snapshot: str
    published: datetime  # when the snapshot was; documents carry it as their date
    published_text: str
    privacy: str  # what is not shown
    made_from: tuple[MadeFrom, ...]
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        """The section under a key; none where it is not in this report."""
        return next((one for one in self.sections if one.key == key), None)

    def charts(self) -> Iterator[Chart]:
        """Every chart, in order."""
        return (block for one in self.sections for block in one.blocks if isinstance(block, Chart))


@dataclass(frozen=True)
class Options:
    """How a report is laid out."""

    paper: Paper = "a4"
    brief: bool = False  # one page
