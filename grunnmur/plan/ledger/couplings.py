"""Couplings as arrays: what all of them cost, and what those of one workload do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.conditions import Coupling


@dataclass(frozen=True, slots=True)
class Couplings:
    """Each coupling once in `a`, `b` and NOK a period, and again from each of its workloads.

    `others[i]` are the partners of workload i; `weights[i]` holds NOK a period, by row: only i has
    moved, only the partner has, neither has.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    a_first: NDArray[np.int64]
    b_first: NDArray[np.int64]
    neither: NDArray[np.int64]
    others: tuple[NDArray[np.int64], ...]
    weights: tuple[NDArray[np.int64], ...]

    def total(self, period: NDArray[np.int64]) -> int:
        """NOK of all couplings; `period` is the cutover of each workload."""
        a, b = period[self.a], period[self.b]
        return int(_cost(self.a_first, self.b_first, self.neither, a, b).sum())

    def of(self, workload: int, at: int, period: NDArray[np.int64]) -> int:
        """NOK of the workload's couplings, if it moved in period `at`."""
        partners = period[self.others[workload]]
        first, second, neither = self.weights[workload]
        return int(_cost(first, second, neither, np.int64(at), partners).sum())


def couplings(rows: Sequence[Coupling], number: Mapping[str, int]) -> Couplings:
    """The arrays of the couplings."""
    table = np.array(
        [(number[r.a], number[r.b], r.a_first, r.b_first, r.neither) for r in rows], dtype=np.int64
    ).reshape(len(rows), 5)
    seen: list[list[tuple[int, int, int, int]]] = [[] for _ in number]
    for a, b, a_first, b_first, neither in table.tolist():
        seen[a].append((b, a_first, b_first, neither))
        seen[b].append((a, b_first, a_first, neither))
    each = [np.array(partners, dtype=np.int64).reshape(len(partners), 4).T for partners in seen]
    columns: list[NDArray[np.int64]] = [column.copy() for column in table.T]
    return Couplings(
        a=columns[0],
        b=columns[1],
        a_first=columns[2],
        b_first=columns[3],
        neither=columns[4],
        others=tuple(columns_of[0].copy() for columns_of in each),
        weights=tuple(columns_of[1:].copy() for columns_of in each),
    )


def _cost(
    a_first: NDArray[np.int64],
    b_first: NDArray[np.int64],
    neither: NDArray[np.int64],
    a: NDArray[np.int64] | np.int64,
    b: NDArray[np.int64],
) -> NDArray[np.int64]:
    apart = b - a
    cost = a_first * np.maximum(0, apart) + b_first * np.maximum(0, -apart)
    total: NDArray[np.int64] = cost + neither * (np.minimum(a, b) + 1)
    return total
