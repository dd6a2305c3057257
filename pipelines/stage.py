"""From a landed file and its mapping to a staged folder: typed, pseudonymised, every record accounted for."""

from __future__ import annotations

import hashlib
import importlib
import json
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import polars as pl

from pipelines.batch import PROBLEM_SCHEMA, Batch, read_batch
from pipelines.context import SiteContext
from pipelines.mapping import (
    Mapping,
    Match,
    described_questions,
    match_headers,
    melted,
    refuse_ambiguous,
    unknown_layout,
)
from pipelines.problems import Problem, RefusalError
from pipelines.read import open_file
from pipelines.read.raw import RawFile, RawTable
from pipelines.records import RecordLog, digest_rows, hash_rows, open_writer, write_frame
from pipelines.returned import returned
from pipelines.shared_values import SharedValues, note_repeated
from pipelines.staged_tables import TableWriters, date_range, drop_rows, plain_schema

STAGE_VERSION = 4  # raised whenever the same bytes and mapping come to give other staged content


class Landed(Protocol):
    """A file in the landing area: where its bytes are, their SHA-256, and the name people know it by."""

    @property
    def path(self) -> Path: ...
    @property
    def sha256(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def landed_at(self) -> datetime: ...


@dataclass(frozen=True)
class StagedFolder:
    """A finished staged folder and its account (`summary.json`); `reused` when it was there before."""

    path: Path
    summary: dict[str, Any]
    reused: bool = False

    def table(self, name: str) -> Path:
        """The Parquet file of a canonical table, or of `record`, `problem`, `excluded`."""
        return self.path / f"{name}.parquet"


def stage(landed: Landed, mapping: Mapping, context: SiteContext, sheet: str | None = None) -> StagedFolder:
    """The staged folder of a landed file under a mapping; made unless it is there. Never half a folder.

    `sheet` picks one sheet of a workbook in which several fit. RefusalError where no table of the file fits
    the mapping, several do, or the file turns out broken; then nothing is left behind.
    """
    source = _source(mapping)
    target = context.staged / f"{landed.sha256}-{_digest(mapping, context, sheet)}"
    if (target / "summary.json").exists():
        return StagedFolder(target, json.loads((target / "summary.json").read_text("utf-8")), reused=True)
    arrived_on = landed.landed_at.astimezone(context.site.zone).date()
    context = replace(context, keyer=context.keyer.remembering(), arrived_on=arrived_on)
    records = mapping.records if mapping.format == "json" else None
    file = returned(
        open_file(landed.path, landed.name, records, mapping.ragged != "refuse", landed.landed_at)
    )
    table, match, notes = _table(file, mapping, sheet)
    with _draft(target) as folder:
        summary, found = _write(folder, table, match, source, context, landed.name)
        summary["notes"] = [note.as_json() for note in (*file.notes, *notes, *found)]
        (folder / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1), "utf-8")
    return StagedFolder(target, summary)


def _digest(mapping: Mapping, context: SiteContext, sheet: str | None) -> str:
    """What staged content depends on besides the bytes: declaration, code, secret, programmes, site."""
    site = context.site
    parts = (
        *(mapping.digest, str(STAGE_VERSION), _code(mapping), context.keyer.fingerprint, sheet or ""),
        *(context.programmes.digest, site.code, site.time_zone, site.phone_region, *site.languages),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _code(mapping: Mapping) -> str:
    """Digest of the source's code and what sources share, so that a change there stages anew."""
    folder = Path(__file__).parent / "sources"
    code = hashlib.sha256()
    for path in (folder / f"{mapping.source}.py", *sorted(folder.glob("_*.py"))):
        code.update(path.read_bytes())
    return code.hexdigest()


def _source(mapping: Mapping) -> ModuleType:
    name = f"pipelines.sources.{mapping.source}"
    if importlib.util.find_spec(name) is None:
        values = {"mapping": mapping.name, "source": mapping.source}
        raise RefusalError(Problem("unknown_source", values=values))
    return importlib.import_module(name)


def _table(file: RawFile, mapping: Mapping, sheet: str | None) -> tuple[RawTable, Match, list[Problem]]:
    """The one table that fits the mapping, laid out, and a note for each sheet that is not read."""
    tables = [table for table in file.tables if sheet is None or table.name == sheet]
    laid_out = [table.with_header_rows(mapping.header_rows) for table in tables]
    matches = [
        (melted(table, mapping), match_headers(table.headers, mapping, table.also)) for table in laid_out
    ]
    fitting = [(table, match) for table, match in matches if not match.missing]
    if not fitting:
        raise RefusalError(unknown_layout([match for _, match in matches], file.name))
    if len(fitting) > 1:
        sheets = ", ".join(f"“{table.name}”" for table, _ in fitting)
        raise RefusalError(
            Problem("several_tables", file.name, values={"mapping": mapping.name, "sheets": sheets})
        )
    table, match = fitting[0]
    refuse_ambiguous(match, file.name, table.first_row - 1 or None)
    # Where several sheets are read, whoever asks for each of them knows which are not.
    unread = [other for other in file.tables if other.name != table.name and other.headers and sheet is None]
    return table, match, [Problem("sheet_not_read", f"{file.name}, {other.name}") for other in unread]


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A scratch folder that takes the target's place when all went well, and vanishes when not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    draft.mkdir()
    try:
        yield draft
        try:
            draft.rename(target)
        except OSError:
            if not (target / "summary.json").exists():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write(
    folder: Path, table: RawTable, match: Match, source: ModuleType, context: SiteContext, file: str
) -> tuple[dict[str, Any], list[Problem]]:
    log = RecordLog(folder / "record.parquet")
    counts = dict.fromkeys(("rows", "staged", "quarantined"), 0)
    excluded: dict[str, int] = {}
    problems: dict[str, int] = {}
    schema = plain_schema(pl.DataFrame(schema=PROBLEM_SCHEMA))
    shared_values = SharedValues(match)
    with (
        TableWriters(folder, source.TABLES) as tables,
        open_writer(folder / "problem.parquet", schema) as writer,
    ):
        for raw in table.batches():
            batch = read_batch(raw, match, context)
            kept = batch.kept_fields
            if match.mapping.questions:
                shaped = source.shape(kept, match.mapping, context, batch.kept_answers)
            else:
                shaped = source.shape(kept, match.mapping, context)
            tables.append(shaped, kept["row"])
            _log(log, batch, match.mapping)
            shared_values.add(kept)
            if batch.problems.height:
                write_frame(writer, batch.problems)
            counts["rows"] += batch.rows.len()
            counts["staged"] += kept.height
            counts["quarantined"] += batch.fields.height - kept.height
            _count(excluded, batch.reasons.drop_nulls())
            _count(problems, batch.problems["code"])
        shared = shared_values.problems()
        if shared.height:
            write_frame(writer, shared)
            _count(problems, shared["code"])
    if not counts["rows"]:
        raise RefusalError(Problem("header_only", file))
    replaced = log.finish(last_holds=bool(match.mapping.identity))
    if replaced.len():
        for name in source.TABLES:
            drop_rows(folder / f"{name}.parquet", replaced)
    reasons = pl.DataFrame({"reason": list(excluded), "rows": list(excluded.values())},
                           schema={"reason": pl.String, "rows": pl.Int64})  # fmt: skip
    reasons.sort("reason").write_parquet(folder / "excluded.parquet")
    counts["staged"] -= replaced.len()
    counts |= {"duplicate": replaced.len(), "excluded": sum(excluded.values())}
    parts = counts["staged"] + counts["quarantined"] + counts["duplicate"] + counts["excluded"]
    if counts["rows"] != parts:
        raise AssertionError(f"{counts['rows']} rows came and {parts} are accounted for")
    first, last = date_range(folder, source.TABLES)
    summary = {
        "mapping": match.mapping.name, "source": match.mapping.source, "sheet": table.name, **counts,
        "excluded_by_reason": dict(sorted(excluded.items())), "problems": dict(sorted(problems.items())),
        "ignored_columns": len(match.ignored),
        "headers": {name: match.headers[position] for name, position in match.fields.items()},
        "first_date": first, "last_date": last, "questions": described_questions(match.mapping),
    }  # fmt: skip
    return summary, note_repeated(replaced.to_list(), file)


def _log(log: RecordLog, batch: Batch, mapping: Mapping) -> None:
    fields = batch.fields
    names = [column for name in (mapping.identity or mapping.multiset) for column in (name, f"{name}_on")]
    identifying = [name for name in names if name in fields.columns]
    apart = {"row", *identifying, *mapping.constants}
    content = [fields["row"].is_null(), *(fields[name] for name in fields.columns if name not in apart)]
    answers = {answered.name: answered.frame for answered in batch.answered}
    unasked = pl.DataFrame(schema={"answer": pl.String}).clear(fields.height)
    for (
        question
    ) in mapping.questions:  # one that was not asked keeps its place, or its neighbour would take it
        content += answers.get(question, unasked).get_columns()
    key, numbers = hash_rows([fields[name] for name in identifying] or content)
    state = pl.when(batch.quarantined).then(pl.lit("quarantined")).otherwise(pl.lit("staged"))
    kept = fields.select("row", record_key=key, digest=digest_rows(content), state=state)
    log.append(batch.rows, kept, numbers[~batch.quarantined.to_numpy()])


def _count(counter: dict[str, int], values: pl.Series) -> None:
    for value, count in values.value_counts().iter_rows():
        counter[value] = counter.get(value, 0) + count
