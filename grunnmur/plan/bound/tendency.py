"""When the relaxed problem moves each workload: what a search begins with.

Those that many must follow decide most of what a plan costs, and the relaxed problem has each of them a little
everywhere. So they are settled one after the other: each near where it is on average, where there is room for it beside
those settled before, and after every few of them the relaxed problem says anew where the others belong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import numpy as np

from grunnmur.plan.bound import branching
from grunnmur.plan.bound.ascent import Ascent, Course, Domain, Prices
from grunnmur.plan.bound.layout import Layout, layout
from grunnmur.plan.bound.reach import Narrowing
from grunnmur.plan.bound.tables import tables
from grunnmur.plan.bound.tree import CHILD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.problem import Problem

    Floats = NDArray[np.float64]

ITERATIONS = 1800
"""Of ascents, as many as gain anything: ten seconds for a whole region, two where nobody leads."""
_ROOT, _TRY = 300, 300
"""Of these before anybody is settled, and from there to where all are."""
_FIRST = Course(warm=0.3, cold=0.005, long=0.5, short=0.006)
"""How the first of them climbs. The proof's longer steps prove more, but where choices then are on average is a worse
beginning (decision 095)."""
_ROOT_SHARE, _TRY_SHARE = 0.4, 0.9
"""The share of the time that the former take at most; and of a try, until the last is settled."""
_ROUNDS = 10
_SETTLING = 0.5
"""The share of an ascent after which choices are averaged: one choice alone is far from any plan,
since at good prices most periods cost a workload the same."""
_KEPT = 3
"""So many tries are given: what the rest costs at least does not tell all of what it costs."""
_FEW = 2
"""Whoever has no more places than this left is settled first."""
_SHAKEN, _BY = 0.4, 2.0
"""Of how many another try moves what is wanted, and by how many periods (a standard deviation)."""

Place = tuple[int, int]
"""A way and a period, as whoever stands counts them."""


class Standing(Protocol):
    """Workloads to settle, and where there is room for them beside those that are."""

    @property
    def members(self) -> Sequence[int]:
        """Their numbers in the problem; whatever they must follow themselves is among them."""

    def offers(self, workload: int, first: int, last: int) -> Sequence[Place]:
        """Where it fits, in the periods from first to last."""

    def take(self, workload: int, place: Place) -> None:
        """Settles it there."""


class Nobody:
    """Nobody to settle."""

    members: Sequence[int] = ()

    def offers(self, workload: int, first: int, last: int) -> Sequence[Place]:
        """Nowhere."""
        return ()

    def take(self, workload: int, place: Place) -> None:
        """Nothing."""


Stood = TypeVar("Stood", bound=Standing)


@dataclass(frozen=True, slots=True)
class Tendency(Generic[Stood]):
    """The mean period of each workload, counted from 0, and who was settled on the way."""

    mean: Floats
    standing: Stood


def tendency(
    problem: Problem,
    *,
    stand: Callable[[], Stood],
    seed: int = 1,
    iterations: int | None = ITERATIONS,
    share: Callable[[int], float] = lambda taken: 0.0,
) -> list[Tendency[Stood]]:
    """When the relaxed problem moves each workload on average; nothing where no plan is.

    It ends after so many `iterations`, if any, or when `share`, told how many were taken, is 1. A list schedule in
    this order (alpha points: Möhring, Schulz, Stork and Uetz 2003) knows of what is scarce, tied and ends together.
    Whom `stand` gives is settled on the way, again and again while there is time: the first few given are those in
    which all were, and all else costs least; the last is without anybody settled.
    """
    if not problem.workloads:
        return []
    numbers = tables(problem)
    if Narrowing(numbers).root().empty:
        return []
    clock = _Clock(iterations, share)
    dive = _Dive(layout(numbers), clock)
    if dive.domain.empty:
        return []
    standing = stand()
    dive.climb(_FIRST, _ROOT, _ROOT_SHARE if standing.members else 1.0)
    unsettled = Tendency(dive.mean, standing)
    random, root = np.random.default_rng(seed), dive.state()
    shift = np.zeros(numbers.workload_count)
    tries: list[tuple[float, Floats, Tendency[Stood]]] = []
    one = 0.0
    while standing.members and clock.way + one < 1:
        begun, tried, standing = clock.way, shift, stand()
        if tries:
            shaken = random.random(len(shift)) < _SHAKEN
            tried = shift + _BY * shaken * random.standard_normal(len(shift))
            dive.restore(root)
        all_stand, value = dive.settle(standing, tried)
        if all_stand:
            tries.append((value, tried, Tendency(dive.mean, standing)))
            tries = sorted(tries, key=lambda one: one[0])[:_KEPT]
            shift = tries[0][1]
        one = clock.way - begun
    return [*(found for _, _, found in tries), unsettled]


class _Clock:
    """What is used of the iterations or the time, as a share."""

    def __init__(self, iterations: int | None, share: Callable[[int], float]) -> None:
        self._iterations, self._share = iterations, share
        self.taken = 0

    @property
    def way(self) -> float:
        """The share that is used."""
        taken = 0.0 if self._iterations is None else self.taken / max(1, self._iterations)
        return max(taken, self._share(self.taken))


@dataclass(frozen=True, slots=True)
class _State:
    prices: Prices
    domain: Domain
    mean: Floats
    spread: Floats


class _Dive:
    """A part of all plans, ever smaller; `mean` says when its relaxed problem moves each workload."""

    def __init__(self, laid: Layout, clock: _Clock) -> None:
        self._layout, self._ascent, self.clock = laid, Ascent(laid), clock
        self._prices = self._ascent.first()
        self.domain = branching.root_domain(laid)
        self.mean: Floats = _middle(laid)
        self._spread = np.zeros(laid.tables.workload_count)
        self._value = 0.0

    def state(self) -> _State:
        """Where it is, to come back to."""
        return _State(self._prices.copy(), self.domain, self.mean, self._spread)

    def restore(self, state: _State) -> None:
        """Comes back to where it was."""
        self._prices, self.domain = state.prices.copy(), state.domain
        self.mean, self._spread = state.mean, state.spread

    def climb(self, course: Course, iterations: int, until: float) -> None:
        """Climbs for so many iterations, or until that share of the whole is used."""
        clock, begun = self.clock, self.clock.way
        total, counted, before = np.zeros(self._ascent.done.shape), 0, 0

        def pace(taken: int) -> float:
            nonlocal counted, before
            clock.taken += taken - before
            before = taken
            used = (clock.way - begun) / max(1e-9, until - begun)
            done = max(taken / iterations, used)
            if taken and done > _SETTLING:
                total[:] += self._ascent.done
                counted += 1
            return done

        self._ascent.enter(self.domain, self._prices)
        self._value, _ = self._ascent.climb(course, pace, lambda: False)
        if counted:
            done = total[: self._layout.tables.workload_count] / counted
            moved, periods = np.diff(done, prepend=0.0, axis=1), np.arange(done.shape[1])
            self.mean = moved @ periods
            self._spread = (moved * np.abs(periods - self.mean[:, None])).sum(axis=1)

    def settle(self, standing: Standing, shift: Floats) -> tuple[bool, float]:
        """Settles who stands, those first who vary least: whether all could be, and what all costs at least."""
        left, begun = list(standing.members), self.clock.way
        each, all_stand = -(-len(left) // _ROUNDS), True
        for number in range(1, _ROUNDS + 1):
            for _ in range(min(each, len(left))):
                all_stand &= self._settle_one(standing, left, shift)
            share = _TRY_SHARE * number / _ROUNDS
            iterations = int(_TRY * _TRY_SHARE / _ROUNDS)
            self.climb(CHILD, iterations, begun + (1 - begun) * share)
        self.climb(CHILD, int(_TRY * (1 - _TRY_SHARE)), 1.0)
        return all_stand, self._value

    def _settle_one(self, standing: Standing, left: list[int], shift: Floats) -> bool:
        """Settles the next one, as near to where it is wanted as leaves everyone a period; whether it could."""
        offers = {n: self._offers(standing, n, shift[n]) for n in self._ready(left)}
        n = min(offers, key=lambda n: (min(len(offers[n]), _FEW + 1), self._spread[n], n))
        left.remove(n)
        for place in offers[n]:
            first, last = self.domain.reach.first.copy(), self.domain.reach.last.copy()
            first[n] = last[n] = place[1]
            within = branching.narrowed(
                self._layout, first, last, self.domain.group_low, self.domain.group_high
            )
            if not within.empty:
                standing.take(n, place)
                self.domain = within
                return True
        return False

    def _ready(self, left: list[int]) -> list[int]:
        """Those who need not follow anyone else who is left."""
        table, there = self._layout.tables, set(left)
        waiting = {
            after
            for before, after in zip(table.before.tolist(), table.after.tolist(), strict=True)
            if before in there and after in there
        }
        return [n for n in left if n not in waiting]

    def _offers(self, standing: Standing, n: int, shift: float) -> list[Place]:
        reach, wanted = self.domain.reach, float(self.mean[n]) + shift
        found = standing.offers(n, int(reach.first[n]), int(reach.last[n]))
        return sorted(found, key=lambda place: (abs(place[1] - wanted), place))


def _middle(laid: Layout) -> Floats:
    """What is within reach of each workload, in the middle: before anything is known."""
    reach = branching.root_domain(laid).reach
    middle: Floats = (reach.first + reach.last) / 2
    return middle
