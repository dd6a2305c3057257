"""The straight line of one ingest: land, stage, validate, build, publish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import polars as pl

from expectations.catalogue import all_tables
from pipelines import publish, reference, validate
from pipelines.assemble import Staged
from pipelines.combine import Combined, combine
from pipelines.decisions import in_force
from pipelines.details import Read, details
from pipelines.intake import Intake, Taken, choose_mappings, find_files, take_in
from pipelines.judge import Judgement, judge
from pipelines.land import Landed
from pipelines.lock import one_ingest
from pipelines.manifest import Manifest, read_manifest
from pipelines.mapping import declared_mappings, family
from pipelines.problems import Problem, RefusalError
from pipelines.remembered import remember_mappings
from pipelines.report import FileLine, Report, expectation_lines, file_line
from pipelines.scratch import Progress, Run, started
from pipelines.settings import Home, site_folder
from pipelines.snapshot import Snapshot, Snapshots, read_pointer
from pipelines.state import end_run


def quiet(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def ingest(
    home: Home,
    paths: Sequence[Path],
    source: str | None = None,
    mapping: str | None = None,
    dry_run: bool = False,
    keep_going: bool = False,
    progress: Progress = quiet,
    detailed: bool = False,
    remember: bool = False,
    own: Mapping[Path, str] | None = None,
) -> Report:
    """Take files in and publish a snapshot of everything; without paths, everything in the inbox.

    A refused file publishes nothing unless `keep_going`; a dry run leaves nothing behind. Whatever happens,
    readers see the former snapshot until the new one is complete. RefusalError where the request itself
    cannot be met. `detailed` adds what a person looks at before a publish; `remember` keeps the mapping that
    was handed in as a file for all files with the same headers, once the publish is done. `own` names the
    mapping of a file where the files of one run have different ones.
    """
    folder = site_folder()
    mappings = choose_mappings(folder / "mappings", home.mappings, source, mapping)
    files = find_files(paths, home)
    named = {
        path: choose_mappings(folder / "mappings", home.mappings, None, name)
        for path, name in (own or {}).items()
    }
    reads: list[Read] = []
    with one_ingest(home), started(home, folder, dry_run, progress) as run:
        former = _former(home)
        current = former.id if former else None
        with _validator_for(former) as on_readable:
            intake = take_in(files, run.target, run.context, mappings, run.tick("stage"), on_readable, named)
            if intake.refused and not (keep_going and intake.taken):
                report = Report("refused", run.id, current, refused=intake.refused)
            else:
                report, reads = _line(run, former, intake)
        if detailed:
            known = declared_mappings(folder / "mappings", home.mappings)
            report = replace(report, details=details(files, reads, report.refused, {**known, **mappings}))
        if not dry_run:
            if remember and report.status in ("published", "unchanged"):
                remember_mappings(home, mappings)
            end_run(home, run.id, report.status, report.snapshot, replace(report, details=None).as_json())
        return report


def rebuild(home: Home, progress: Progress = quiet) -> Report:
    """Build the current snapshot's files anew, where reference data or decisions have changed since."""
    folder = site_folder()
    with one_ingest(home), started(home, folder, False, progress) as run:
        report, _ = _line(run, _former(home), Intake())
        end_run(home, run.id, report.status, report.snapshot, report.as_json())
        return report


def _former(home: Home) -> Snapshot | None:
    """The snapshot to build on; null before the first publish.

    RefusalError where the published one cannot be read: building on an older one would drop what came since.
    """
    snapshots = Snapshots(home)
    current, named = snapshots.current(), read_pointer(home)
    if named is not None and current != named:
        values = {"damaged": named, "readable": current or "none"}
        raise RefusalError(Problem("snapshot_damaged", values=values))
    return snapshots.open(current) if current else None


@contextmanager
def _validator_for(former: Snapshot | None) -> Iterator[Callable[[Landed], None]]:
    """Loads the validator, which takes seconds, beside the staging of the first file that is new."""
    known = {entry.sha256 for entry in read_manifest(former).objects}
    loading: list[Thread] = []

    def on_readable(item: Landed) -> None:
        if not loading and item.sha256 not in known:
            loading.append(validate.warm())

    try:
        yield on_readable
    finally:
        for thread in loading:
            thread.join()  # Python cannot end in the middle of an import


def _line(run: Run, former: Snapshot | None, intake: Intake) -> tuple[Report, list[Read]]:
    """From staged files to the report, and what was read: validate what is new, build everything, publish."""
    current = former.id if former else None
    try:
        mappings = declared_mappings(run.site_folder / "mappings", run.home.mappings)
        combined = combine(read_manifest(former), intake, run.target, run.context, mappings)
        if (
            former is not None
            and not combined.fresh
            and publish.is_made_by(former, publish.made_by(run.site_folder, in_force(run.home)))
        ):
            report = _report(run, "unchanged", former.id, intake, combined, publish.counts(former), ())
            return report, _reads(combined, combined.manifest)
        judgement = _judge(run, combined)
        manifest = _with(combined.manifest, judgement)
        snapshot_id, counts = _publish(run, former, manifest, combined)
    except RefusalError as refusal:
        return Report("refused", run.id, current, refused=(*intake.refused, *refusal.problems)), []
    verdicts = expectation_lines(judgement.verdicts)
    shown = current if run.dry else snapshot_id
    report = _report(run, "published", shown, intake, combined, counts, verdicts)
    return report, _reads(combined, manifest)


def _reads(combined: Combined, manifest: Manifest) -> list[Read]:
    judged = manifest.quarantine
    return [
        Read(taken, judged.filter(pl.col("object_id") == object_id)) for object_id, taken in combined.given
    ]


def _judge(run: Run, combined: Combined) -> Judgement:
    """The rules over the fresh files' rows. RefusalError where a critical rule of a whole table fails."""
    run.progress("validate", 0, 1)
    staged = {
        o.object_id: Staged(o.object_id, family(o.mapping), combined.folders[o.staged])
        for o in combined.manifest.objects
    }
    found = judge(
        [staged[object_id] for object_id in sorted(combined.fresh)],
        [placed for object_id, placed in staged.items() if object_id not in combined.fresh],
        tuple(all_tables().values()),
        reference.code_lists(run.site_folder / "reference"),
        run.context.site.opened_on,
        run.scratch,
        run.target.data_docs,
        run.id,
    )
    if found.stops:
        stops = [{"table": verdict.table, "rule": verdict.rule} for verdict in found.stops]
        raise RefusalError(*(Problem("table_rule_failed", values=values) for values in stops))
    run.progress("validate", 1, 1)
    return found


def _with(manifest: Manifest, judgement: Judgement) -> Manifest:
    return replace(
        manifest,
        quarantine=pl.concat([manifest.quarantine, judgement.quarantine]),
        verdicts=pl.concat([manifest.verdicts, judgement.verdicts]),
    )


def _publish(
    run: Run, former: Snapshot | None, manifest: Manifest, combined: Combined
) -> tuple[str, list[dict[str, Any]]]:
    """Build the next snapshot and make it current; a dry run builds it in scratch only.

    Gives its id and counts.
    """
    plan = publish.Plan(
        home=run.home,
        site=run.context.site,
        site_folder=run.site_folder,
        tables=tuple(all_tables().values()),
        manifest=manifest,
        staged=combined.folders,
        run=run.id,
        scratch=run.scratch,
        former=former,
        decisions=in_force(run.home),
        rehearsal=run.dry,
    )
    snapshot_id = publish.next_id(run.home, run.id)
    path = run.scratch / "dry.duckdb" if run.dry else publish.building_path(run.home, snapshot_id)
    counts = publish.build(plan, path, snapshot_id, run.tick("build"))
    if not run.dry:
        publish.publish(run.home, path, snapshot_id)
    return snapshot_id, counts


def _report(
    run: Run,
    status: Any,
    snapshot: str | None,
    intake: Intake,
    combined: Combined,
    counts: Sequence[dict[str, Any]],
    verdicts: tuple[dict[str, Any], ...],
) -> Report:
    notes = tuple(note for taken in intake.taken for note in taken.notes)
    lines = tuple(_lines(counts, combined.given, combined.fresh))
    return Report("dry-run" if run.dry else status, run.id, snapshot, lines, verdicts, intake.refused, notes)


def _lines(
    counts: Iterable[dict[str, Any]], given: Iterable[tuple[int, Taken]], fresh: frozenset[int]
) -> Iterator[FileLine]:
    """A line for each file that was named, in order; what came before, or twice in this run, is duplicate."""
    by_id = {line["object_id"]: line for line in counts}
    told: set[int] = set()
    for object_id, taken in given:
        found = taken.object
        again = object_id not in fresh or object_id in told
        told.add(object_id)
        yield file_line(found.source, found.file, found.sha256, by_id[object_id], again)
