"""Couplings as a weight on who moves first, and what is left to each workload alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grunnmur.plan.check.cost import coupling_cost
from grunnmur.plan.check.figures import kind_for
from grunnmur.plan.check.statement import amount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.check.ends import Ends
    from grunnmur.plan.check.figures import Figures
    from grunnmur.plan.check.statement import Row

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shares:
    """`alone` [workload, period] and `constant` are NOK; `weight` is what is left of each pair."""

    a: Ints
    b: Ints
    weight: list[int]
    alone: Any
    constant: int


def shares(figures: Figures, ends: Ends) -> Shares:
    """The couplings as the page states them; `ends` are those of all plans."""
    rows = figures.problem.rows("couplings")
    count = figures.problem.count
    prices = [
        tuple(amount(row, name) for name in ("a_first", "b_first", "neither")) for row in rows
    ]
    kind = kind_for(sum(map(sum, prices)) * 4 * (count + 1))
    alone = np.zeros((len(figures.executed), count), dtype=kind)
    slopes, free = [0] * len(figures.executed), figures.free.tolist()
    constant, weights, pairs = 0, [], []
    for row, (a_first, b_first, neither) in zip(rows, prices, strict=True):
        a, b = figures.number[row["a"]], figures.number[row["b"]]
        weight = 0
        if free[a] and free[b]:
            weight = a_first + b_first - neither
            slope, least = chord(weight, ends, a, b)
            slopes[a] += b_first - slope
            slopes[b] += neither - b_first + slope
            constant += neither + least
        else:
            constant += _with_executed(figures, row, a, b, alone)
        weights.append(max(weight, 0))
        pairs.append((a, b))
    alone += np.outer(np.array(slopes, dtype=kind), np.arange(count).astype(kind))
    first, second = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2).T
    return Shares(first, second, weights, alone, constant)


def _with_executed(figures: Figures, row: Row, a: int, b: int, alone: Any) -> int:  # noqa: ANN401
    """The cost of the pair, as the other one's own cost; or as a constant, if both have moved."""
    at_a, at_b = int(figures.executed[a]), int(figures.executed[b])
    periods = range(figures.problem.count)
    if figures.free[a]:
        alone[a] += np.array([coupling_cost(row, t, at_b) for t in periods], dtype=alone.dtype)
        return 0
    if figures.free[b]:
        alone[b] += np.array([coupling_cost(row, at_a, t) for t in periods], dtype=alone.dtype)
        return 0
    return coupling_cost(row, at_a, at_b)


def chord(weight: int, ends: Ends, a: int, b: int) -> tuple[int, int]:
    """For a negative weight, the slope and constant of a line below weight · max(0, t_b − t_a)."""
    if weight >= 0:
        return 0, 0
    low, high = int(ends.first[b] - ends.last[a]), int(ends.last[b] - ends.first[a])
    if high <= 0:
        return 0, 0
    if low >= 0:
        return weight, 0
    slope = (weight * high) // (high - low)
    return slope, min(-slope * low, weight * high - slope * high)
