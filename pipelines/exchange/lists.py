"""The lists that stand beside published figures: what each metric is, what each code means, where data came from."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipelines.metrics import catalogue, dimensions
from pipelines.metrics.question import Snapshot
from pipelines.settings import site_folder

LANGUAGES = ("en", "ru", "kk")
# The reference file that names the codes of a dimension; codes.csv names those of the others.
NAMED_IN = {"district": "districts", "programme": "programmes", "resource": "resources", "zone": "zones"}
LISTED_AS = {"home_language": "language"}
METRIC_MEANINGS = {
    "metric": "Code of the metric.",
    "title": "What it is called.",
    "definition": "What is counted and what is not.",
    "why": "What it is good for.",
    "formula": "How it is worked out.",
    "unit": "Unit of the value. percent: a share from 0 to 1; points: -100 to 100; scale: 1 to 5.",
    "group": "Group of metrics.",
    "counts": "What the threshold of suppression guards.",
    "adds_up": "False for distinct people: groups and periods must not be added up.",
    "standard": "Rule books that know it, a semicolon between.",
    "owner": "Who answers for it.",
    "next_review": "Day by which its definition is looked at again.",
}
CODE_MEANINGS = {
    "dimension": "Column of the figures.",
    "code": "The code as it stands there; unknown is missing.",
    **{
        f"name_{language}": f"Its name ({language}); empty where the site lists none."
        for language in LANGUAGES
    },
}


def metrics_table() -> pl.DataFrame:
    """A row a metric, with its words."""
    rows = [
        {
            "metric": metric.code,
            **{name: getattr(metric, name) for name in ("title", "definition", "why", "formula", "unit")},
            "group": metric.group,
            "counts": metric.counts,
            "adds_up": metric.adds_up,
            "standard": "; ".join(metric.standard),
            "owner": metric.owner,
            "next_review": metric.next_review,
        }
        for metric in catalogue().values()
    ]
    return pl.DataFrame(rows)


def codes_table(figures: pl.DataFrame) -> pl.DataFrame:
    """A row for each code of each dimension that the figures hold, with its names in the site's languages."""
    rows = []
    for name, dimension in dimensions().items():
        if name not in figures.columns:
            continue
        named = names_of(name)
        codes = sorted(figures[name].drop_nulls().unique(), key=dimension.order)
        rows += [(name, code, *named.get(code, (None,) * len(LANGUAGES))) for code in codes]
    schema = dict.fromkeys(CODE_MEANINGS, pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row")


def origins(snapshot: Snapshot) -> list[dict[str, Any]]:
    """The systems the figures come from, as `sources` of a package; names of files are free text and stay here."""
    found = snapshot.rows(
        "select source, mapping, count(*) as files, sum(accepted)::bigint as records, max(last_date) as last"
        " from meta_object where accepted > 0 group by all order by source, mapping"
    )
    return [
        {
            "title": f"{row['source']} ({row['mapping']}): {row['records']} records in {row['files']} files",
            "last_record": row["last"].isoformat() if row["last"] else None,
        }
        for row in found.iter_rows(named=True)
    ]


def names_of(dimension: str) -> dict[str, tuple[str | None, ...]]:
    """The site's names of a dimension's codes, in the order of LANGUAGES."""
    columns = [f"name_{language}" for language in LANGUAGES]
    path = site_folder() / "reference" / f"{NAMED_IN.get(dimension, 'codes')}.csv"
    if not path.exists():
        return {}
    table = pl.read_csv(path, infer_schema=False)
    if dimension not in NAMED_IN:
        table = table.filter(pl.col("list") == LISTED_AS.get(dimension, dimension))
    return {row["code"]: tuple(row.get(column) for column in columns) for row in table.iter_rows(named=True)}
