"""Who moves in one period with whom, and in which turn they come."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.ledger import Ledger

    Edge = tuple[int, int, int]
    """Who must move before, who after, and how many periods later at least."""


class Units:
    """What moves in one period: a workload alone, or those that sets and their order join.

    `of` is the unit of each workload. `earlier` is, of each, (workload, lag) that it must wait for:
    nobody of its own unit that it may move with, and no one if it is executed.
    """

    def __init__(self, ledger: Ledger) -> None:
        tables, self._period = ledger.tables, ledger.period.tolist()
        columns = (tables.before.tolist(), tables.after.tolist(), tables.lag.tolist())
        edges = [row for row in zip(*columns, strict=True) if not tables.executed[row[1]]]
        movable = [[n for n in row if not tables.executed[n]] for row in tables.together]
        ahead = [row for row in edges if not tables.executed[row[0]]]
        self.of, self._turn = _joined(len(self._period), movable, ahead)
        self.earlier: list[list[tuple[int, int]]] = [[] for _ in self._period]
        for before, after, lag in edges:
            if lag or self.of[before] != self.of[after]:
                self.earlier[after].append((before, lag))

    def sets(self) -> list[list[int]]:
        """The units of more than one, each sorted."""
        members: dict[int, list[int]] = {}
        for n, unit in enumerate(self.of):
            members.setdefault(unit, []).append(n)
        return [row for row in members.values() if len(row) > 1]

    def order(self) -> list[int]:
        """Workloads by planned cutover, then those that must come first, then by number."""
        return sorted(
            range(len(self.of)), key=lambda n: (self._period[n], self._turn[self.of[n]], n)
        )


def _joined(
    count: int, sets: Iterable[list[int]], edges: list[Edge]
) -> tuple[list[int], dict[int, int]]:
    """The unit of each workload, and of each unit how many must move before it in a row.

    Where the order of a period goes round, through sets, all on the way move at once.
    """
    unit = np.arange(count)
    for members in sets:
        _join(unit, unit[members].tolist())
    while True:
        graph: dict[int, set[int]] = {n: set() for n in unit.tolist()}
        for before, after, lag in edges:
            if not lag and unit[before] != unit[after]:
                graph[int(unit[after])].add(int(unit[before]))
        try:
            return unit.tolist(), _turns(graph)
        except CycleError as error:
            _join(unit, error.args[1])


def _join(unit: NDArray[np.int64], units: list[int]) -> None:
    if units:
        unit[np.isin(unit, units)] = min(units)


def _turns(graph: dict[int, set[int]]) -> dict[int, int]:
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    turn: dict[int, int] = {}
    for level in range(len(graph)):
        ready = sorter.get_ready()
        turn.update(dict.fromkeys(ready, level))
        sorter.done(*ready)
    return turn
