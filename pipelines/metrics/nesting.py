"""Which cells are made of which: periods within longer ones, parts of a total, programs within a service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipelines.metrics.cube import ALL_TIME, BETWEEN, OFFER, Names, is_month
from pipelines.metrics.knowledge import Key, Relation
from pipelines.metrics.periods import FiscalYear, bounds, period_of


def relations(cells: Iterable[Key], fiscal: FiscalYear, offers: Names) -> tuple[Relation, ...]:
    """Every parent with each set of cells that it is made of: those of a dimension, of a grain, of offers.

    An offer that is the same cell as one of its dimensions' codes (mostly, a program) stands under that name.
    """
    known = set(cells)
    alone = _alone(known, offers)
    groups: dict[tuple[Key, str], set[Key]] = {}
    for key in known:
        twin = _known_as(key, alone)
        child = twin if twin in known else key
        for kind, parent in _parents(key, fiscal, offers):
            if parent in known and child != parent and (child == key or kind.startswith(OFFER)):
                groups.setdefault((parent, kind), set()).add(child)
    return tuple(
        Relation(parent, tuple(sorted(children))) for (parent, _), children in sorted(groups.items())
    )


def _parents(key: Key, fiscal: FiscalYear, offers: Names) -> Iterator[tuple[str, Key]]:
    """What a cell is a part of, each with the kind of part that it is."""
    period, *places = key
    for number, place in enumerate(places):
        name, _, code = place.partition("=")
        rest = (*places[:number], *places[number + 1 :])
        if name != OFFER:
            yield name, (period, *rest)
            continue
        for offer, own in zip(offers, code.split(BETWEEN), strict=True):
            yield f"{OFFER} {offer}", (period, *sorted((*rest, f"{offer}={own}")))
    yield from ((f"in {period[:2]} {grain}", (code, *places)) for grain, code in _longer(period, fiscal))


def _longer(period: str, fiscal: FiscalYear) -> Iterator[tuple[str, str]]:
    if period == ALL_TIME:
        return
    if is_month(period):
        first = bounds(period, fiscal)[0]
        yield "quarter", period_of(first, "quarter", fiscal)
        if fiscal.of_whole_months:
            yield "fiscal", period_of(first, "fiscal", fiscal)
    elif "-Q" in period:
        yield "year", period_of(bounds(period, fiscal)[0], "year", fiscal)
    else:
        yield ("fiscal years" if period.startswith("FY") else "years"), ALL_TIME


def _alone(cells: Iterable[Key], offers: Names) -> Mapping[str, str]:
    """Offers that are one cell with the code of one of their dimensions: all that has this code is this offer
    (mostly, a program), by their place in a key.
    """
    found: dict[str, set[str]] = {}
    for key in cells:
        for place in key[1:]:
            name, _, code = place.partition("=")
            if name == OFFER:
                for offer, own in zip(offers, code.split(BETWEEN), strict=True):
                    found.setdefault(f"{offer}={own}", set()).add(place)
    return {next(iter(places)): code for code, places in sorted(found.items()) if len(places) == 1}


def _known_as(key: Key, alone: Mapping[str, str]) -> Key:
    return (key[0], *sorted(alone.get(place, place) for place in key[1:]))
