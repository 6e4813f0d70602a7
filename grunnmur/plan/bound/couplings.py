"""Couplings as what is linear in each workload's period, and one weight for the pair.

With t the periods, a_first·(t_b − t_a)⁺ + b_first·(t_a − t_b)⁺ + neither·(min(t_a, t_b) + 1) is
W·(t_b − t_a)⁺ + (neither − b_first)·t_b + b_first·t_a + neither, W = a_first + b_first − neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.bound.reach import Reach
    from grunnmur.plan.bound.tables import Tables
    from grunnmur.plan.conditions import Coupling

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Folded:
    """What of the couplings is a cost of one workload and its period: `cost` [workload, period].

    `constant` is paid by every plan. `weight` is W where the pair still has to be priced, else 0.
    """

    a: Ints
    b: Ints
    weight: Ints
    cost: Ints
    constant: int


def folded(tables: Tables, reach: Reach) -> Folded:
    """The couplings of the problem, folded.

    With an executed workload it is a cost of the other alone. With W < 0 the pair's part is at
    least what is on the straight line between the ends of t_b − t_a.
    """
    problem = tables.problem
    number = {row.id: n for n, row in enumerate(problem.workloads)}
    cost = np.zeros((tables.workload_count, tables.count), dtype=np.int64)
    periods, constant = np.arange(tables.count), 0
    a = [number[row.a] for row in problem.couplings]
    b = [number[row.b] for row in problem.couplings]
    weight = [row.a_first + row.b_first - row.neither for row in problem.couplings]
    for n, (row, one, other) in enumerate(zip(problem.couplings, a, b, strict=True)):
        at_a, at_b = int(tables.executed[one]), int(tables.executed[other])
        if at_a == at_b == -2:
            line, least = _line(weight[n], reach, one, other)
            cost[one] += (row.b_first - line) * periods
            cost[other] += (row.neither - row.b_first + line) * periods
            constant += row.neither + least
        elif at_a > -2 and at_b > -2:
            constant += int(_paid(row, np.array([at_a]), np.array([at_b]))[0])
        elif at_a > -2:
            cost[other] += _paid(row, np.full_like(periods, at_a), periods)
        else:
            cost[one] += _paid(row, periods, np.full_like(periods, at_b))
        if weight[n] < 0 or at_a > -2 or at_b > -2:
            weight[n] = 0
    whole = np.int64
    return Folded(
        np.array(a, dtype=whole),
        np.array(b, dtype=whole),
        np.array(weight, dtype=whole),
        cost,
        constant,
    )


def _line(weight: int, reach: Reach, a: int, b: int) -> tuple[int, int]:
    """For W < 0: a slope and a constant, so that W·d⁺ is nowhere below slope·d + constant."""
    if weight >= 0:
        return 0, 0
    low = int(reach.first[b] - reach.last[a])
    high = int(reach.last[b] - reach.first[a])
    if low >= 0 or high <= 0:
        return (weight if low >= 0 else 0), 0
    slope = weight * high // (high - low)
    return slope, min(-slope * low, (weight - slope) * high)


def _paid(row: Coupling, a: Ints, b: Ints) -> Ints:
    apart = row.a_first * np.maximum(0, b - a) + row.b_first * np.maximum(0, a - b)
    return np.asarray(apart + row.neither * (np.minimum(a, b) + 1))
