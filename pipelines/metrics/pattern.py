"""The suppression pattern: which cells of a metric's declared tables are hidden from partner and library
alike. As the snapshot states it; made where it does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from pipelines.metrics import stored
from pipelines.metrics.cube import Names
from pipelines.metrics.knowledge import Key
from pipelines.metrics.metric import catalogue
from pipelines.metrics.policy import Span, guarded
from pipelines.metrics.question import Snapshot

Patterns = Mapping[tuple[str, Names], frozenset[Key]]


@lru_cache(maxsize=512)
def pattern(snapshot: Snapshot, code: str, names: Names, span: Span) -> frozenset[Key]:
    """Hidden cells of a metric's table over some dimensions, none where everything is shown."""
    metric = catalogue()[code]
    if guarded(metric, names) is None:
        return frozenset()
    found = stored.read(snapshot, metric, names, span)
    return _made(snapshot, code, span)[code, names] if found is None else found


@lru_cache(maxsize=64)
def _made(snapshot: Snapshot, code: str, span: Span) -> Patterns:
    from pipelines.metrics.making import family, make  # takes the solver with it: only where it is needed

    made = make(snapshot, family(catalogue()[code]), span)
    return {(item.metric, item.names): item.hidden for item in made}
