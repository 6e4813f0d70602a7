"""The periods within reach of each workload: its ends, narrowed by what it is tied to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.bound.tables import Tables

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reach:
    """The first and the last period of each workload; an executed one has its own alone."""

    first: Ints
    last: Ints

    @property
    def empty(self) -> bool:
        """Whether some workload has no period: no plan has all cutovers within reach."""
        return bool((self.first > self.last).any())


class Narrowing:
    """Narrows ends to a fixed point of precedences, sets that move together, allowed periods."""

    def __init__(self, tables: Tables) -> None:
        free = tables.executed == -2
        self._free = free
        self._first, self._last = tables.earliest, tables.latest
        tied = free[tables.after]
        self._before, self._after = tables.before[tied], tables.after[tied]
        self._lag = tables.lag[tied]
        self._back = free[self._before]
        units = tables.units
        self._unit_start = units.start[:-1]
        self._unit_members = units.items
        self._unit_of = np.repeat(np.arange(len(units.start) - 1), np.diff(units.start))
        self._next, self._previous = _neighbours(self._unit_allowed(tables))

    def root(self) -> Reach:
        """What all plans have within reach."""
        return self.within(self._first, self._last)

    def within(self, first: Ints, last: Ints) -> Reach:
        """What is within reach of plans that keep to these ends."""
        while True:
            new_first, new_last = self._once(first, last)
            if (new_first > new_last).any():
                return Reach(new_first, new_last)
            if (new_first == first).all() and (new_last == last).all():
                return Reach(first, last)
            first, last = new_first, new_last

    def _once(self, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        first, last = first.copy(), last.copy()
        np.maximum.at(first, self._after, first[self._before] + self._lag)
        np.minimum.at(last, self._before[self._back], (last[self._after] - self._lag)[self._back])
        first[self._unit_members] = np.maximum.reduceat(
            first[self._unit_members], self._unit_start
        )[self._unit_of]
        last[self._unit_members] = np.minimum.reduceat(last[self._unit_members], self._unit_start)[
            self._unit_of
        ]
        return self._to_allowed(first, last)

    def _to_allowed(self, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        rows = np.arange(len(first))
        count = self._next.shape[1] - 1
        later = self._next[rows, np.clip(first, 0, count)]
        earlier = self._previous[rows, np.clip(last + 1, 0, count)]
        return np.where(self._free, later, first), np.where(self._free, earlier, last)

    def _unit_allowed(self, tables: Tables) -> NDArray[np.bool_]:
        own = tables.period_allowed
        shared = np.logical_and.reduceat(own[self._unit_members], self._unit_start, axis=0)
        allowed = np.empty_like(own)
        allowed[self._unit_members] = shared[self._unit_of]
        return allowed


def _neighbours(allowed: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """[workload, period]: the first allowed period from it on, and the last one before it.

    T where there is none from it on, −1 where there is none before it.
    """
    rows, count = allowed.shape
    following = np.full((rows, count + 1), count)
    preceding = np.full((rows, count + 1), -1)
    for period in range(count):
        back = count - 1 - period
        following[:, back] = np.where(allowed[:, back], back, following[:, back + 1])
        preceding[:, period + 1] = np.where(allowed[:, period], period, preceding[:, period])
    return following, preceding
