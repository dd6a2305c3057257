"""What rows and totals that stay shown tell of each cell, whatever else is hidden: interval propagation."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from pipelines.metrics.knowledge import Key, Knowledge

PASSES = 8
NO_LIMIT = 1e9


def bounds(knowledge: Knowledge, known: Collection[Key]) -> Mapping[Key, tuple[float, float]]:
    """The least and the most that each cell can be for who knows only these cells, and which rows there are.

    Somebody is in a cell of two months that both have a row twice over: so a range that begins at 1 cannot be
    asked for. The most is 1e9 where nothing limits it. The range may be narrower than that; it is never wider.
    """
    keys = list(knowledge.values)
    place = {key: number for number, key in enumerate(keys)}
    values = np.array(list(knowledge.values.values()), dtype=float)
    is_known = np.array([key in known for key in keys], dtype=bool)
    least = np.array([knowledge.least.get(key, 0.0) for key in keys], dtype=float)
    limit = np.array([knowledge.most.get(key, NO_LIMIT) for key in keys], dtype=float)
    low, high = np.where(is_known, values, least), np.where(is_known, values, limit)
    row_of, column, factor = [], [], []
    count = 0
    for row in knowledge.rows:
        for sign in (1.0, -1.0) if row.exact else (1.0,):
            row_of += [count] * len(row.coefficients)
            column += [place[key] for key in row.coefficients]
            factor += [sign * value for value in row.coefficients.values()]
            count += 1
    rows, columns, factors = np.array(row_of, dtype=int), np.array(column, dtype=int), np.array(factor)
    up = factors > 0
    for _ in range(PASSES if count else 0):
        # Each row is at most zero: its other terms at their least leave so much for each.
        terms = factors * np.where(up, low[columns], high[columns])
        left = (terms - np.bincount(rows, terms, count)[rows]) / factors
        most, fewest = high.copy(), low.copy()
        np.minimum.at(most, columns[up], left[up])
        np.maximum.at(fewest, columns[~up], left[~up])
        most, fewest = np.where(is_known, values, most), np.where(is_known, values, fewest)
        if np.array_equal(most, high) and np.array_equal(fewest, low):
            break
        low, high = fewest, most
    return {key: (float(low[n]), float(high[n])) for n, key in enumerate(keys)}
