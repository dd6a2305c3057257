"""From files to staged folders: land each, recognise its mapping, stage every sheet that fits.

Refused ones are named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.context import SiteContext
from pipelines.land import Landed, land, landed
from pipelines.manifest import LandedObject
from pipelines.mapping import Mapping as Layout
from pipelines.mapping import declared_mappings, load_mapping, recognise
from pipelines.problems import Problem, RefusalError
from pipelines.read import RawFile, open_file
from pipelines.remarks import kept_with_remarks
from pipelines.returned import returned
from pipelines.settings import Home
from pipelines.stage import stage

Tick = Callable[[int, int], None]
OTHER_KIND = ("unknown_layout", "foreign_layout", "scant_layout", "no_mapping")


@dataclass(frozen=True)
class Taken:
    """One file (or sheet) that was read: its place in a manifest and its staged folder."""

    object: LandedObject
    folder: Path
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intake:
    """What came of the files: those read, in order, and what is wrong with the others."""

    taken: tuple[Taken, ...] = ()
    refused: tuple[Problem, ...] = ()


def find_files(paths: Sequence[Path], home: Home) -> list[Path]:
    """The files that are meant: folders stand for all they hold, in order of name; nothing stands for the
    inbox.
    """
    found: list[Path] = []
    for path in paths or [home.inbox]:
        if path.is_dir():
            inside = sorted(path.rglob("*"), key=lambda file: file.relative_to(path).as_posix())
            found += [
                file
                for file in inside
                if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
            ]
        elif paths:
            found.append(path)  # a file that is missing is refused by name when it lands
    if not found:
        raise RefusalError(Problem("nothing_to_ingest", values={"inbox": str(home.inbox)}))
    return found


def choose_mappings(folder: Path, own: Path, source: str | None, mapping: str | None) -> dict[str, Layout]:
    """The mappings to consider: all, those of one source, or one by name or by its own file.

    `folder` holds the site's, `own` those remembered in the home.

    Refuses an unknown name.
    """
    if mapping is not None and mapping.endswith(".toml"):
        chosen = load_mapping(Path(mapping), named=False)
        return {chosen.name: chosen}
    mappings = declared_mappings(folder, own)
    kept = {
        name: layout
        for name, layout in mappings.items()
        if (source is None or layout.source == source) and (mapping is None or name == mapping)
    }
    if not kept:
        named, known = (
            (mapping, sorted(mappings)) if mapping else (source, {m.source for m in mappings.values()})
        )
        values = {"name": named or "", "allowed": ", ".join(sorted(known))}
        raise RefusalError(Problem("no_such_mapping", values=values))
    return kept


def take_in(
    files: Sequence[Path],
    home: Home,
    context: SiteContext,
    mappings: Mapping[str, Layout],
    tick: Tick,
    on_readable: Callable[[Landed], object],
    own: Mapping[Path, Mapping[str, Layout]] | None = None,
) -> Intake:
    """Land and stage each file; what is wrong with one is said in `refused`, and the others go on.

    `own` are the mappings of a file that has its own. `on_readable` hears of each file whose layout is known,
    before it is staged. object_id is 0 for now: the manifest gives it.
    """
    taken: list[Taken] = []
    refused: list[Problem] = []
    for done, file in enumerate(files, 1):
        try:
            taken += list(
                _read(land(file, home), (own or {}).get(file, mappings), context, file.name, on_readable)
            )
        except RefusalError as refusal:
            refused += [
                problem if problem.file else _named(problem, file.name) for problem in refusal.problems
            ]
        tick(done, len(files))
    return Intake(tuple(taken), tuple(refused))


def _named(problem: Problem, file: str) -> Problem:
    return Problem(problem.code, file, problem.row, problem.column, problem.values)


def _read(
    item: Landed,
    mappings: Mapping[str, Layout],
    context: SiteContext,
    name: str,
    on_readable: Callable[[Landed], object],
) -> Iterable[Taken]:
    """Every sheet of a landed file that a mapping fits. RefusalError where none does."""
    opened = returned(open_file(item.path, name))
    fitting = _fitting(opened, mappings)
    on_readable(item)
    for sheet, layout in fitting:
        staged = stage(replace(item, name=name), layout, context, sheet if len(fitting) > 1 else None)
        shown = f"{name}#{sheet}" if len(fitting) > 1 else name
        notes = [note["message"] for note in staged.summary.get("notes", ())]
        if len(fitting) > 1:
            notes += _unread(opened, [read for read, _ in fitting])
        notes += kept_with_remarks(staged.table("problem"), shown)
        entry = LandedObject(
            object_id=0,
            sha256=item.sha256,
            sheet=sheet if len(fitting) > 1 else "",
            file=shown,
            source=layout.source,
            mapping=layout.name,
            landed_at=item.landed_at,
            staged=staged.path.name,
        )
        yield Taken(entry, staged.path, tuple(notes))


def _unread(file: RawFile, read: Sequence[str]) -> list[str]:
    others = [table.name for table in file.tables if table.name not in read]
    return [Problem("sheet_not_read", f"{file.name}, {name}").message for name in others]


def _fitting(file: RawFile, mappings: Mapping[str, Layout]) -> list[tuple[str, Layout]]:
    found: list[tuple[str, Layout]] = []
    refusals: list[RefusalError] = []
    kind = file.kind if file.kind in ("json", "calendar") else "table"
    for table in file.tables:
        try:
            match = recognise(
                table.headers, kind, mappings, file.name, table.first_row - 1 or None, table.following
            )
            found.append((table.name, match.mapping))
        except RefusalError as refusal:
            refusals.append(refusal)
    # A sheet that is of a known kind and cannot be read must not go unread because another one can.
    doubtful = [refusal for refusal in refusals if refusal.problems[0].code not in OTHER_KIND]
    if found and not doubtful:
        return found
    hidden = [note for note in file.notes if note.code == "hidden_sheet"]
    raise RefusalError(*(doubtful or refusals)[0].problems, *hidden)


def restage(entry: LandedObject, home: Home, context: SiteContext, mappings: Mapping[str, Layout]) -> Taken:
    """A file of a manifest, staged as it would be today: the folder there is, unless mapping or secret
    changed.

    RefusalError where it has to be read again and its bytes or its mapping are gone.
    """
    there = context.staged / entry.staged
    layout = mappings.get(entry.mapping)
    if layout is None:
        if (there / "summary.json").exists():
            return Taken(entry, there)
        raise RefusalError(Problem("mapping_missing", entry.file, values={"mapping": entry.mapping}))
    try:
        item = landed(home, entry.sha256)
    except RefusalError as error:
        if (there / "summary.json").exists():
            return Taken(entry, there)
        raise RefusalError(Problem("bytes_missing", entry.file)) from error
    staged = stage(item, layout, context, entry.sheet or None)
    return Taken(entry.read_as(staged.path.name), staged.path)
