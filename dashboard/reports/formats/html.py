"""HTML in one file: style and pictures stand in it, nothing is fetched and nothing is run."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from html import escape
from pathlib import Path

from dashboard.reports.content import (
    Block,
    Card,
    Cards,
    Cell,
    Chart,
    Definitions,
    Options,
    Paragraph,
    Points,
    Report,
    Story,
    Table,
)
from dashboard.reports.drawing import drawn
from dashboard.theme import LIGHT
from dashboard.words import Words, load_words

STYLE = Path(__file__).with_name("report.css")
BRIEF = ("summary", "outcomes", "targets")
# Colours of the pictures that follow the reader's light or dark.
NAMED = {
    LIGHT.text: "ink", LIGHT.muted: "muted", LIGHT.line: "line", LIGHT.accent: "accent", LIGHT.second: "second",
    LIGHT.unknown: "unknown", LIGHT.hidden: "hidden",
}  # fmt: skip


def write(report: Report, options: Options) -> bytes:
    """The report as one HTML file in UTF-8."""
    words = load_words(report.language)
    shown = [one for one in report.sections if not options.brief or one.key in BRIEF]
    entries = "".join(f"<li><a href='#{escape(one.key)}'>{escape(one.title)}</a></li>" for one in shown)
    body = "".join(
        f"<section id='{escape(one.key)}' aria-labelledby='{escape(one.key)}-title'>"
        f"<h2 id='{escape(one.key)}-title'>{escape(one.title)}</h2><p class='lead'>{escape(one.lead)}</p>"
        f"{''.join(block(part, words) for part in one.blocks)}</section>"
        for one in shown
    )
    title = escape(f"{report.title} · {report.period}")
    prepared = escape(words("report.prepared", audience=report.audience_name))
    made = escape(words("frame.footer", snapshot=report.snapshot, when=report.published_text))
    text = (
        f"<!doctype html><html lang='{escape(report.language)}'><head><meta charset='utf-8'>"
        f"<meta name='viewport' content='width=device-width, initial-scale=1'><title>{title}</title>"
        f"<style>{STYLE.read_text('utf-8')}</style></head><body><header><p class='site'>{escape(report.subtitle)}</p>"
        f"<h1>{escape(report.title)}</h1><p class='lead'>{escape(report.period)} · {prepared}</p>"
        f"<p class='finding'>{escape(report.finding)}</p>"
        f"<nav aria-label='{escape(words('report.contents'))}'><ol>{entries}</ol></nav></header><main>{body}</main>"
        f"<footer><p>{escape(report.privacy)}<br>{made}</p></footer></body></html>\n"
    )
    return text.encode()


def block(one: Block, words: Words) -> str:
    """One block as HTML; every text is escaped."""
    match one:
        case Chart():
            return chart(one, words)
        case Table():
            note = f"<p class='note'>{escape(one.note)}</p>" if one.note else ""
            return f"<h3>{escape(one.title)}</h3>{table(one.headings, one.rows, one.numeric)}{note}"
        case Cards():
            return f"<div class='cards'>{''.join(card(each) for each in one.cards)}</div>"
        case Paragraph():
            return f"<p class='{one.style}'>{escape(one.text)}</p>"
        case Points():
            return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in one.items)}</ul>"
        case Definitions():
            return f"<dl>{''.join(definitions(one))}</dl>"
        case Story():
            return story(one)


def chart(one: Chart, words: Words) -> str:
    """The picture with its alternative text, and the same values as a table."""
    svg = drawn(one, words.language)
    for shade, name in NAMED.items():
        svg = svg.replace(f'"{shade}"', f'"var(--{name})"').replace(f'"{shade.lower()}"', f'"var(--{name})"')
    alt = escape(f"{one.finding}. {one.subject}. {one.alt}", quote=True)
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{alt}" ', 1)
    shades = ("accent", "second") if one.kind == "stacked" else ("accent", "ink", "line")
    parts = zip(shades, one.series, strict=False) if one.kind in ("stacked", "bullets") else ()
    names = "".join(
        f"<span><i style='background:var(--{shade})'></i>{escape(s.name)}</span>" for shade, s in parts
    )
    key = f"<p class='key'>{names}</p>" if names else ""
    rows = tuple(
        (Cell(name), *(Cell(series.points[i].text) for series in one.series))
        for i, name in enumerate(one.categories)
    )
    heads = (one.dimension, *(series.name for series in one.series))
    note = f"<p class='note'>{escape(one.note)}</p>" if one.note else ""
    return (
        f"<figure><h3>{escape(one.finding)}</h3><p class='subject'>{escape(one.subject)}</p>{key}{svg}{note}</figure>"
        f"<details><summary>{escape(words('report.as_table'))}</summary>"
        f"{table(heads, rows, (False, *[True] * len(one.series)))}</details>"
    )


def table(heads: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...], numeric: tuple[bool, ...]) -> str:
    def style(position: int) -> str:
        return " class='number'" if numeric[position] else ""

    head = "".join(f"<th scope='col'{style(i)}>{escape(text)}</th>" for i, text in enumerate(heads))
    lines = "".join(
        "<tr>" + "".join(f"<td{style(i)}>{escape(cell.text)}</td>" for i, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    name = escape(heads[0], quote=True)
    return (
        f"<div class='scroll' tabindex='0' role='region' aria-label='{name}'>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>"
    )


def card(one: Card) -> str:
    interval = f"<span>{escape(one.interval)}</span>" if one.interval else ""
    lines = "".join(f"<p>{escape(text)}</p>" for text in (one.change, one.note) if text)
    value = f"<p class='value'>{escape(one.value)}{interval}</p>"
    return f"<div class='card'><p>{escape(one.title)}</p>{value}{lines}</div>"


def definitions(one: Definitions) -> Iterator[str]:
    for item in one.items:
        yield f"<dt>{escape(item.term)}</dt><dd>{escape(item.text)}"
        yield f"<p class='fine'>{escape(item.formula)} · {escape(item.rule)}</p></dd>"


def story(one: Story) -> str:
    title = f"<h3>{escape(one.title)}</h3>" if one.title else ""
    parts = "".join(f"<p><b>{escape(label)}.</b> {escape(text)}</p>" for label, text in one.parts)
    pictures = "".join(
        f"<figure><img alt='{escape(each.alt, quote=True)}' "
        f"src='data:image/{'jpeg' if each.kind == 'jpg' else 'png'};base64,{b64encode(each.data).decode()}'>"
        f"<figcaption>{escape(each.caption)}</figcaption></figure>"
        for each in one.pictures
    )
    return f"{title}{parts}{pictures}<p class='fine'>{escape(one.by)}</p>"
