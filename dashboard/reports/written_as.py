"""A report in a format. Formats are the modules of `formats/`, found by being there."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from dashboard.reports import formats as found
from dashboard.reports.content import Audience, Options, Report
from pipelines.problems import Problem, RefusalError
from pipelines.settings import Home, site_folder


def formats() -> tuple[str, ...]:
    """The formats there are: the modules that have a `write`."""
    return tuple(sorted(one.name for one in pkgutil.iter_modules(found.__path__) if not one.ispkg))


def written_as(report: Report, form: str, options: Options = Options()) -> bytes:  # noqa: B008
    """The report's file; the same content and options give the same bytes."""
    if form not in formats():
        values = {"format": form, "allowed": ", ".join(formats())}
        raise RefusalError(Problem("report_format", values=values))
    made: bytes = import_module(f"dashboard.reports.formats.{form}").write(report, options)
    return made


def published_report(home: Home, period: str, language: str, audience: Audience) -> Report:
    """The report of the snapshot that is published at this moment."""
    from dashboard.reports.build import build, chosen_period
    from dashboard.reports.told_stories import told_stories
    from dashboard.source import WarehouseSource
    from dashboard.words import load_words
    from pipelines.snapshot import Snapshots

    words = load_words(language, site_folder())
    chosen = chosen_period(period, words)
    current = Snapshots(home).current()
    if current is None:
        raise RefusalError(Problem("report_empty", values={"period": period}))
    stories = told_stories(home, words, chosen.start, chosen.end)
    return build(WarehouseSource(home, current), words, chosen, audience, stories)


def file_name(report: Report, form: str, options: Options) -> str:
    """What a reader's file is called: `impact-2026-Q3-consulate-en.pdf`."""
    brief = "-brief" if options.brief else ""
    return f"impact-{report.period_code}-{report.audience}-{report.language}{brief}.{form}"
