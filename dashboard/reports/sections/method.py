"""How the figures were made: method and limits, definitions, and the files they rest on."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from dashboard.reports import figures
from dashboard.reports.content import Cards, Cell, Chart, MadeFrom, Paragraph, Points, Section, Table
from dashboard.reports.sections.impact import section
from dashboard.view import View

LIMITS = ("repeats", "intervals", "comparison", "unknown", "asked", "opening")


def method(view: View) -> Section:
    """What a reader must know before passing a figure on."""
    words = view.words
    objects = view.source.quality("meta_object")
    rows, aside = int(objects["rows"].sum()), int(objects["quarantined"].sum())
    said = [
        words("frame.privacy", k=words.number(words.site.threshold)),
        *(words(f"report.limit.{limit}") for limit in LIMITS),
        words("note.indicative", n=words.number(words.site.indicative_below)).lstrip("* "),
    ]
    if rows:
        said.append(words("report.limit.rows", count=rows, aside=words.number(aside)))
    return section(view, "method", [Points(tuple(said))])


def definitions(view: View, sections: Sequence[Section]) -> Section:
    """Every figure of the report, in the order in which it appears."""
    codes: dict[str, None] = {}
    for one in sections:
        for block in one.blocks:
            if isinstance(block, Cards):
                codes.update(dict.fromkeys(card.metric for card in block.cards))
            elif isinstance(block, Chart) and block.metric:
                codes[block.metric] = None
    return section(view, "definitions", [figures.definitions(view, list(codes))])


def provenance(view: View, made_from: Sequence[MadeFrom], made: str) -> Section:
    """The snapshot, the files by source, and how to get the same figures again."""
    words = view.words
    sources: dict[str, list[MadeFrom]] = {}
    for one in made_from:
        sources.setdefault(one.source, []).append(one)
    rows = []
    for source, files in sorted(sources.items()):
        last = max((one.last for one in files if one.last), default=None)
        counts = (len(files), sum(one.rows for one in files), sum(one.accepted for one in files))
        rows.append(
            (
                Cell(words.label("source", source)),
                *(Cell(words.number(count), count, "whole") for count in counts),
                Cell("–" if last is None else words.day(last)),
            )
        )
    heads = ("source", "files", "rows", "accepted", "last")
    table = Table(
        "provenance",
        words("report.made_from"),
        tuple(words(f"report.{head}") for head in heads),
        tuple(rows),
        (False, True, True, True, False),
        widths=(4, 1, 1.2, 1.4, 2.2),
    )
    period = view.selection.period.code
    again = words(
        "report.again",
        command=f"impact query visits --from {view.selection.period.start} "
        f"--to {view.selection.period.end} --role {view.role} --snapshot {view.source.snapshot}",
    )
    told = Paragraph(words("report.snapshot", snapshot=view.source.snapshot, when=made, period=period))
    return section(view, "provenance", [told, table, Paragraph(again, "fine")])


def made_from(view: View) -> tuple[MadeFrom, ...]:
    """The files behind the snapshot, by source and name."""
    objects = view.source.quality("meta_object").sort("source", "file")
    columns = ("file", "source", "sha256", "rows", "accepted", pl.col("last_date").alias("last"))
    return tuple(MadeFrom(**row) for row in objects.select(*columns).iter_rows(named=True))
