"""Fields that came or went upstream since the last good pull: said by name, before a figure goes astray."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.pull.fetched import Fields


@dataclass(frozen=True)
class Drift:
    """`new` fields were never seen before; `vanished` ones stood in every record of the last good pull."""

    new: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.vanished)


def drift(now: Fields, before: Sequence[Fields]) -> Drift:
    """What changed against earlier pulls, oldest first; nothing at the first one, or where nothing came.

    A field that only some records have is not missed: systems leave out what is blank.
    """
    known = [fields for fields in before if fields.some]
    if not known or not now.some:
        return Drift()
    seen = frozenset().union(*(fields.some for fields in known))
    return Drift(tuple(sorted(now.some - seen)), tuple(sorted(known[-1].every - now.some)))
