"""The published data as a Frictionless data package: a CSV a metric, one Parquet file of them all, the metrics'
definitions, the codes' labels, and `datapackage.json` that says what each column is, whose it is, and what is hidden.

The same snapshot and options give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from pipelines.exchange.archive import archive
from pipelines.exchange.figures import figures
from pipelines.exchange.lists import CODE_MEANINGS, METRIC_MEANINGS, codes_table, metrics_table, origins
from pipelines.exchange.schema import figures_schema, plain_schema
from pipelines.exchange.terms import Terms, load_terms
from pipelines.metrics import catalogue
from pipelines.metrics.question import Snapshot
from pipelines.output import spreadsheet_text
from pipelines.settings import Site, load_site

DESCRIPTOR = "datapackage.json"
ROLES = ("partner", "library")
SUPPRESSION = (
    "Figures behind which fewer than {threshold} people or answers stand are hidden, and so are others from which"
    " they could be worked out. A hidden row has suppressed = true and every number empty: hidden is not zero."
)


@dataclass(frozen=True)
class Choice:
    """What is asked for: the role that sees it, the local days (open ends are the first and last published), and
    whether the snapshot is a former one, of which closed months only are given out.
    """

    role: str = "partner"
    start: date | None = None
    end: date | None = None
    closed: bool = False


def package_archive(snapshot: Snapshot, choice: Choice | None = None) -> bytes:
    """The data package as a zip archive."""
    return archive(package_files(snapshot, choice))


def package_files(snapshot: Snapshot, choice: Choice | None = None) -> dict[str, bytes]:
    """The files of the data package by their names, the descriptor first; takes some seconds."""
    choice = choice or Choice()
    tables = {
        code: figures(snapshot, metric, choice.role, (choice.start, choice.end), choice.closed)
        for code, metric in catalogue().items()
    }
    tables = {code: table.insert_column(0, pl.lit(code).alias("metric")) for code, table in tables.items()}
    whole = pl.concat(tables.values(), how="diagonal")
    resources, files = [], {}
    for name, frame, schema in _lists(whole):
        files[f"{name}.csv"] = _csv(frame)
        resources.append(_resource(name, f"{name}.csv", files[f"{name}.csv"], schema))
    for code, table in tables.items():
        path, metric = f"figures/{code}.csv", catalogue()[code]
        files[path] = _csv(table)
        words = {"title": metric.title, "description": metric.definition, "unit": metric.unit}
        resources.append(
            _resource(code.replace("_", "-"), path, files[path], figures_schema(table, metric)) | words
        )
    target = io.BytesIO()
    whole.write_parquet(target, compression="zstd")
    files["figures.parquet"] = target.getvalue()
    resources.append(_parquet(files["figures.parquet"], figures_schema(whole)))
    described = describe(snapshot, choice, resources)
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    return {DESCRIPTOR: text.encode(), **files}


def describe(snapshot: Snapshot, choice: Choice, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The descriptor: who publishes what, under which licence, from which sources, and what is hidden."""
    site, terms = load_site(), load_terms()
    made = snapshot.rows("select created_at from meta_snapshot")["created_at"][0]
    return {
        "profile": "data-package",
        "name": f"{site.code}-published-figures",
        "title": f"{site.name['en']}: published figures",
        "description": _introduction(site),
        "version": snapshot.id,
        "created": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "licenses": [terms.licence.model_dump()],
        "contributors": [{"title": _publisher(terms), "role": "publisher"}],
        "sources": origins(snapshot),
        "snapshot": snapshot.id,
        "audience": choice.role,
        "period": {"from": _text(choice.start), "to": _text(choice.end)},
        "suppression": {
            "threshold": max(site.threshold, site.threshold_floor),
            "note": SUPPRESSION.format(threshold=max(site.threshold, site.threshold_floor)),
        },
        "resources": resources,
    }


def _introduction(site: Site) -> str:
    return (
        f"Every published metric of {site.name['en']}, by its declared breakdowns, by month and quarter. Rows of"
        " different breakdowns, grains and, for distinct people, of different groups must not be added up."
    )


def _lists(whole: pl.DataFrame) -> list[tuple[str, pl.DataFrame, dict[str, Any]]]:
    metrics, codes = metrics_table(), codes_table(whole)
    return [
        ("metrics", metrics, plain_schema(metrics, METRIC_MEANINGS, ["metric"])),
        ("codes", codes, plain_schema(codes, CODE_MEANINGS, ["dimension", "code"])),
    ]


def _resource(name: str, path: str, content: bytes, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_proof(content),
        "schema": schema,
    }


def _parquet(content: bytes, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": "figures",
        "title": "All figures in one table",
        "path": "figures.parquet",
        "profile": "data-resource",
        "type": "file",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        **_proof(content),
        "schema": schema,
    }


def _proof(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def _csv(frame: pl.DataFrame) -> bytes:
    """UTF-8, comma, true and false in words; text that a spreadsheet would run has an apostrophe before it."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    safe = [pl.Series(name, [spreadsheet_text(value) for value in frame[name]], pl.String) for name in texts]
    return frame.with_columns(safe).write_csv().encode()


def _publisher(terms: Terms) -> str:
    return terms.publisher.get("en") or next(iter(terms.publisher.values()))


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
