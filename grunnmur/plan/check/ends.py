"""The first and last period of every workload in a part of all plans, as the page states them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.check.figures import Figures

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ends:
    """First and last period by workload. None of them is left any plan if `none`."""

    first: Ints
    last: Ints

    @property
    def none(self) -> bool:
        """Whether some workload has no period."""
        return bool((self.first > self.last).any())


class Ties:
    """What narrows ends: precedences, sets that move together, and the periods allowed them."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        free, number = figures.free, figures.number
        rows = [
            (number[row["before"]], number[row["after"]], row.get("lag", 0))
            for row in figures.problem.rows("precedences")
        ]
        self.orders = [row for row in rows if free[row[1]]]
        self.sets = _sets(figures)
        self.unit_of = np.arange(len(free))
        for members in self.sets:
            self.unit_of[members] = min(members)
        joint = figures.open_periods.copy()
        for members in self.sets:
            joint[members] = joint[members].all(axis=0)
        self.joint = joint
        self._forward = _levels(self.orders, len(free))

    def widest(self) -> Ends:
        """The ends of all plans, before anything is narrowed."""
        figures = self.figures
        first = np.where(figures.free, 0, figures.executed)
        last = np.where(figures.free, figures.problem.count - 1, figures.executed)
        for row in figures.problem.rows("together"):
            members = [figures.number[name] for name in row["workloads"]]
            made = [int(figures.executed[n]) for n in members if not figures.free[n]]
            for n in members:
                if made and figures.free[n]:
                    first[n] = max(first[n], max(made))
                    last[n] = min(last[n], min(made))
        return Ends(first, last)

    def narrowed(self, ends: Ends) -> Ends:
        """The same ends, narrowed until nothing changes."""
        first, last = ends.first.copy(), ends.last.copy()
        while True:
            before = first.copy(), last.copy()
            self._by_order(first, last)
            for members in self.sets:
                first[members] = first[members].max()
                last[members] = last[members].min()
            self._to_allowed(first, last)
            if (first > last).any() or ((first == before[0]).all() and (last == before[1]).all()):
                return Ends(first, last)

    def _by_order(self, first: Ints, last: Ints) -> None:
        for earlier, later, lags in self._forward:
            np.maximum.at(first, later, first[earlier] + lags)
        for earlier, later, lags in reversed(self._forward):
            back = self.figures.free[earlier]
            np.minimum.at(last, earlier[back], (last[later] - lags)[back])

    def _to_allowed(self, first: Ints, last: Ints) -> None:
        """Moves first ends up and last ends down to the nearest period that is allowed."""
        periods = np.arange(self.joint.shape[1])
        inside = self.joint & (first[:, None] <= periods) & (periods <= last[:, None])
        some, free = inside.any(axis=1), self.figures.free
        up = np.where(some, inside.argmax(axis=1), len(periods))
        down = np.where(some, len(periods) - 1 - inside[:, ::-1].argmax(axis=1), -1)
        first[free], last[free] = up[free], down[free]


def _sets(figures: Figures) -> list[list[int]]:
    """Free workloads that move together, in one row or through several."""
    sets: list[set[int]] = []
    for row in figures.problem.rows("together"):
        joined = {figures.number[name] for name in row["workloads"]}
        joined = {n for n in joined if figures.free[n]}
        apart = [other for other in sets if not other & joined]
        sets = [*apart, joined.union(*(other for other in sets if other & joined))]
    return [sorted(members) for members in sets if len(members) > 1]


def _levels(orders: list[tuple[int, int, int]], count: int) -> list[tuple[Ints, Ints, Ints]]:
    """Orders by how long a chain of them leads to their later one, so that one pass is enough."""
    depth = [0] * count
    for _ in range(count):
        deeper = False
        for before, after, _lag in orders:
            if depth[after] < depth[before] + 1:
                depth[after], deeper = depth[before] + 1, True
        if not deeper:
            break
    levels: dict[int, list[tuple[int, int, int]]] = {}
    for row in orders:
        levels.setdefault(depth[row[1]], []).append(row)
    columns = (np.array(levels[n], dtype=np.int64).T for n in sorted(levels))
    return [(column[0], column[1], column[2]) for column in columns]
