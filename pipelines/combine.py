"""The next manifest: the current one and what was just read, and which of its files have to be validated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from pipelines.context import SiteContext
from pipelines.intake import Intake, Taken, restage
from pipelines.manifest import Manifest
from pipelines.mapping import Mapping as Layout
from pipelines.settings import Home


@dataclass(frozen=True)
class Combined:
    """A manifest to build from.

    `fresh` are the objects to validate, `given` the object of each file that was named.
    """

    manifest: Manifest
    folders: Mapping[str, Path]
    fresh: frozenset[int]
    given: tuple[tuple[int, Taken], ...]


def combine(
    manifest: Manifest, intake: Intake, home: Home, context: SiteContext, mappings: Mapping[str, Layout]
) -> Combined:
    """The files of `manifest` in their order, then the new ones.

    The same bytes under the same mapping are one object. A file that is read by another mapping, or under
    another secret, keeps its place in the order and is validated anew.
    """
    came = {(taken.object.sha256, taken.object.sheet): taken for taken in intake.taken}
    objects = []
    folders: dict[str, Path] = {}
    fresh: set[int] = set()
    for entry in manifest.objects:
        taken = came.get((entry.sha256, entry.sheet)) or restage(entry, home, context, mappings)
        objects.append(replace(taken.object, object_id=entry.object_id, file=entry.file))
        folders[taken.object.staged] = taken.folder
        if taken.object.staged != entry.staged:
            fresh.add(entry.object_id)
    known = {(entry.sha256, entry.sheet) for entry in manifest.objects}
    new = [taken for key, taken in came.items() if key not in known]
    for object_id, taken in enumerate(new, manifest.next_id):
        objects.append(replace(taken.object, object_id=object_id))
        folders[taken.object.staged] = taken.folder
        fresh.add(object_id)
    ids = {(o.sha256, o.sheet): o.object_id for o in objects}
    given = tuple((ids[taken.object.sha256, taken.object.sheet], taken) for taken in intake.taken)
    kept = manifest.quarantine.filter(~pl.col("object_id").is_in(list(fresh)))
    return Combined(
        replace(manifest, objects=tuple(objects), quarantine=kept), folders, frozenset(fresh), given
    )
