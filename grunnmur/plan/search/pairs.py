"""Couplings as tables: what one workload's period costs against all it is coupled to, at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.conditions import Coupling


@dataclass(frozen=True, slots=True)
class Pairs:
    """Couplings seen from each workload.

    `other[i]` are its partners; `weight[i]` holds, for each, NOK a period while only i has moved,
    only the partner has, and neither has. `table` turns weights by the partner's period into cost
    by i's period; its last rows of each third are for partners not placed yet and cost nothing.
    """

    other: tuple[NDArray[np.int64], ...]
    weight: tuple[NDArray[np.float64], ...]
    table: NDArray[np.float64]
    width: int

    def cost(self, n: int, period: NDArray[np.int64]) -> NDArray[np.float64] | None:
        """NOK of the workload's couplings by its period; None where it has none.

        `period` is the period of each workload, −1 before the first, the number of periods where
        not placed.
        """
        other = self.other[n]
        if not len(other):
            return None
        spot = period[other] + 1
        weight = self.weight[n]
        width = self.width
        sums = np.concatenate(
            [np.bincount(spot, weights=weight[k], minlength=width) for k in range(3)]
        )
        total: NDArray[np.float64] = sums @ self.table
        return total


def pair_tables(couplings: tuple[Coupling, ...], number: dict[str, int], count: int) -> Pairs:
    """The tables of the couplings."""
    seen: list[dict[int, list[int]]] = [defaultdict(lambda: [0, 0, 0]) for _ in number]
    for row in couplings:
        a, b = number[row.a], number[row.b]
        _add(seen[a][b], row.a_first, row.b_first, row.neither)
        _add(seen[b][a], row.b_first, row.a_first, row.neither)
    return Pairs(
        other=tuple(np.array(sorted(partners), dtype=np.int64) for partners in seen),
        weight=tuple(
            np.array([partners[p] for p in sorted(partners)], dtype=np.float64).reshape(-1, 3).T
            for partners in seen
        ),
        table=_table(count),
        width=count + 2,
    )


def _add(sums: list[int], *weights: int) -> None:
    for k, weight in enumerate(weights):
        sums[k] += weight


def _table(count: int) -> NDArray[np.float64]:
    own = np.arange(count)[None, :]
    other = np.arange(-1, count + 1)[:, None]
    first = np.maximum(0, other - own)
    second = np.maximum(0, own - other)
    neither = np.minimum(own, other) + 1
    table = np.stack([first, second, neither]).astype(np.float64)
    table[:, -1, :] = 0
    return table.reshape(3 * (count + 2), count)
