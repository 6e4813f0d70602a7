"""In which turn list scheduling places workloads: rules of thumb, each a list of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.search.arrays import Arrays
    from grunnmur.plan.search.book import Vector

    Floats = NDArray[np.float64]


def turns(arrays: Arrays, seed: int, hint: Floats | None = None) -> Iterator[tuple[Vector, bool]]:
    """Keys by workload, smallest first, and whether to place as early as it fits.

    A `hint`, periods by workload, makes the first two. The next ones leave what has little time
    left for last the least: they fit most often.
    """
    if hint is not None:
        for eager in (False, True):
            yield _rank(np.argsort(hint, kind="stable")), eager
    last, waiting = _last(arrays), _waiting(arrays)
    soonest = np.lexsort((-waiting, last // 6))
    densest = np.lexsort((-waiting,))
    for order in (soonest, np.lexsort((last,)), densest, np.arange(len(last))):
        for eager in (False, True):
            yield _rank(order), eager
    random = np.random.default_rng(seed)
    for eager in (False, True) * 4:
        shaken = last // 6 + random.integers(0, 3, len(last))
        yield _rank(np.lexsort((-waiting, shaken))), eager


def _last(arrays: Arrays) -> Vector:
    """The last period worth trying of each workload; executed ones have none and come first."""
    last = np.zeros(len(arrays.executed_way), dtype=np.int64)
    owner = np.repeat(np.arange(len(last)), np.diff(arrays.option_start))
    np.maximum.at(last, owner, arrays.option_period.astype(np.int64))
    return last


def _waiting(arrays: Arrays) -> Vector:
    """NOK that waiting from the first period to the last costs each workload."""
    costs = arrays.own[:, [-1, 0]]
    if not len(costs):
        return np.zeros(0, dtype=np.int64)
    least = np.minimum.reduceat(costs, arrays.way_start[:-1], axis=0)
    waiting: Vector = least[:, 0] - least[:, 1]
    return waiting


def _rank(order: Vector) -> Vector:
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank
