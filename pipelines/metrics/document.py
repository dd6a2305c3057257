"""What is made from the catalogue: the page `docs/metrics.md` and the list in the README.
`python -m pipelines.metrics.document` writes both anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.metrics.dimensions import dimensions
from pipelines.metrics.metric import Metric, catalogue
from pipelines.metrics.policy import guarded
from pipelines.settings import PROJECT

PAGE = PROJECT / "docs" / "metrics.md"
README = PROJECT / "README.md"
BEGIN, END = "<!-- metrics: made from the catalogue -->\n", "<!-- end of metrics -->\n"
GROUPS = {
    "reach": "Reach",
    "demographics": "Who takes part",
    "use": "Use",
    "makerspace": "Makerspace",
    "outcomes": "Outcomes",
    "advising": "Advising",
}
BEHIND = {
    "people": "people; guarded by the disclosure threshold",
    "answers": "answers of people; guarded by the disclosure threshold",
    "events": "events; guarded where they are divided by a personal dimension",
}
HEAD = """# Metrics

Made from `pipelines/metrics/catalogue/` by `python -m pipelines.metrics.document`; a test holds it current.

Every row of an answer has `value`, `n` (records that state a value) and `unknown` (records that do not).
Where a table covers the period and holds no record, a count is 0; where it does not cover the period, where
records exist and none of them states a value, and where a share has no answer, there is no value: no data
is not zero. With a grain and no breakdown every covered period has a row; with a breakdown only
combinations that occur have one. Shares have Wilson's 95 % interval with n divided by the design effect
(`docs/statistics.md`), means Student's t, the net promoter
score its standard error (Wilson's bound where all answers fall into one group, so that no interval has zero
width). Fewer than 30 answers are marked indicative. Differences of shares have Newcombe's hybrid score
interval, those of means and net promoter scores its general form by Zou and Donner; counts have a
difference and a ratio.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_body()])


def readme(text: str) -> str:
    """The README with the list of metrics that the catalogue holds now; ValueError where it has no place."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"README.md has no {BEGIN.strip()} or no {END.strip()}")
    return f"{before}{begin}{_listed()}{end}{after}"


def _listed() -> str:
    lines = []
    for group, title in GROUPS.items():
        inside = sorted(metric.title for metric in catalogue().values() if metric.group == group)
        lines.append(f"- **{title}**: {', '.join(inside)}.\n")
    return "".join(lines)


def _body() -> Iterator[str]:
    for group, title in GROUPS.items():
        yield f"## {title}\n"
        for metric in catalogue().values():
            if metric.group == group:
                yield _section(metric)
    yield "## Dimensions\n"
    yield "| code | title | personal | values |"
    yield "|---|---|---|---|"
    for name, dimension in dimensions().items():
        values = ", ".join((*dimension.values, "unknown")) if dimension.values else "as they occur, unknown"
        yield f"| `{name}` | {dimension.title} | {'yes' if dimension.personal else ''} | {values} |"
    yield ""


def _section(metric: Metric) -> str:
    by = ", ".join(f"`{name}`" for name in metric.published_by) or "nothing"
    if metric.analysts_only:
        by += f"; for analysts also by {', '.join(f'`{name}`' for name in metric.analysts_only)}"
    pairs = ", ".join(_pair(metric, *pair) for pair in metric.pairs) or "none"
    made_of = f"`{metric.of}`" + (f" and `{metric.against}`" if metric.against else "")
    source = f"made of {made_of}" if metric.is_derived else f"from `{metric.table}`"
    return f"""### {metric.title} (`{metric.code}`)

{metric.definition}

{metric.why}

- Formula: {metric.formula}; {source}, unit {metric.unit}
- Behind a cell stand {BEHIND[metric.counts]}
- By {by}
- Pairs published to all roles: {pairs}
- Standard: {", ".join(metric.standard)}; owner: {metric.owner}; next review: {metric.next_review}
"""


def _pair(metric: Metric, one: str, other: str) -> str:
    found = guarded(metric, tuple(sorted((one, other))))
    finest = " (no months)" if found is not None and found.finest == "quarter" else ""
    return f"`{one}` and `{other}`{finest}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    README.write_text(readme(README.read_text("utf-8")), "utf-8")
