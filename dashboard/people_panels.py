"""Who takes part, by age and sex together, and where in the city they live."""

from __future__ import annotations

from dashboard import findings
from dashboard.charts import Mark
from dashboard.charts_map import CLASSES, shaded_map
from dashboard.charts_pyramid import pyramid
from dashboard.figure import Shown, draw, table_of
from dashboard.marks import Row, hover
from dashboard.panels import subject
from dashboard.shapes import read_shapes
from dashboard.view import View
from pipelines.metrics import Answer
from pipelines.metrics.dimensions import dimensions

METRIC = "unique_participants"
PER = 10_000


def age_pyramid(view: View) -> None:
    """Participants by age band, women to the left and men to the right; what is not known stands below."""
    words = view.words

    def build() -> Shown:
        answer = view.ask(METRIC, by=("sex", "age_band"))
        cells: dict[tuple[str, str], Row] = {
            (row["sex"], row["age_band"]): row for row in answer.rows.to_dicts()
        }
        bands = [*reversed(dimensions()["age_band"].values), "unknown"]
        bands = [band for band in bands if any(code == band for _, code in cells)]
        sides = [[side(view, answer, cells.get((sex, band)), sex, band) for band in bands]
                 for sex in ("female", "male")]  # fmt: skip
        colors = (view.palette.accent, view.palette.attention)
        shown = [row for row in cells.values() if row["value"] is not None and "unknown" not in row.values()]
        finding = words("finding.nothing_to_show")
        if shown:
            most = max(shown, key=lambda row: row["value"])
            label = f"{words.label('sex', most['sex'])}, {words.label('age_band', most['age_band'])}"
            key = "finding.largest_shown" if answer.rows["suppressed"].any() else "finding.most"
            finding = words(key, label=label, amount=findings.amount(words, answer.metric, most["value"]))
        return Shown(
            finding=finding,
            subject=words("pyramid.subject", period=words.period(view.selection.period)),
            figure=pyramid(sides[0], sides[1], view.palette, colors) if cells else None,
            table=table_of(view, answer, ("age_band", "sex")),
            answers=(answer,),
            notes=[*unknown_sex(view, list(cells.values())), words("pyramid.no_city")],
            key=tuple(
                (words.label("sex", sex), c) for sex, c in zip(("female", "male"), colors, strict=True)
            ),
        )

    draw(view, "age-pyramid", subject(view, METRIC, "age_band"), build)


def side(view: View, answer: Answer, row: Row | None, sex: str, band: str) -> Mark:
    """One bar; a combination that did not occur has none."""
    words, label = view.words, view.words.label("age_band", band)
    if row is None:
        return Mark(label, None, "0", f"<b>{label}</b><br>0")
    exact = hover(view, answer.metric, f"{label}, {words.label('sex', sex)}", row)
    if row["suppressed"]:
        return Mark(label, None, words("mark.hidden_short"), exact, "hidden")
    return Mark(label, row["value"], words.number(row["value"]), exact)


def unknown_sex(view: View, rows: list[Row]) -> list[str]:
    """How many people's sex is not known; where cells of them are hidden, that there are some."""
    found = [row for row in rows if row["sex"] == "unknown"]
    if not found:
        return []
    if any(row["suppressed"] for row in found):
        return [view.words("pyramid.unknown_hidden")]
    return [view.words("pyramid.unknown", count=sum(row["value"] or 0 for row in found))]


def district_map(view: View) -> None:
    """Participants for each 10,000 residents on the outlines of the districts; nothing without outlines."""
    words, shapes = view.words, read_shapes()
    if shapes is None:
        return
    title = words("map.subject", period=words.period(view.selection.period))

    def build() -> Shown:
        answer = view.ask(METRIC, by=("district",))
        people = {row["code"]: row for row in view.source.quality("dim_district").iter_rows(named=True)}
        marks: dict[str, Mark] = {}
        for row in answer.rows.iter_rows(named=True):
            home = people.get(row["district"])
            if home is None or not home["population"]:
                continue
            name = words.label("district", row["district"])
            rate = None if row["value"] is None else PER * row["value"] / home["population"]
            text = words("mark.hidden_short") if rate is None else words.number(rate, 1)
            exact = hover(view, answer.metric, name, row)
            if rate is not None:
                exact += f"<br>{words('map.hover', rate=text)}"
            marks[row["district"]] = Mark(name, rate, text, exact, "hidden" if rate is None else "plain")
        ranked = sorted(marks.values(), key=lambda mark: -(mark.value if mark.value is not None else -1.0))
        dated = next((people[code] for code in marks), None)
        notes = [words("map.unknown")]
        if dated:
            notes.append(words("note.population", date=words.day(dated["as_of"]), source=dated["source"]))
        return Shown(
            finding=reached(view, ranked),
            subject=title,
            figure=shaded_map(shapes, marks, view.palette) if marks else None,
            table=table_of(view, answer, ("district",)),
            answers=(answer,),
            notes=[*notes, words("map.credit", credit=shapes.credit)],
            key=classes(view, ranked),
        )

    draw(view, "district-map", title, build)


def reached(view: View, ranked: list[Mark]) -> str:
    """Which district is reached best and which least, or that too few can be compared."""
    shown = [mark for mark in ranked if mark.value is not None]
    if len(shown) < 2:
        return view.words("finding.nothing_to_compare")
    values = {"high": shown[0].label, "high_value": shown[0].text}
    return view.words("map.finding", low=shown[-1].label, low_value=shown[-1].text, **values)


def classes(view: View, ranked: list[Mark]) -> list[tuple[str, str]]:
    """The steps of the shades in numbers, and the hatching where a district is hidden."""
    words, palette = view.words, view.palette
    highest = max([mark.value or 0.0 for mark in ranked] + [0.0])
    edges = [words.number(highest * step / CLASSES, 1) for step in range(CLASSES + 1)]
    found = [(f"{edges[i]}–{edges[i + 1]}", palette.ramp[1 + i]) for i in range(CLASSES)] if highest else []
    hidden = any(mark.value is None for mark in ranked)
    return [*found, *([(words("mark.hidden_short"), palette.hidden)] if hidden else [])]
