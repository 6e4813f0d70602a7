"""What every leaf of every certificate of one problem reads: costs, uses, orders, members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grunnmur.plan.check.statement import amount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.check.couplings import Shares
    from grunnmur.plan.check.ends import Ties
    from grunnmur.plan.check.figures import Figures
    from grunnmur.plan.check.limits import Limits

    Ints = NDArray[np.int64]


class Priced:
    """The arrays. `above` [way, period] is own and coupled cost above the cheapest conceivable.

    `uses` holds for each resource the ways that use it, and their effort, holds and keeps.
    `member` and `member_group` have one entry for each workload of each fixed cost, as listed, each
    once. `money` is more than any sum of costs, `largest_use` what multiplies a price the most.
    """

    def __init__(self, ties: Ties, limits: Limits, shares: Shares) -> None:
        figures, problem = ties.figures, ties.figures.problem
        self.figures, self.ties, self.limits, self.shares = figures, ties, limits, shares
        cheapest = np.array(figures.cheapest, dtype=figures.own.dtype)[figures.workload_of]
        self.above = figures.own - cheapest[:, None] + shares.alone[figures.workload_of]
        self.once = np.array([amount(way, "one_off") for way in figures.ways], dtype=np.int64)
        self.duration = np.array([way["duration"] for way in figures.ways], dtype=np.int64)
        self.uses = _uses(figures, limits.resource_names)
        rows = problem.rows("precedences")
        self.before = np.array([figures.number[row["before"]] for row in rows], dtype=np.int64)
        self.after = np.array([figures.number[row["after"]] for row in rows], dtype=np.int64)
        self.lag = np.array([row.get("lag", 0) for row in rows], dtype=np.int64)
        self.ordered = figures.free[self.before] & figures.free[self.after]
        self.lags = sorted({lag for lag in self.lag.tolist() if lag < problem.count})
        self.fixed = [
            np.array(problem.series(row, "cost"), dtype=object).cumsum()
            for row in problem.rows("fixed_costs")
        ]
        members = [
            (figures.number[name], g)
            for g, row in enumerate(problem.rows("fixed_costs"))
            for name in dict.fromkeys(row.get("workloads") or [])
        ]
        pairs = np.array(members, dtype=np.int64).reshape(len(members), 2)
        self.member, self.member_group = pairs[:, 0], pairs[:, 1]
        self.money = self._money()
        self.largest_use = {
            "resources": max((int(used[1:].max(initial=1)) for used in self.uses), default=1),
            "budgets": int(self.once.max(initial=1)),
        }

    def _money(self) -> int:
        largest = (
            int(np.abs(self.above).max(initial=0))
            + sum(self.shares.weight) * self.figures.problem.count
        )
        return int(largest + sum(int(row[-1]) for row in self.fixed))


def _uses(figures: Figures, names: list[str]) -> list[Ints]:
    workloads: list[Any] = list(figures.problem.workloads.values())
    rows: dict[str, list[list[int]]] = {name: [] for name in names}
    for n, way in enumerate(figures.ways):
        if not figures.free[figures.workload_of[n]]:
            continue
        parts = (
            way.get("effort") or {},
            workloads[figures.workload_of[n]].get("holds") or {},
            way.get("keeps") or {},
        )
        for name in dict.fromkeys(name for part in parts for name in part):
            rows[name].append([n, *(amount(part, name) for part in parts)])
    return [np.array(rows[name], dtype=np.int64).reshape(len(rows[name]), 4).T for name in names]
