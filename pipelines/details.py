"""What an ingest would do with a file, in detail: for a page that lets a person look before it happens.

Nothing here is a raw value but the headers: rows are shown as they are staged, reasons as codes with their
places.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.intake import Taken
from pipelines.mapping import Mapping as Layout
from pipelines.mapping import Match, match_headers
from pipelines.problems import Problem, RefusalError
from pipelines.read import RawTable, open_file
from pipelines.returned import returned

FIRST_ROWS = 5
MOST_ASIDE = 10_000
NEAREST = 5
KEYS = ("card_key", "email_key", "phone_key", "member_key", "code_key")
KEY = "key"
Details = dict[str, Any]


@dataclass(frozen=True)
class Read:
    """One file or sheet of this run and what validation set aside of it."""

    taken: Taken
    judged: pl.DataFrame


def details(
    paths: Iterable[Path], reads: Sequence[Read], refused: Sequence[Problem], layouts: Mapping[str, Layout]
) -> Details:
    """The key `details` of the report: `tables` as found, what was `read` of them, what is `refused` and why."""
    tables = [(path.name, kind, table) for path in paths for kind, table in _opened(path)]
    return {
        "tables": [_found(file, kind, table, layouts) for file, kind, table in tables],
        "read": [
            _read(read, layouts, [table for file, _, table in tables if _is_of(read, file)]) for read in reads
        ],
        "refused": [
            {**vars(problem), "values": dict(problem.values), "message": problem.message}
            for problem in refused
        ],
    }


def _opened(path: Path) -> list[tuple[str, RawTable]]:
    """Kind and table of what a file holds; nothing where it cannot be read."""
    try:
        file = returned(open_file(path, path.name))
    except (RefusalError, OSError):
        return []
    kind = file.kind if file.kind in ("json", "calendar") else "table"
    return [(kind, table) for table in file.tables]


def _is_of(read: Read, file: str) -> bool:
    entry = read.taken.object
    return entry.file == (f"{file}#{entry.sheet}" if entry.sheet else file)


def _found(file: str, kind: str, table: RawTable, layouts: Mapping[str, Layout]) -> Details:
    """A table as found: its headers, and the mappings that come nearest, the best first."""
    matches = [laid_over(table, layout) for layout in layouts.values() if layout.format == kind]
    known = [match for match in matches if match.positions]
    known.sort(key=lambda match: (len(match.missing) - len(match.positions), match.mapping.name))
    nearest = [
        {"mapping": m.mapping.name, "columns": len(m.positions), "missing": list(m.missing)}
        for m in known[:NEAREST]
    ]
    return {
        "file": file,
        "sheet": table.name,
        "kind": kind,
        "headers": list(table.headers),
        "nearest": nearest,
    }


def laid_over(table: RawTable, layout: Layout) -> Match:
    """The mapping laid over the table's headers, however many rows they have."""
    headed = table.with_header_rows(layout.header_rows)
    return match_headers(headed.headers, layout, headed.also)


def _read(read: Read, layouts: Mapping[str, Layout], tables: Sequence[RawTable]) -> Details:
    """One file or sheet as it was read: its columns, first rows, and what of it does not count."""
    folder, entry = read.taken.folder, read.taken.object
    aside = _aside(folder, read.judged)
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    table = next((table for table in tables if table.name == summary["sheet"]), None)
    layout = layouts.get(entry.mapping)
    return {
        "file": entry.file,
        "sheet": summary["sheet"],
        "mapping": entry.mapping,
        "source": entry.source,
        "columns": _columns(table, layout) if table and layout else [],
        "first_rows": _first_rows(folder, {line["row"] for line in aside}),
        "aside": aside[:MOST_ASIDE],
        "more_aside": max(0, len(aside) - MOST_ASIDE),
        "excluded": pl.read_parquet(folder / "excluded.parquet").to_dicts(),
        "warnings": _warnings(folder),
    }


def _columns(table: RawTable, layout: Layout) -> list[Details]:
    """Each field and question of the mapping with the headers it stands under; and the columns not read."""
    match = laid_over(table, layout)
    needed = {name for group in layout.one_of for name in group}
    lines = [
        {
            "part": name,
            "kind": field.type,
            "needed": field.required or name in needed,
            "headers": [match.headers[match.fields[name]]] if name in match.fields else [],
        }
        for name, field in layout.fields.items()
    ]
    for name, question in layout.questions.items():
        columns = match.questions.get(name)
        places = [] if columns is None else [columns.whole, *columns.options.values()]
        headers = [match.headers[place] for place in places if place is not None]
        lines.append({"part": name, "kind": question.kind, "needed": question.required, "headers": headers})
    unread = {
        "part": None,
        "kind": None,
        "needed": False,
        "headers": [text for text in match.ignored if text],
    }
    return [*lines, unread]


def _first_rows(folder: Path, aside: set[int]) -> list[Details]:
    """The first rows of every canonical table, columns that are never filled left out; keys say `key` only."""
    shown = []
    for path in sorted(folder.glob("*.parquet")):
        if path.stem in ("record", "problem", "excluded"):
            continue
        rows = pl.scan_parquet(path).filter(~pl.col("row").is_in(list(aside))).head(FIRST_ROWS).collect()
        filled = [name for name in rows.columns if name != "row" and rows[name].null_count() < rows.height]
        if not filled:
            continue
        keys = [
            pl.when(pl.col(name).is_not_null()).then(pl.lit(KEY)).alias(name)
            for name in filled
            if name in KEYS
        ]
        rows = rows.select("row", *filled).with_columns(*keys)
        cells = [[_plain(value) for value in row] for row in rows.iter_rows()]
        shown.append({"table": path.stem, "columns": rows.columns, "rows": cells})
    return shown


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _aside(folder: Path, judged: pl.DataFrame) -> list[Details]:
    """Every reason for which a record is set aside, in order of rows: problems of staging, rules of validation."""
    problems = pl.scan_parquet(folder / "problem.parquet").filter(pl.col("severity") == "critical")
    record = pl.scan_parquet(folder / "record.parquet").filter(pl.col("state") == "quarantined").select("row")
    staged = problems.join(record, on="row", how="semi").collect()
    lines = [
        {
            "row": row,
            "column": column,
            "code": code,
            "values": json.loads(values or "{}"),
            "table": None,
            "rule": None,
        }
        for row, column, code, values in staged.select("row", "column", "code", "values").iter_rows()
    ]
    lines += [
        {"row": row, "column": column, "code": None, "values": {}, "table": table, "rule": rule}
        for row, column, table, rule in judged.select("row", "column_name", "table_name", "rule").iter_rows()
    ]
    distinct = {json.dumps(line, sort_keys=True): line for line in lines}
    return sorted(distinct.values(), key=lambda line: (line["row"], line["column"] or ""))


def _warnings(folder: Path) -> list[Details]:
    frame = pl.scan_parquet(folder / "problem.parquet").filter(pl.col("severity") != "critical")
    return frame.group_by("column", "code").len("rows").sort("column", "code").collect().to_dicts()
