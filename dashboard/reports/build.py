"""The content of a report: asked of the same metrics, through the same door, as the pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from dashboard import findings
from dashboard.filters import Selection
from dashboard.periods import Period, parse
from dashboard.reports.charts import given
from dashboard.reports.content import Audience, Report, Section, Story
from dashboard.reports.sections import impact, method, use
from dashboard.source import Source, covered
from dashboard.theme import LIGHT
from dashboard.view import View
from dashboard.words import Words, capital
from pipelines.problems import Problem, RefusalError

# What each audience may see: `public` is `partner` without comments of the staff.
ROLE_OF = {"consulate": "partner", "library": "library", "public": "partner"}
WITH_COMMENTS = ("consulate", "library")


def chosen_period(code: str, words: Words) -> Period:
    """The period of `2026-Q3`, `2026-07`, `2026` or `FY2026`; RefusalError for anything else."""
    try:
        return parse(code, words.fiscal)
    except (ValueError, KeyError, IndexError) as error:
        raise RefusalError(Problem("report_period", values={"period": code})) from error


def build(
    source: Source, words: Words, period: Period, audience: Audience, stories: Sequence[Story] = ()
) -> Report:
    """The report of one period for one audience. RefusalError where the period holds no day of data."""
    days = covered(source)
    if days is None or period.end < days[0] or period.start > days[1]:
        raise RefusalError(Problem("report_empty", values={"period": period.code}))
    whole = Period("all", "all", *days)
    view = View(source, words, Selection(period), ROLE_OF[audience], LIGHT, whole)
    comments = audience in WITH_COMMENTS
    sections = [
        impact.summary(view),
        use.changes(view),
        impact.reach(view),
        impact.people(view),
        impact.outcomes(view),
        impact.programmes(view),
        use.makerspace(view),
        use.advising(view),
        use.targets(view, comments),
    ]
    if stories:
        sections.append(
            Section("stories", words("report.section.stories"), words("report.lead.stories"), tuple(stories))
        )
    files = method.made_from(view)
    made = source.quality("meta_snapshot")["created_at"][0]
    published = made if isinstance(made, datetime) and made.tzinfo else made.replace(tzinfo=UTC)
    sections += [method.method(view), method.definitions(view, sections)]
    sections.append(method.provenance(view, files, words.moment(published)))
    return Report(
        title=words("report.title"),
        subtitle=words.site.name[words.language],
        finding=opening(view),
        period=words.period(period),
        period_code=period.code,
        start=period.start,
        end=period.end,
        language=words.language,
        audience=audience,
        audience_name=words(f"report.audience.{audience}"),
        snapshot=source.snapshot,
        published=published,
        published_text=words.moment(published),
        privacy=words("frame.privacy", k=words.number(words.site.threshold)),
        made_from=files,
        sections=tuple(sections),
    )


def opening(view: View) -> str:
    """The sentence that the overview opens with."""
    words = view.words
    visits = given(view, "visits")
    applied = given(view, "outcome_application")
    if visits is None:
        return words("report.nothing")
    row = visits.rows.row(0, named=True)
    outcome = None if applied is None else applied.rows.row(0, named=True)
    return capital(
        findings.overview(
            words,
            words.period(view.selection.period),
            findings.amount(words, visits.metric, row["value"]),
            findings.change(words, visits.metric, view.compare("visits")),
            findings.outcome(words, "outcome_application", outcome),
        )
    )
