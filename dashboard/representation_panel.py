"""Whether those who take part are like those who live in the city, with the date and source of the latter."""

from __future__ import annotations

import polars as pl

from dashboard.charts import Mark, ranked_bars
from dashboard.figure import Shown, WithheldError, draw
from dashboard.insights import Dimension
from dashboard.view import View
from pipelines.statistics.representation import Group


def representation(view: View, by: Dimension) -> None:
    """Share of participants over share of residents, a bar a group; nothing at all without a denominator."""
    words = view.words
    found = view.source.insights.representation(by, view.question("unique_participants", by=(by,)))
    if found.reason == "no_denominator":
        return
    period = words.period(view.selection.period)
    subject = words("representation.subject", dimension=words(f"dimension.{by}"), period=period)

    def build() -> Shown:
        if found.reason is not None or found.as_of is None:
            raise WithheldError(found.reason or "no_denominator")
        groups = sorted(found.groups, key=lambda group: -group.ratio)
        figure = ranked_bars([bar(view, by, group) for group in groups], view.palette, reference=1.0)
        figure["layout"]["shapes"] = [
            {"type": "line", "x0": 1, "x1": 1, "yref": "paper", "y0": 0, "y1": 1, "layer": "above",
             "line": {"color": view.palette.text, "width": 1.5, "dash": "dot"}}
        ]  # fmt: skip
        unknown = words.percent(found.unknown_share or 0.0)
        least = groups[-1]
        values = {"label": words.label(by, least.code), "ratio": words.number(least.ratio, 2)}
        values |= {"users": words.percent(least.user_share), "people": words.percent(least.population_share)}
        return Shown(
            finding=words("representation.least", **values),
            subject=subject,
            figure=figure,
            table=table(view, by, groups),
            answers=(view.ask("unique_participants", by=(by,)),),
            notes=[
                words("representation.one"),
                words("representation.unknown", share=unknown),
                words("note.population", date=words.day(found.as_of), source=found.source),
            ],
            method=words("representation.method"),
        )

    draw(view, f"representation-{by}", subject, build)


def bar(view: View, by: str, group: Group) -> Mark:
    """One group's ratio, with both shares on hover."""
    words, label = view.words, view.words.label(by, group.code)
    shares = {"users": words.percent(group.user_share, 1), "people": words.percent(group.population_share, 1)}
    hover = f"<b>{label}</b><br>{words.number(group.ratio, 2)}<br>{words('representation.hover', **shares)}"
    return Mark(label, group.ratio, words.number(group.ratio, 2), hover)


def table(view: View, by: str, groups: list[Group]) -> pl.DataFrame:
    """Both shares and their ratio, a row a group."""
    words = view.words
    return pl.DataFrame(
        [
            {
                words(f"dimension.{by}"): words.label(by, group.code),
                view.title("unique_participants"): words.number(group.users),
                words("representation.users"): words.percent(group.user_share, 1),
                words("representation.people"): words.percent(group.population_share, 1),
                words("representation.ratio"): words.number(group.ratio, 2),
            }
            for group in groups
        ]
    )
