"""What someone who knows the shown cells can work out about hidden ones, by linear programming (HiGHS).

A table's constraints are handed to the solver once and asked again and again: a question changes bounds and
costs only, and starts from the former solution. That is ten times as fast as a program made anew each time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import highspy
import numpy as np
from numpy.typing import NDArray

from pipelines.metrics.knowledge import Key, Knowledge

# Weight of what has to be reached against what should be: more than a unit of it can cost elsewhere.
FIRST = 10_000.0
# Unknown cells from which on a program is faster when it begins anew, with presolve, each time.
LARGE = 1_500
UNBOUNDED = highspy.kHighsInf
OPTIONS: Mapping[str, int | str] = {"threads": 1, "parallel": "off"}
# Primal simplex from the former solution, which presolve would forget; or dual simplex from nothing.
ON_FROM_HERE: Mapping[str, int | str] = {"simplex_strategy": 4, "presolve": "off"}
ANEW: Mapping[str, int | str] = {"simplex_strategy": 1, "presolve": "on"}

Places = NDArray[np.int32]
Numbers = NDArray[np.float64]


class _Silent(highspy.Highs):
    """A solver that writes nothing; left alone it prints its name when it is made, into whatever is piped."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the first thing that is called
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


class Attack:
    """Questions about counts: `hidden` cells are at least what they are known to be at least, `free` ones are
    shown but may be hidden, all others are known for good.

    A free cell stands in three columns: its count, and what that is changed by, up and down.
    """

    def __init__(self, knowledge: Knowledge, hidden: Collection[Key], free: Collection[Key]) -> None:
        self._knowledge = knowledge
        changed = [key for key in knowledge.values if key in free and key not in hidden]
        unknown = [*changed, *(key for key in knowledge.values if key in hidden)]
        self._keys, self._width = unknown, len(changed)
        self._place = {key: place for place, key in enumerate(unknown)}
        self._counts = np.array([knowledge.values[key] for key in unknown], dtype=float)
        self._least = np.array([knowledge.least.get(key, 0.0) for key in unknown], dtype=float)
        self._most = np.array([knowledge.most.get(key, UNBOUNDED) for key in unknown], dtype=float)
        self._free = np.arange(len(unknown)) < len(changed)
        self._solver = _Silent()
        self._set(OPTIONS)
        self._solver.passModel(self._model())
        self._release(self._places(unknown[self._width :]))

    @property
    def shown(self) -> list[Key]:
        """Cells that are shown and may be hidden."""
        return [self._keys[place] for place in np.flatnonzero(self._free)]

    def hide(self, cells: Sequence[Key]) -> None:
        """From now on the cells, which were free, are not known."""
        places = self._places(cells)
        self._free[places] = False
        self._release(places)

    def reach(self, goals: Mapping[Key, float], sign: int) -> Mapping[Key, float]:
        """Counts that fit everything shown and bring hidden cells up to their goals (sign 1) or down (-1).

        The first cell comes first; the others are brought along as far as they go, so that one solution
        vouches for many. None of them goes beyond its goal: asked alone, whether a cell reaches it is whether
        its range does.
        """
        costs = np.full(len(goals), -float(sign))
        costs[:1] *= FIRST
        return self._bring(goals, sign, costs, anew=len(self._keys) > LARGE)

    def disturb(
        self, goals: Mapping[Key, float], sign: int, weights: Mapping[Key, float]
    ) -> Mapping[Key, float]:
        """Counts that bring hidden cells to their goals while changing as little as can be of what is shown.

        A shown cell costs its size for each unit it is changed by, so the smallest are changed first, times
        its weight (1 where none is given). The shown cells that differ from their count are those to hide;
        none differs where the goals are reached as it is. Where they are out of reach, as near to them as can
        be.
        """
        places = np.flatnonzero(self._free).astype(np.int32)
        if not len(places):
            return self.reach(goals, sign)
        costs = (1.0 + self._counts[places]) / (1.0 + self._counts[places].max())
        if weights:
            costs *= np.array([weights.get(self._keys[place], 1.0) for place in places])
        up = places + len(self._keys)
        down = up + self._width
        self._cost(up, costs)
        self._cost(down, costs)
        self._bound(up, 0.0, UNBOUNDED)
        self._bound(down, 0.0, np.maximum(self._counts[places] - self._least[places], 0.0))
        found = self._bring(goals, sign, np.full(len(goals), -sign * FIRST), anew=True)
        for changed in (up, down):
            self._cost(changed, np.zeros(len(changed)))
            self._bound(changed, 0.0, 0.0)
        return found

    def _bring(
        self, goals: Mapping[Key, float], sign: int, costs: Numbers, anew: bool
    ) -> Mapping[Key, float]:
        places, aims = self._places(goals), np.array(list(goals.values()))
        self._cost(places, costs)
        if sign > 0:
            aims = np.minimum(np.maximum(aims, self._least[places]), self._most[places])
            self._bound(places, self._least[places], aims)
        else:
            self._bound(places, np.maximum(aims, self._least[places]), self._most[places])
        found = self._solve(anew)
        self._cost(places, np.zeros(len(places)))
        self._release(places)
        return found

    def _release(self, places: Places) -> None:
        self._bound(places, self._least[places], self._most[places])

    def _solve(self, anew: bool) -> Mapping[Key, float]:
        # Numerical trouble on the way from the former solution is rare, and another reason to begin anew.
        if (anew or not self._runs(ON_FROM_HERE)) and not self._runs(ANEW):
            status = self._solver.modelStatusToString(self._solver.getModelStatus())
            raise ArithmeticError(f"linear program: {status}")
        found = np.array(self._solver.getSolution().col_value)
        counts, change = found[: len(self._keys)], found[len(self._keys) :].reshape(2, -1)
        counts[: self._width] += change[0] - change[1]
        return dict(zip(self._keys, counts.tolist(), strict=True))

    def _runs(self, options: Mapping[str, int | str]) -> bool:
        if options is ANEW:
            self._solver.clearSolver()
        self._set(options)
        self._solver.run()
        return bool(self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _set(self, options: Mapping[str, int | str]) -> None:
        for name, value in options.items():
            self._solver.setOptionValue(name, value)

    def _places(self, cells: Iterable[Key]) -> Places:
        return np.array([self._place[key] for key in cells], dtype=np.int32)

    def _cost(self, places: Places, costs: Numbers) -> None:
        self._solver.changeColsCost(len(places), places.astype(np.int32), costs)

    def _bound(self, places: Places, low: float | Numbers, high: float | Numbers) -> None:
        size = len(places)
        if size:
            lows, highs = (np.broadcast_to(np.asarray(end, float), size).copy() for end in (low, high))
            self._solver.changeColsBounds(size, places.astype(np.int32), lows, highs)

    def _model(self) -> highspy.HighsLp:
        """The constraints that hold any unknown cell, what is known of them on their right side."""
        size, counts = len(self._keys), self._knowledge.values
        starts, columns, factors, lows, highs = [0], list[int](), list[float](), list[float](), list[float]()
        for row in self._knowledge.rows:
            terms = [
                (self._place[key], factor) for key, factor in row.coefficients.items() if key in self._place
            ]
            if not terms:
                continue
            known = sum(f * counts[key] for key, f in row.coefficients.items() if key not in self._place)
            lows.append(-known if row.exact else -UNBOUNDED)
            highs.append(-known)
            for place, factor in terms:
                with_change = place < self._width
                columns += [place, *((size + place, size + self._width + place) if with_change else ())]
                factors += [factor, *((factor, -factor) if with_change else ())]
            starts.append(len(columns))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = size + 2 * self._width, len(lows)
        model.col_cost_ = np.zeros(model.num_col_)
        model.col_lower_ = model.col_upper_ = np.concatenate([self._counts, np.zeros(2 * self._width)])
        model.row_lower_, model.row_upper_ = np.array(lows), np.array(highs)
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_, matrix.index_, matrix.value_ = np.array(starts), np.array(columns), np.array(factors)
        return model
