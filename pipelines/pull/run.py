"""One pull: fetch each source's days, take what came down the normal line, and note how far it got."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

from pipelines.intake import choose_mappings
from pipelines.lock import one_pull
from pipelines.problems import Problem, RefusalError
from pipelines.pull import history
from pipelines.pull.declaration import Source
from pipelines.pull.drift import Drift, drift
from pipelines.pull.fetch import fetch
from pipelines.pull.log import PullLog
from pipelines.pull.register import choose_sources, fingerprint, load_sources, mapping_of
from pipelines.pull.report import PullReport, SourceLine, Status
from pipelines.pull.tools import Tools
from pipelines.pull.window import spans
from pipelines.report import Report
from pipelines.settings import Home, Site, load_site, site_folder

Ingest = Callable[[Home, Sequence[Path], dict[Path, str]], Report]


@dataclass
class _Pulled:
    """What became of one source so far."""

    name: str
    source: Source
    files: dict[int, Path] = field(default_factory=dict)
    statuses: list[str] = field(default_factory=list)
    records: list[int | None] = field(default_factory=list)
    since: date | None = None
    drift: Drift = field(default_factory=Drift)
    problem: Problem | None = None


def pull(
    home: Home, names: Sequence[str] = (), everything: bool = False, tools: Tools | None = None,
    ingest: Ingest | None = None,
) -> PullReport:  # fmt: skip
    """Fetch the named sources, else all that are enabled, and publish what came.

    A source that fails keeps what it brought before it failed, and stops no other. `everything` asks for all
    days again. RefusalError where the request itself cannot be met.
    """
    tools, ingest = tools or Tools(), ingest or _ingest
    chosen = choose_sources(load_sources(home), names)
    site = load_site()
    with one_pull(home):
        folder = Path(mkdtemp(prefix="pull-", dir=_scratch(home)))
        log = PullLog(home)
        try:
            pulled = [
                _fetched(home, site, name, chosen[name], everything, folder, tools, log) for name in chosen
            ]
            report = _taken_in(home, pulled, ingest)
            lines = tuple(_line(home, site, one) for one in pulled)
            for line in lines:
                code = line.problem and line.problem.code
                log.say(
                    "ended",
                    source=line.source,
                    status=line.status,
                    cursor=line.cursor and str(line.cursor),
                    code=code,
                )
        finally:
            log.close()
            shutil.rmtree(folder, ignore_errors=True)
    return PullReport(_status(report, lines), lines, report)


def cursor_of(
    home: Home, site: Site, name: str, source: Source, published: frozenset[str] | None = None
) -> date | None:
    """The day up to which the source's records are published; None before its first publish."""
    first = (source.window and source.window.first) or site.opened_on
    known = history.published_bytes(home) if published is None else published
    return history.cursor(history.past(home, name), fingerprint(source), known, first)


def _scratch(home: Home) -> Path:
    """The folder of pulls; whoever holds the lock is alone, so what is left in it was killed."""
    folder = home.path / "pulls"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _fetched(
    home: Home,
    site: Site,
    name: str,
    source: Source,
    everything: bool,
    folder: Path,
    tools: Tools,
    log: PullLog,
) -> _Pulled:
    """Every span of the source up to the first that fails; each lands as a file of its own."""
    done = _Pulled(name, source)
    pulls, published = history.past(home, name), history.published_bytes(home)
    before = [one.fields for one in pulls if one.status in history.GOOD]
    first = (source.window and source.window.first) or site.opened_on
    today = tools.now().astimezone(site.zone).date()
    cursor = cursor_of(home, site, name, source, published)
    for span in spans(source.window, cursor, first, today, everything):
        done.since = done.since or span.since
        number = history.begin(home, name, fingerprint(source), span, tools.now())
        try:
            # Before anything is asked: in the ingest it would stop the other sources as well.
            choose_mappings(site_folder() / "mappings", home.mappings, None, mapping_of(source, home))
            found = fetch(name, source, span, site.zone, tools, log)
        except RefusalError as refusal:
            done.problem = refusal.problems[0]
            done.statuses.append("failed")
            history.ended(home, number, "failed", done.problem)
            break
        changed = drift(found.fields, before)
        done.drift = Drift(
            tuple(sorted({*done.drift.new, *changed.new})),
            tuple(sorted({*done.drift.vanished, *changed.vanished})),
        )
        before.append(found.fields)
        done.records.append(found.records)
        path = folder / f"{name}-{span.label}.{found.ends}"
        body = history.told_apart(found.body, span, pulls, published)
        if not found.is_empty:
            path.write_bytes(body)
            done.files[number] = path
        else:
            done.statuses.append("empty")
        digest = None if found.is_empty else hashlib.sha256(body).hexdigest()
        history.fetched(home, number, found, digest, changed, tools.now())
    return done


def _taken_in(home: Home, pulled: list[_Pulled], ingest: Ingest) -> Report | None:
    """All files in one run, each by its source's mapping; a file that is refused stops no other."""
    own = {path: mapping_of(one.source, home) for one in pulled for path in one.files.values()}
    if not own:
        return None
    try:
        report = ingest(home, list(own), own)
    except RefusalError as refusal:
        for one in pulled:
            _note(home, one, "refused", refusal.problems[0])
        raise
    taken = {line.sha256 for line in report.sources}
    for one in pulled:
        for number, path in one.files.items():
            good = hashlib.sha256(path.read_bytes()).hexdigest() in taken
            status = report.status if good else "refused"
            problem = None if good else _why(report, path.name)
            one.statuses.append(status)
            one.problem = one.problem or problem
            history.ended(home, number, status, problem, report.run, report.snapshot)
    return report


def _note(home: Home, one: _Pulled, status: str, problem: Problem) -> None:
    for number in one.files:
        history.ended(home, number, status, problem)


def _why(report: Report, file: str) -> Problem | None:
    """Why a file was refused: what was said of it, else what stopped the whole run."""
    said = [problem for problem in report.refused if problem.file == file]
    return next(iter(said or report.refused), None)


def _line(home: Home, site: Site, one: _Pulled) -> SourceLine:
    worst = ("failed", "refused", "published", "unchanged", "empty")
    status = next((status for status in worst if status in one.statuses), "empty")
    counted = [number for number in one.records if number is not None]
    return SourceLine(
        one.name, status, len(one.files), sum(counted) if counted else None, one.since,
        cursor_of(home, site, one.name, one.source), one.drift, one.problem,
    )  # fmt: skip


def _status(report: Report | None, lines: Sequence[SourceLine]) -> Status:
    if report is not None and report.status != "dry-run":
        return report.status
    return "refused" if any(line.problem for line in lines) else "unchanged"


def _ingest(home: Home, paths: Sequence[Path], own: dict[Path, str]) -> Report:
    from pipelines.run import ingest  # takes Great Expectations with it

    return ingest(home, paths, keep_going=True, own=own)
