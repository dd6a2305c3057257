"""The counts of a metric over all its guarded tables at once, as linear programs take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipelines.metrics.cube import OFFER, Cube, Names, Sizes, is_month, names_of, offers, read_cube
from pipelines.metrics.dimensions import personal
from pipelines.metrics.knowledge import Key, Relation
from pipelines.metrics.metric import Metric
from pipelines.metrics.nesting import relations
from pipelines.metrics.policy import Span, guarded, is_pair
from pipelines.metrics.question import Snapshot

# A figure summed over people is guarded where the two who gave most could be told apart from the others: the
# second can work out the first to within this share of it.
DOMINANCE = 0.1
# What hiding a cell costs by how many dimensions divide it: totals are wanted more than what they are made of.
WORTH = (4.0, 1.5, 1.0)
# Against cells that a personal dimension divides: who reads of a program wants its figure first.
NOTHING_PERSONAL = 4.0
# Totals that are hidden before others (`gives_way`).
GIVES_WAY = 0.01


@dataclass(frozen=True)
class Sheet:
    """A metric with its cells and what holds between them.

    `published` are the guarded tables that readers may ask for; `together` the sets of dimensions whose cells
    hang together most, for deciding them in steps. `small` cells have to stay unknown within their `goals`;
    `fixed` ones are shown whatever happens, `unseen` ones belong to no published table, `held` ones (by
    count, with their goals) changed by too few people to be told.
    """

    metric: Metric
    cube: Cube
    relations: tuple[Relation, ...]
    published: tuple[Names, ...]
    together: tuple[Names, ...]
    small: frozenset[Key]
    goals: Mapping[Key, tuple[float, float]]
    fixed: frozenset[Key]
    unseen: frozenset[Key]
    threshold: int
    held: Mapping[str, Mapping[Key, tuple[float, float]]] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the counts behind a cell."""
        return tuple(next(iter(self.cube.cells.values()), {}))

    def values(self, part: str) -> dict[Key, float]:
        """One of the counts behind each cell."""
        return {key: sizes[part][0] for key, sizes in self.cube.cells.items()}

    def weights(self) -> dict[Key, float]:
        """How much a cell is missed when it is hidden, against others of its size."""
        way = self.metric.gives_way
        totals = {tuple(name for name in pair if name != way) for pair in self.metric.pairs if way in pair}
        wanted: dict[Names, float] = {}
        for names in {names_of(key) for key in self.cube.cells}:
            alone = 1.0 if names in totals else WORTH[min(len(names), 2)]
            wanted[names] = alone * (
                1.0 if personal(tuple(name for name in names if name != OFFER)) else NOTHING_PERSONAL
            )
        for names in totals:
            wanted[names] = GIVES_WAY
        return {key: wanted[names_of(key)] for key in self.cube.cells}


def published(metric: Metric) -> tuple[Names, ...]:
    """The guarded tables of a metric, outer ones first."""
    pairs: Iterable[Names] = (tuple(sorted(pair)) for pair in metric.pairs)
    wanted: tuple[Names, ...] = ((), *((name,) for name in metric.published_by), *pairs)
    return tuple(names for names in wanted if guarded(metric, names))


def read_sheet(snapshot: Snapshot, metric: Metric, span: Span) -> Sheet:
    """The sheet of a metric over all complete months."""
    shown, unseen = published(metric), tuple(_unseen(metric))
    cube = read_cube(snapshot, metric, [*shown, *unseen], span.last, span.fiscal)
    small, goals = set[Key](), dict[Key, tuple[float, float]]()
    fixed, never = set[Key](), set[Key]()
    for key, sizes in cube.cells.items():
        names = names_of(key)
        guard = guarded(metric, names) if OFFER not in names else None
        if names in unseen or (len(names) == 2 and not is_pair(metric, names)):
            never.add(key)
        elif guard is None:
            fixed.add(key)
        elif guard.finest != "month" and is_month(key[0]):
            never.add(key)
        elif guard.everything or key in cube.one_to_one:
            goal = _range(cube, key)
            if _is_small(metric, sizes, personal(names), span.threshold):
                small.add(key)
            elif metric.is_share and not personal(names) and any(not size for size, _ in sizes.values()):
                fixed.add(key)  # 0 % and 100 % of a program are told, whatever follows for groups within it
            elif goal is not None:
                small.add(key)
                goals[key] = goal
    guarded_tables = {names_of(key) for key in small}
    # Undivided events are shown however few, where nothing of their table has to be hidden.
    fixed |= {
        key
        for key in cube.cells.keys() - never
        if names_of(key) not in guarded_tables and not _is_everything(metric, names_of(key))
    }
    together = [*shown, *(table for table in unseen if OFFER not in table)]
    together += [(*offers(metric), *table) for table in unseen if OFFER in table]
    return Sheet(
        metric,
        cube,
        relations(cube.cells, span.fiscal, offers(metric)),
        shown,
        tuple(together),
        frozenset(small),
        goals,
        frozenset(fixed),
        frozenset(never),
        span.threshold,
    )


def _is_everything(metric: Metric, names: Names) -> bool:
    guard = guarded(metric, names) if OFFER not in names else None
    return guard is not None and guard.everything


def _unseen(metric: Metric) -> Iterator[Names]:
    """Tables that nobody is shown, but that tie the shown ones: two ways to divide the same thing, and what
    is offered by all its dimensions at once, alone and with whatever divides more than one of them.
    """
    yield from {tuple(sorted(pair)) for pair in metric.alike if any(guarded(metric, (one,)) for one in pair)}
    ways = offers(metric)
    if sum(guarded(metric, (way,)) is not None for way in ways) < 2:
        return
    yield (OFFER,)
    for name in metric.published_by:
        if sum(is_pair(metric, (way, name)) for way in ways if way != name) > 1:
            yield tuple(sorted((OFFER, name)))


def _is_small(metric: Metric, sizes: Sizes, crossed: bool, k: int) -> bool:
    # Few records (`n`) of many people are headcounts.
    if any(0 < people < k or (0 < size < k and part != "n") for part, (size, people) in sizes.items()):
        return True
    # Everybody, or nobody, of a group of people gave an answer: known of each of them, whatever the size of
    # the group.
    return metric.is_share and crossed and sum(size > 0 for size, _ in sizes.values()) == 1


def _range(cube: Cube, key: Key) -> tuple[float, float] | None:
    """The range that has to stay possible where two people gave nearly everything; None where they did not.

    The p% rule: the second, who knows what he gave, takes the others for nothing.
    """
    if key not in cube.greatest:
        return None
    amount, (first, second) = cube.cells[key]["amount"][0], cube.greatest[key]
    missing = DOMINANCE * first - (amount - first - second)
    return (max(0.0, amount - missing), amount + missing) if missing > 0 else None
