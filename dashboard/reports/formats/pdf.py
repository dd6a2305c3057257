"""PDF by Typst: tagged (PDF/UA-1), with outline, alt texts and language; texts reach it as data, never as markup."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import asdict, replace
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from dashboard.reports.content import Chart, Options, Picture, Report, Story
from dashboard.reports.drawing import FONTS, drawn
from dashboard.reports.letters import drawable
from dashboard.words import load_words

TEMPLATE = Path(__file__).with_name("report.typ")
BRIEF = (("reach", "visits-months"), ("outcomes", "outcomes"), ("targets", "targets"))


def write(report: Report, options: Options) -> bytes:
    """The report as a PDF whose date is that of the snapshot."""
    words = load_words(report.language)
    said = {
        "report": told(report, options),
        "paper": {"a4": "a4", "letter": "us-letter"}[options.paper],
        "brief": options.brief,
        "words": {
            "contents": words("report.contents"),
            "figure": words("report.figure_word"),
            "page": words.plain("report.page"),
            "prepared": words("report.prepared", audience=report.audience_name),
            "footer": words("frame.footer", snapshot=report.snapshot, when=report.published_text),
        },
    }
    made = compiler().compile(
        format="pdf",
        sys_inputs={"said": json.dumps(drawable(said), ensure_ascii=False, default=str)},
        pdf_standards="ua-1",
        timestamp=int(report.published.timestamp()),
    )
    return bytes(made)


@lru_cache(maxsize=1)
def compiler() -> Any:
    """The Typst compiler with the fonts of the project only."""
    import typst

    return typst.Compiler(
        input=str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=[str(FONTS)], ignore_system_fonts=True
    )


def told(report: Report, options: Options) -> dict[str, Any]:
    """The report as plain data; each chart has its picture, each block its kind."""
    shown = replace(report, made_from=())
    said = asdict(replace(shown, sections=()))
    said |= {"date": [report.published.year, report.published.month, report.published.day]}
    said["sections"] = [
        {
            "key": one.key,
            "title": one.title,
            "lead": one.lead,
            "blocks": [block(b, report.language) for b in one.blocks],
        }
        for one in report.sections
        if not options.brief or one.key in ("summary", *(key for key, _ in BRIEF))
    ]
    if options.brief:
        wanted = {chart for _, chart in BRIEF}
        for section in said["sections"]:
            keep = [b for b in section["blocks"] if b["block"] in ("Chart", "Cards")]
            section["blocks"] = [b for b in keep if b["key"] in wanted or b["key"] == "headlines"]
    return said


def block(shown: Any, language: str) -> dict[str, Any]:
    name = type(shown).__name__
    if isinstance(shown, Story):
        pictures = [{"svg": framed(one), "alt": one.alt, "caption": one.caption} for one in shown.pictures]
        return {
            "block": name,
            "title": shown.title,
            "parts": shown.parts,
            "by": shown.by,
            "pictures": pictures,
        }
    said = {"block": name, **asdict(shown)}
    if isinstance(shown, Chart):
        said["svg"] = drawn(shown, language)
        said["key_parts"] = [one.name for one in shown.series] if shown.kind in ("stacked", "bullets") else []
    return said


def framed(picture: Picture) -> str:
    """A picture of pixels inside an SVG, in which it can be handed over as text."""
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(picture.data)) as opened:
        width, height = opened.size
    kind = "jpeg" if picture.kind == "jpg" else "png"
    source = f"data:image/{kind};base64,{b64encode(picture.data).decode()}"
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}'>"
        f"<image width='{width}' height='{height}' href='{escape(source)}'/></svg>"
    )
