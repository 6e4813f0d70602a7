"""A lower bound that needs no search: what no plan can avoid, term by term.

Every workload has an earliest and a latest period that follow from its own conditions and the
precedences. Each term of the cost is at least its smallest value inside those ends, so the sum of
the smallest values is at most the cost of any feasible plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from grunnmur.plan.conditions import Coupling
    from grunnmur.plan.search.instance import Instance


def window_bound(tables: Instance) -> int | None:
    """A bound of the avoidable cost that is above zero, or None: nothing proven."""
    number = {row.id: n for n, row in enumerate(tables.problem.workloads)}
    if any(low > high for low, high in zip(tables.earliest, tables.latest, strict=True)):
        return None
    own = sum(_own(tables, n) - tables.baseline[n] for n in range(tables.count))
    pairs = sum(
        _pair(row, _ends(tables, number[row.a]), _ends(tables, number[row.b]))
        for row in tables.problem.couplings
    )
    fixed = sum(
        totals[1 + max((tables.earliest[number[name]] for name in row.workloads), default=-1)]
        for row, totals in zip(tables.problem.fixed_costs, tables.fixed, strict=True)
    )
    bound = own + pairs + fixed
    return bound if bound > 0 else None


def _ends(tables: Instance, n: int) -> tuple[int, int]:
    return tables.earliest[n], tables.latest[n]


def _own(tables: Instance, n: int) -> int:
    if n in tables.executed:
        return tables.baseline[n]
    low, high = _ends(tables, n)
    allowed = np.array(
        [[way.mask >> t & 1 for t in range(low, high + 1)] for way in tables.ways[n]], bool
    )
    cost = tables.unary[n][:, low : high + 1][allowed]
    return int(cost.min()) if cost.size else tables.baseline[n]


def _pair(row: Coupling, a: tuple[int, int], b: tuple[int, int]) -> int:
    """The smallest cost of the coupling. It is linear between its corners, so one has it."""
    corners_a = {*a, *(p for p in b if a[0] <= p <= a[1])}
    corners_b = {*b, *(p for p in a if b[0] <= p <= b[1])}
    return min(_pair_cost(row, p, q) for p in corners_a for q in corners_b)


def _pair_cost(row: Coupling, a: int, b: int) -> int:
    moved = row.a_first * max(0, b - a) + row.b_first * max(0, a - b)
    return moved + row.neither * (min(a, b) + 1)
