"""A report as slides: one finding a slide, its chart native and editable, what stands behind it in the notes.

A hidden figure is a gap in the chart and is named beneath it. The same report gives the same bytes.
"""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.util import Inches, Pt

from dashboard.reports.content import Cards, Chart, Options, Report
from dashboard.reports.embedded import settled
from dashboard.reports.whiskers import add_whiskers
from dashboard.words import Words, load_words

NUMBERS = {"whole": "#,##0", "decimal": "0.0", "percent": "0%", "points": "+0;-0;0"}
KINDS = {
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "dots": XL_CHART_TYPE.BAR_CLUSTERED,
    "bullets": XL_CHART_TYPE.BAR_CLUSTERED,
}
COLORS = ("1D4E89", "9DB8D6", "A7ADB4")
TEXT, MUTED = "1C2733", "586471"
SERIF, SANS = "Source Serif 4", "Source Sans 3"
LANGUAGES = {"en": "en-US", "ru": "ru-RU", "kk": "kk-KZ"}
LEFT, WIDE = Inches(0.6), Inches(12.1)
TITLE_ONLY, BLANK = 5, 6
LONGEST = 14


def write(report: Report, options: Options) -> bytes:
    """The report as PPTX, 16:9, whose date is that of the snapshot."""
    words, deck = load_words(report.language), Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    about, made = deck.core_properties, report.published.replace(tzinfo=None)
    about.title, about.author, about.subject = report.title, report.subtitle, report.period
    about.language, about.created, about.modified = report.language, made, made
    about.last_modified_by, about.revision = report.subtitle, 1
    _cover(deck, report, words)
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Cards):
                _cards(deck, report, words, section.title, section.lead, block)
            elif isinstance(block, Chart) and block.categories and block.series:
                _chart(deck, report, words, block)
    target = io.BytesIO()
    deck.save(target)
    return settled(target.getvalue(), made)


def _cover(deck: Any, report: Report, words: Words) -> None:
    slide = _slide(deck, report, report.finding, 32, Inches(2.3), Inches(2.6))
    _write(slide, report, f"{report.title} · {report.period}", 20, COLORS[0], Inches(1.2), Inches(0.6))
    _write(slide, report, report.subtitle, 18, MUTED, Inches(1.7), Inches(0.5))
    prepared = words("report.prepared", audience=report.audience_name)
    _write(slide, report, f"{prepared}\n{report.privacy}", 13, MUTED, Inches(5.4), Inches(1.3))
    snapshot = words("report.snapshot", snapshot=report.snapshot, when=report.published_text)
    slide.notes_slide.notes_text_frame.text = snapshot


def _cards(deck: Any, report: Report, words: Words, title: str, lead: str, block: Cards) -> None:
    slide = _slide(deck, report, f"{title}: {lead}", 26)
    notes = []
    for number, card in enumerate(block.cards):
        left = LEFT + (number % 4) * Inches(3.05)
        top = Inches(1.6) + (number // 4) * Inches(2.7)
        wide = Inches(2.9)
        _write(slide, report, card.title, 14, MUTED, top, Inches(0.6), left, wide)
        size = fitting(card.value, 30, int(wide * 0.75), Inches(0.7))
        _write(slide, report, card.value, size, COLORS[0], top + Inches(0.55), Inches(0.7), left, wide)
        below = "\n".join(text for text in (card.interval, card.change) if text)
        _write(slide, report, below, 12, TEXT, top + Inches(1.2), Inches(1.2), left, wide)
        notes.append(f"{card.title}: {card.value} {card.interval}\n{card.definition}".strip())
    notes.append(words("report.office.snapshot", snapshot=report.snapshot))
    slide.notes_slide.notes_text_frame.text = "\n\n".join(notes)


def _chart(deck: Any, report: Report, words: Words, chart: Chart) -> None:
    slide = _slide(deck, report, chart.finding, 26)
    subject = chart.subject if chart.subject.startswith(chart.title) else f"{chart.title}: {chart.subject}"
    _write(slide, report, subject.strip(": "), 14, MUTED, Inches(1.35), Inches(0.45))
    data = CategoryChartData(number_format=NUMBERS[chart.unit])
    data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, [None if point.suppressed else point.value for point in series.points])
    frame = slide.shapes.add_chart(KINDS[chart.kind], LEFT, Inches(1.8), WIDE, Inches(4.7), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.alt)
    frame.name = chart.subject or chart.title or chart.key
    _style(frame.chart, chart)
    for drawn, series in zip(frame.chart.plots[0].series, chart.series, strict=True):
        add_whiskers(drawn, series)
    _write(slide, report, _beneath(chart, words), 12, MUTED, Inches(6.5), Inches(0.6))
    slide.notes_slide.notes_text_frame.text = _notes(chart, report, words)


def _style(drawn: Any, chart: Chart) -> None:
    drawn.font.name, drawn.font.size = SANS, Pt(12)
    drawn.font.color.rgb = RGBColor.from_string(TEXT)
    drawn.has_title = False
    several = len(chart.series) > 1
    drawn.has_legend = several
    if several:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    values = drawn.value_axis
    values.has_major_gridlines, values.visible = False, False
    lowest, highest = _reach(chart)
    values.minimum_scale = min(lowest, 0)
    if chart.kind == "dots":
        # A program that reads the file sets an axis by the bars and would cut the intervals off.
        values.maximum_scale = highest * 1.1
    if chart.kind in ("bars", "dots", "bullets"):
        drawn.category_axis.reverse_order = True
    drawn.category_axis.format.line.color.rgb = RGBColor.from_string("DDD9D0")
    plot = drawn.plots[0]
    plot.gap_width = 55 if len(chart.categories) > 3 else 200
    for number, series in enumerate(plot.series):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(COLORS[number % len(COLORS)])
        for place, point in enumerate(chart.series[number].points):
            if point.style == "partial" and not point.suppressed:
                fill = series.points[place].format.fill
                fill.patterned()
                fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
                fill.fore_color.rgb = RGBColor.from_string(COLORS[number % len(COLORS)])
                fill.back_color.rgb = RGBColor.from_string("FFFFFF")
    if len(chart.categories) * len(chart.series) <= 3 * LONGEST:
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = NUMBERS[chart.unit], False
        labels.font.size = Pt(11)
        if chart.kind == "dots" and lowest >= 0:
            # At the foot of the bar: at its end the label would lie upon the whisker.
            labels.position = XL_LABEL_POSITION.INSIDE_BASE
            labels.font.color.rgb = RGBColor.from_string("FFFFFF")
        elif chart.kind == "stacked":
            first = plot.series[0].data_labels
            first.show_value, first.font.size = True, Pt(11)
            first.font.color.rgb = RGBColor.from_string("FFFFFF")
        else:
            labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _reach(chart: Chart) -> tuple[float, float]:
    """The lowest and the highest figure or end of an interval that the chart shows."""
    shown = [point for series in chart.series for point in series.points if not point.suppressed]
    ends = [end for point in shown for end in (point.value, point.lower, point.upper) if end is not None]
    return min(ends, default=0.0), max(ends, default=1.0)


def _beneath(chart: Chart, words: Words) -> str:
    """The note, and which of the chart's figures are hidden."""
    hidden = [
        category
        for series in chart.series
        for category, point in zip(chart.categories, series.points, strict=True)
        if point.suppressed
    ]
    named = f"{words('report.office.suppressed')}: {', '.join(dict.fromkeys(hidden))}." if hidden else ""
    return "\n".join(text for text in (chart.note, named) if text)


def _notes(chart: Chart, report: Report, words: Words) -> str:
    """Definition; every figure as it is shown, with its interval and number; snapshot."""
    lines = [text for text in (chart.title, chart.definition, chart.note) if text]
    for series in chart.series:
        for category, point in zip(chart.categories, series.points, strict=True):
            said = [f"{series.name}, {category}: {point.text}"]
            if point.lower is not None and point.upper is not None and not point.suppressed:
                said.append(
                    words("report.office.interval", interval=_interval(chart, point.lower, point.upper))
                )
            if point.n is not None and not point.suppressed:
                said.append(words("report.office.records", n=point.n))
            lines.append("; ".join(said))
    lines.append(words("report.office.snapshot", snapshot=report.snapshot))
    return "\n".join(lines)


def _interval(chart: Chart, lower: float, upper: float) -> str:
    if chart.unit == "percent":
        return f"{lower:.0%} – {upper:.0%}"
    return f"{lower:.1f} – {upper:.1f}"


def _slide(deck: Any, report: Report, title: str, size: int, top: Any = None, height: Any = None) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    place = slide.shapes.title
    place.left, place.top, place.width = LEFT, top or Inches(0.4), WIDE
    place.height = height or Inches(0.95)
    _fill(place.text_frame, report, title, SERIF, fitting(title, size, place.width, place.height), TEXT)
    return slide


def fitting(text: str, size: int, wide: int, high: int) -> int:
    """The size in points, at most the one wanted and at least 14, at which the text stays within its box."""
    for points in range(size, 14, -1):
        # A letter of the title's font is 0.56 of its size wide on average, a line 1.2 high.
        letters = max(int(wide / Pt(points * 0.56)), 1)
        if -(-len(text) // letters) * Pt(points * 1.2) <= high - Inches(0.1):
            return points
    return 14


def _write(
    slide: Any,
    report: Report,
    text: str,
    size: int,
    color: str,
    top: Any,
    height: Any,
    left: Any = LEFT,
    wide: Any = WIDE,
) -> None:
    if text:
        box = slide.shapes.add_textbox(left, top, wide, height)
        _fill(box.text_frame, report, text, SANS, size, color)


def _fill(frame: Any, report: Report, text: str, font: str, size: int, color: str) -> None:
    frame.word_wrap = True
    frame.text = text
    for paragraph in frame.paragraphs:
        paragraph.alignment = 1
        for run in paragraph.runs:
            run.font.name, run.font.size, run.font.color.rgb = font, Pt(size), RGBColor.from_string(color)
            run._r.get_or_add_rPr().set("lang", LANGUAGES.get(report.language, report.language))
