"""One search under way: a plan in memory, made by list scheduling, bettered by annealing.

Where there are leaders, a share of the time goes to short coolings: one with leaders as any other,
then each with leaders elsewhere; one long cooling goes on from the best of them. Small problems cool
many times over in any case.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from grunnmur.plan.search import book
from grunnmur.plan.search.anneal import anneal, keep
from grunnmur.plan.search.build import schedule
from grunnmur.plan.search.leaders import Leaders, best_places, forget_best
from grunnmur.plan.search.pace import SMALL
from grunnmur.plan.search.repair import repair
from grunnmur.plan.search.spot import empty, load
from grunnmur.plan.search.turns import turns

if TYPE_CHECKING:
    from grunnmur.plan.search.arrays import Arrays
    from grunnmur.plan.search.book import Vector
    from grunnmur.plan.search.turns import Floats

_HOT, _HINTED, _WARM, _COLD = 0.5, 0.1, 0.02, 0.002
"""Heat at first, at first in a turn from outside, from a plan given, and in the end, in
shares of what a workload costs on average. Judgement, after trials on made-up regions of 50 to 2,500 workloads."""
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
_TASTE, _TASTED = 150, 0.9
"""Steps a workload from each hint, to see which does best, and the share of a cooling that they go through."""
_TASTES = 0.25
"""The share of all steps that they take at most, where steps are what there is."""
_STREAMS = 1000
"""Of chance: more than there are searches at once."""
_RELEASED = 0.7
"""The share of a cooling after which leaders may move again: then it is too cold for much else."""


class Hint(NamedTuple):
    """When the relaxed problem moves each workload, and where leaders were settled on the way, if all could be."""

    mean: Floats
    places: tuple[Vector, Vector] | None


class Chain:
    """A search of its own: with the same facts, seed and number it takes the same steps.

    `rank` is severity and cost of the best plan met when it last came to rest, smaller is better. Other threads may
    read that at any time; a plan that is being made is not theirs to look at.
    """

    def __init__(
        self, arrays: Arrays, facts: Vector, *, seed: int, number: int, stability: int = 0
    ) -> None:
        self.arrays, self.facts = arrays, facts
        self._seed, self._number = seed, number
        self.plan = empty(arrays, facts, seed, number)
        forget_best(self.plan)
        self._kept = self.plan
        self._hot, self._scale, self._floor = _HOT, 1.0, 1.0
        self._stability = stability
        self._leaders = Leaders(arrays, facts, seed, number)
        self._held = facts
        self._opened = 0
        self._led = False
        self._unled = (0, 0)
        self.rank = self._best_rank()

    def begin(
        self,
        start: tuple[Vector, Vector] | None,
        hints: Sequence[Hint] = (),
        most: int | None = None,
    ) -> int:
        """Makes a first plan: the one given, with what it lacks added, or the best of the rules. Gives steps taken.

        Where there are `hints`, the rules begin with the order of one, and leaders are held where it has them: the one
        that a short cooling does best with. Those take a share of `most` steps, if that is what there is.
        """
        steps = 0
        if start is not None:
            load(self.facts, self.plan, *start)
            self._place_rest(self.plan, self._first_turn())
            self._hot = _WARM
            self._settle()
        elif hints:
            self._hot = _HINTED
            steps = self._begin_hinted(hints, most)
        else:
            self.plan = self._best_of_rules()
            self._hot = _HOT
            self._settle()
        self.rank = self._best_rank()
        return steps

    def _begin_hinted(self, hints: Sequence[Hint], most: int | None) -> int:
        """Cools for a short while from each, and goes on from the best plan met."""
        each = _TASTE * len(self.arrays.movable) if len(hints) > 1 else 0
        if most is not None:
            each = min(each, int(_TASTES * most) // len(hints))
        tasted: list[tuple[Vector, Vector, float, float]] = []
        for hint in hints:
            self.plan = self._hinted(hint)
            self._settle()
            if each:
                self.run(each, 0.0, _TASTED)
            tasted.append((self.plan, self._held, self._scale, self._floor))
        best = min(tasted, key=lambda one: _rank_of_best(one[0]))
        self.plan, self._held, self._scale, self._floor = best
        if each:
            load(self._held, self.plan, *best_places(self.plan, len(self.arrays.executed_way)))
        return each * len(hints)

    def tell(self, hint: Hint) -> None:
        """Has leaders stand where the hint has them, in the first cooling that holds them."""
        self._leaders.tell(hint.places)

    def run(self, steps: int, begun: float, ended: float) -> None:
        """Takes the steps that lie between two shares of the whole."""
        if self._held is not self.facts and begun >= _RELEASED:
            self._held = self.facts
        hot, cold = (
            self._scale * self._hot * (_COLD / self._hot) ** share for share in (begun, ended)
        )
        anneal(self._held, self.plan, steps, hot, cold, _STIFF, self._floor)
        if _rank_of_best(self.plan)[0]:
            self._floor = min(self._floor * _DEARER, _DEAREST)
            repair(self._held, self.plan, _MORE_REPAIRS, self._floor)
            keep(self._held, self.plan)
        self.rank = self._best_rank()

    def again(self, *, last: bool = False) -> None:
        """Begins another cooling: with leaders elsewhere, or from the best plan met.

        The `last` one of several begins with the leaders where the best plan has them: held, unless
        it came of the first cooling, which holds nobody. Small problems hold them in every other one.
        """
        if not self.opens or self._hot != _HOT:
            load(self.facts, self.plan, *self.best)
            return
        rank = _rank_of_best(self.plan)
        if self._led:
            self._leaders.learn(rank)
        elif not self._opened:
            self._unled = rank
        self._keep_best()
        if last or (self._led and len(self.arrays.movable) < SMALL):
            self._led = last and self._best_rank() < self._unled
            self._held = self._leaders.held(self.best) if self._led else self.facts
            load(self._held, self.plan, *self.best)
        else:
            self._led = True
            self._open()
        self.rank = self._best_rank()

    def once_more(self) -> None:
        """Begins a last cooling from the best plan met, with leaders held where it has them."""
        self._keep_best()
        self._held = self._leaders.held(self.best)
        load(self._held, self.plan, *self.best)

    @property
    def opens(self) -> bool:
        """Whether there are leaders, so that coolings can begin in different ways."""
        return len(self._leaders.members) > 0

    @property
    def best(self) -> tuple[Vector, Vector]:
        """Way and period of each workload in the best plan met."""
        best = min(self._kept, self.plan, key=_rank_of_best)
        return best_places(best, len(self.arrays.executed_way))

    def _best_rank(self) -> tuple[int, int]:
        return min(_rank_of_best(self._kept), _rank_of_best(self.plan))

    def _keep_best(self) -> None:
        self._kept = min(self._kept, self.plan, key=_rank_of_best)

    def _settle(self) -> None:
        """Mends a plan just made, and measures heat and the price of a broken condition by it."""
        self._scale = max(1.0, float(self.plan[book.COST]) / max(1, len(self.arrays.movable)))
        self._floor = _FLOOR * (self._scale + self._stability)
        repair(self._held, self.plan, _REPAIRS, self._floor)
        forget_best(self.plan)
        keep(self._held, self.plan)

    def _open(self) -> None:
        """Makes a plan in which leaders stand where the next prices of their waiting put them."""
        self._keep_best()
        self._opened += 1
        places = self._leaders.places()
        self._held = self._leaders.held(places)
        self.plan = empty(
            self.arrays, self._held, self._seed, self._number + _STREAMS * self._opened
        )
        load(self._held, self.plan, *places)
        self._place_rest(self.plan, self._first_turn())
        self._settle()

    def _hinted(self, hint: Hint) -> Vector:
        """The best of the rules; leaders are where the hint has them, and held, if all fit so."""
        self._held = self.facts
        if hint.places is not None:
            plan = self._best_of_rules(hint.mean, hint.places)
            if not plan[book.SEVERITY]:
                self._held = self._leaders.held(hint.places)
                return plan
        return self._best_of_rules(hint.mean)

    def _first_turn(self) -> tuple[Vector, bool]:
        keys, eager = next(turns(self.arrays, self._seed))
        return np.argsort(keys), eager

    def _best_of_rules(
        self, mean: Floats | None = None, places: tuple[Vector, Vector] | None = None
    ) -> Vector:
        """The cheapest of a few that break nothing, with those who have a place already there."""
        best: Vector | None = None
        feasible = 0
        for keys, eager in turns(self.arrays, self._seed, mean):
            found = self._insist(keys, places, eager=eager)
            feasible += not found[book.SEVERITY]
            if best is None or _rank(found) < _rank(best):
                best = found
            if feasible >= _FEASIBLE:
                break
        assert best is not None
        return best

    def _insist(self, keys: Vector, places: tuple[Vector, Vector] | None, *, eager: bool) -> Vector:
        """The rule's best plan, when what did not fit goes earlier and earlier."""
        urgency = np.zeros(len(keys), dtype=np.int64)
        best: Vector | None = None
        for attempt in range(_ATTEMPTS):
            plan = empty(self.arrays, self.facts, self._seed, self._number)
            if places is not None:
                load(self.facts, plan, *places)
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


def _rank(plan: Vector) -> tuple[int, int]:
    return int(plan[book.SEVERITY]), int(plan[book.COST])


def _rank_of_best(plan: Vector) -> tuple[int, int]:
    best = int(plan[book.BEST])
    return int(plan[best + book.SEVERITY]), int(plan[best + book.COST])
