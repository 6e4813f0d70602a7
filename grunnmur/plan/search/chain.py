"""One search under way: a plan in memory, made by list scheduling, bettered by annealing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.search import book
from grunnmur.plan.search.anneal import anneal, keep
from grunnmur.plan.search.build import schedule
from grunnmur.plan.search.repair import repair
from grunnmur.plan.search.spot import empty, load
from grunnmur.plan.search.turns import turns

if TYPE_CHECKING:
    from grunnmur.plan.search.arrays import Arrays
    from grunnmur.plan.search.book import Vector

_HOT, _WARM, _COLD = 0.5, 0.02, 0.002
"""Heat at first, at first from a plan given, and in the end, in shares of what a workload costs on
average. Judgement, after trials on made-up regions of 50 to 2,500 workloads."""
_STIFF, _FLOOR = 10.0, 10.0
"""The price of one broken condition: so many heats, and at least so many average costs."""
_DEARER, _DEAREST = 1.1, 1e15
"""What the price grows by, and up to, for as long as no plan has been met that breaks nothing."""
_REPAIRS, _MORE_REPAIRS = 20_000, 500
"""Culprits moved at most before the annealing begins, and between its chunks."""
_ATTEMPTS = 20
"""How often a rule tries again with what did not fit placed earlier."""
_FEASIBLE = 3
"""How many rules that make everything fit are enough to choose the best of."""


class Chain:
    """A search of its own: with the same facts, seed and number it takes the same steps."""

    def __init__(
        self, arrays: Arrays, facts: Vector, *, seed: int, number: int, stability: int = 0
    ) -> None:
        self.arrays, self.facts = arrays, facts
        self._seed, self._number = seed, number
        self.plan = empty(arrays, facts, seed, number)
        self._forget_best()
        self._hot, self._scale, self._floor = _HOT, 1.0, 1.0
        self._stability = stability

    def begin(self, start: tuple[Vector, Vector] | None) -> None:
        """Makes a first plan: the one given, with what it lacks added, or the best of the rules."""
        if start is not None:
            load(self.facts, self.plan, *start)
            self._place_rest(self.plan, next(turns(self.arrays, self._seed)))
            self._hot = _WARM
        else:
            self.plan = self._best_of_rules()
        self._scale = max(1.0, float(self.plan[book.COST]) / max(1, len(self.arrays.movable)))
        self._floor = _FLOOR * (self._scale + self._stability)
        repair(self.facts, self.plan, _REPAIRS, self._floor)
        self._forget_best()
        keep(self.facts, self.plan)

    def run(self, steps: int, begun: float, ended: float) -> None:
        """Takes the steps that lie between two shares of the whole."""
        hot, cold = (
            self._scale * self._hot * (_COLD / self._hot) ** share for share in (begun, ended)
        )
        anneal(self.facts, self.plan, steps, hot, cold, _STIFF, self._floor)
        if self.rank[0]:
            self._floor = min(self._floor * _DEARER, _DEAREST)
            repair(self.facts, self.plan, _MORE_REPAIRS, self._floor)
            keep(self.facts, self.plan)

    def again(self) -> None:
        """Lets the search go on from the best plan it has met."""
        load(self.facts, self.plan, *self.best)

    @property
    def rank(self) -> tuple[int, int]:
        """Severity and cost of the best plan met: smaller is better."""
        best = int(self.plan[book.BEST])
        return int(self.plan[best + book.SEVERITY]), int(self.plan[best + book.COST])

    @property
    def best(self) -> tuple[Vector, Vector]:
        """Way and period of each workload in the best plan met."""
        count = len(self.arrays.executed_way)
        start = int(self.plan[book.BEST]) + 2
        way, period = self.plan[start : start + count], self.plan[start + count :][:count]
        return way.copy(), period.copy()

    def _best_of_rules(self) -> Vector:
        best: Vector | None = None
        feasible = 0
        for keys, eager in turns(self.arrays, self._seed):
            found = self._insist(keys, eager=eager)
            feasible += not found[book.SEVERITY]
            if best is None or _rank(found) < _rank(best):
                best = found
            if feasible >= _FEASIBLE:
                break
        assert best is not None
        return best

    def _insist(self, keys: Vector, *, eager: bool) -> Vector:
        """The rule's best plan, when what did not fit goes earlier and earlier."""
        urgency = np.zeros(len(keys), dtype=np.int64)
        best: Vector | None = None
        for attempt in range(_ATTEMPTS):
            plan = empty(self.arrays, self.facts, self._seed, self._number)
            failed = self._place_rest(plan, (np.lexsort((keys, -urgency)), eager))
            if best is None or _rank(plan) < _rank(best):
                best = plan
            if not plan[book.SEVERITY]:
                break
            urgency += failed * (attempt + 1)
        assert best is not None
        return best

    def _place_rest(self, plan: Vector, turn: tuple[Vector, bool]) -> Vector:
        """Places all that is not placed; gives 1 for each workload that did not fit."""
        count = len(self.arrays.executed_way)
        failed, seen = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        stack = np.zeros(count + len(self.arrays.before) + 1, dtype=np.int64)
        schedule(self.facts, plan, turn[0].astype(np.int64), failed, seen, stack, turn[1])
        return failed

    def _forget_best(self) -> None:
        best = int(self.plan[book.BEST])
        self.plan[best : best + 2] = np.iinfo(np.int64).max


def _rank(plan: Vector) -> tuple[int, int]:
    return int(plan[book.SEVERITY]), int(plan[book.COST])
