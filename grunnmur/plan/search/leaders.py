"""Leaders: workloads that many others must follow. They are placed before all else, and held.

When they move decides most of what the rest can cost, but they gain little by it themselves, and
once their followers are in place they can hardly move any more: an annealing of everything leaves
them where they began. So each cooling begins with leaders that were annealed alone, each at the
price of what waits for it; those prices are changed from cooling to cooling, and the best are kept. Where they stand
may come from outside, too: then the first cooling that holds them begins there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.search import book
from grunnmur.plan.search.anneal import anneal
from grunnmur.plan.search.build import fitting, schedule
from grunnmur.plan.search.spot import empty, enter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.search.arrays import Arrays
    from grunnmur.plan.search.book import Vector

    Floats = NDArray[np.float64]
    Places = tuple[Vector, Vector]

_MANY = 8
"""Followers from which on a workload leads."""
_STEPS, _LEAST_STEPS = 2_000, 20_000
"""Steps of their own annealing for each leader, and at least."""
_HOT, _COLD = 0.3, 0.002
"""Heat at first and in the end, in shares of what a leader costs on average."""
_STIFF, _FLOOR = 10.0, 10.0
_SHAKEN, _SHARE = 0.6, 0.4
"""By how much prices change from the best ones (of their logarithm), and of how many leaders."""


class Leaders:
    """The leaders of one problem, and the prices of their waiting that did best so far."""

    def __init__(self, arrays: Arrays, facts: Vector, seed: int, number: int) -> None:
        self._arrays, self._facts = arrays, facts
        self._seed, self._number = seed, number
        self.members = _leaders(arrays)
        self._price = _waiting(arrays)[self.members]
        self._tried = self._price
        self._best: tuple[int, int] | None = None
        self._told: Places | None = None
        self._random = np.random.default_rng([seed, number])

    def tell(self, places: Places | None) -> None:
        """Where they are to stand first."""
        self._told = places

    def stand(self) -> Stand:
        """The leaders alone, none of them placed yet."""
        facts = self._facts.copy()
        self._by_themselves(facts)
        return Stand(facts, empty(self._arrays, facts, self._seed, self._number), self.members)

    def places(self) -> Places:
        """Where they stand at the next prices; way −1 and period −2 for everyone else."""
        if self._told is not None:
            told, self._told = self._told, None
            return told
        if self._best is not None:
            shaken = self._random.random(len(self._price)) < _SHARE
            by = np.exp(_SHAKEN * self._random.standard_normal(len(self._price)))
            self._tried = np.where(shaken, self._price * by, self._price)
        return self._alone()

    def learn(self, rank: tuple[int, int]) -> None:
        """Keeps the prices tried last where what came of them is the best so far."""
        if self._best is None or rank < self._best:
            self._best, self._price = rank, self._tried

    def held(self, places: Places) -> Vector:
        """The facts, with every leader held where it stands."""
        facts, width = self._facts.copy(), int(self._facts[book.WIDTH])
        mark = book.part(facts, book.MARK, self._arrays.own.size).reshape(-1, width)
        for i in self.members.tolist():
            way, period = int(places[0][i]), int(places[1][i])
            mine = slice(int(self._arrays.way_start[i]), int(self._arrays.way_start[i + 1]))
            there = mark[way, period]
            mark[mine] = np.maximum(mark[mine], 1)
            mark[way, period] = there
            about = int(facts[book.WORKLOAD]) + i * book.WORKLOAD_COLUMNS
            start = int(facts[about + book.OPTIONS])
            facts[about + book.OPTIONS_END] = start + 2
            facts[start : start + 2] = way, period
        book.settle(facts, self._arrays.way_start)
        return facts

    def _alone(self) -> Places:
        """Anneals the leaders, with nobody else there, at the price of what waits for each."""
        facts, width = self._facts.copy(), int(self._facts[book.WIDTH])
        own = book.part(facts, book.OWN, self._arrays.own.size).reshape(-1, width)
        for i, price in zip(self.members.tolist(), self._tried.tolist(), strict=True):
            mine = slice(int(self._arrays.way_start[i]), int(self._arrays.way_start[i + 1]))
            own[mine] += (price * np.arange(width)).astype(np.int64)
        self._by_themselves(facts)
        book.settle(facts, self._arrays.way_start)
        count = len(self.members)
        plan = empty(self._arrays, facts, self._seed, self._number)
        forget_best(plan)
        turn = self.members[np.argsort(-self._tried, kind="stable")]
        room = len(self._arrays.executed_way) + len(self._arrays.before) + 1
        failed, seen, stack = np.zeros((3, room), dtype=np.int64)
        schedule(facts, plan, turn, failed, seen, stack, True)
        scale = max(1.0, float(plan[book.COST]) / count)
        steps = max(_LEAST_STEPS, _STEPS * count)
        anneal(facts, plan, steps, _HOT * scale, _COLD * scale, _STIFF, _FLOOR * scale)
        return best_places(plan, len(self._arrays.executed_way))

    def _by_themselves(self, facts: Vector) -> None:
        """Makes the leaders all that can be moved."""
        for i in self.members.tolist():
            self._without_followers(facts, i)
        facts[book.MOVABLES] = len(self.members)
        book.part(facts, book.MOVABLE, len(self.members))[:] = self.members

    def _without_followers(self, facts: Vector, i: int) -> None:
        """Leaves out of the leader's followers those that are not there: nobody may move them."""
        there = set(self.members.tolist()) | set(
            np.nonzero(self._arrays.executed_way >= 0)[0].tolist()
        )
        about = int(facts[book.WORKLOAD]) + i * book.WORKLOAD_COLUMNS
        start, end = (int(facts[about + column]) for column in (book.AFTER, book.AFTER_END))
        kept = [row for row in facts[start:end].reshape(-1, 2).tolist() if row[0] in there]
        facts[start : start + 2 * len(kept)] = np.array(kept, dtype=np.int64).reshape(-1)
        facts[about + book.AFTER_END] = start + 2 * len(kept)


class Stand:
    """The leaders placed one after the other, each where it breaks nothing beside those before it."""

    def __init__(self, facts: Vector, plan: Vector, members: Vector) -> None:
        self._facts, self._plan = facts, plan
        self.members: list[int] = members.tolist()

    def offers(self, workload: int, first: int, last: int) -> list[tuple[int, int]]:
        """Way and period wherever it fits, from the first period to the last; of several ways the cheapest."""
        ways = np.full(int(self._facts[book.WIDTH]), -1, dtype=np.int64)
        fitting(self._facts, self._plan, workload, first, last, ways)
        return [(int(ways[t]), int(t)) for t in np.nonzero(ways >= 0)[0]]

    def take(self, workload: int, place: tuple[int, int]) -> None:
        """Places it."""
        enter(self._facts, self._plan, workload, *place)

    @property
    def places(self) -> Places | None:
        """Way and period by workload, −1 and −2 for everyone else; None while a leader is not placed."""
        way, period = (
            book.part(self._plan, at, int(self._facts[book.COUNT])).copy()
            for at in (book.AT_WAY, book.AT_PERIOD)
        )
        if not self.members or (way[self.members] < 0).any():
            return None
        others = np.ones(len(way), dtype=bool)
        others[self.members] = False
        way[others], period[others] = -1, -2
        return way, period


def forget_best(plan: Vector) -> None:
    """Makes any plan met from now on better than the best so far."""
    best = int(plan[book.BEST])
    plan[best : best + 2] = np.iinfo(np.int64).max


def best_places(plan: Vector, count: int) -> Places:
    """Way and period of each workload in the best plan met."""
    start = int(plan[book.BEST]) + 2
    return plan[start : start + count].copy(), plan[start + count :][:count].copy()


def _leaders(arrays: Arrays) -> Vector:
    """Those that many follow, with all that they must follow themselves.

    None where some of them move together with others, or can be nowhere: then all are as any other.
    """
    count = len(arrays.executed_way)
    free = arrays.executed_way < 0
    leads = free & (np.diff(arrays.after_start) >= _MANY)
    later = np.repeat(np.arange(count), np.diff(arrays.before_start))
    while True:
        ahead = np.zeros(count, dtype=bool)
        ahead[arrays.before[leads[later]]] = True
        if not (ahead & free & ~leads).any():
            break
        leads |= ahead & free
    alone = (np.diff(arrays.fellow_start) == 1) & (np.diff(arrays.option_start) > 0)
    return np.nonzero(leads)[0] if alone[leads].all() else np.zeros(0, dtype=np.int64)


def _waiting(arrays: Arrays) -> Floats:
    """NOK a period that those who follow each workload lose by waiting for it, on average."""
    count = len(arrays.executed_way)
    never = np.iinfo(np.int64).max
    cheapest = np.where(arrays.open > 0, arrays.own, never)
    least = np.minimum.reduceat(cheapest, arrays.way_start[:-1], axis=0)
    known = least < never
    most = np.where(known, least, np.iinfo(np.int64).min).max(axis=1)
    spread = np.where(known.any(axis=1), most.astype(float) - least.min(axis=1), 0.0)
    slope = spread / np.maximum(1, known.sum(axis=1) - 1)
    waiting = np.zeros(count)
    before = np.repeat(np.arange(count), np.diff(arrays.after_start))
    np.add.at(waiting, before, slope[arrays.after] * (arrays.executed_way[arrays.after] < 0))
    return waiting
