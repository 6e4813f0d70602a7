"""Where a workload fits worst and best, when it fits nowhere: how many rows each period breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.search.state import State


def misfits(state: State, n: int) -> NDArray[np.int64]:
    """How many conditions placing the workload would break, by disposition and period."""
    tables = state.tables
    shared = _order(state, n) + _shared(state, n)
    rows = []
    for k, way in enumerate(tables.ways[n]):
        row = shared + 1 - state.options([way.mask])[0]
        for resource, rate in way.effort:
            row = row + _short(state.free[resource] < rate, way.duration)
        for year, left in state.budget.items():
            if way.one_off and left < way.one_off:
                row = row + (np.array(tables.year_of) == year)
        rows.append(row)
        rows[k][: way.duration - 1] += way.duration
    return np.stack(rows)


def _short(short: NDArray[np.bool_], duration: int) -> NDArray[np.int64]:
    """In how many periods of the work that ends in each period there is too little."""
    total = np.concatenate([[0], np.cumsum(short)])
    ends = np.arange(1, len(short) + 1)
    counted: NDArray[np.int64] = total[ends] - total[np.maximum(0, ends - duration)]
    return counted


def _order(state: State, n: int) -> NDArray[np.int64]:
    count = state.nowhere
    period = np.arange(count)
    broken = np.zeros(count, dtype=np.int64)
    for other, lag in state.tables.before[n]:
        if state.placed(other):
            broken += period < state.period[other] + lag
    for other, lag in state.tables.after[n]:
        if state.placed(other) and other not in state.tables.executed:
            broken += state.period[other] < period + lag
    return broken


def _shared(state: State, n: int) -> NDArray[np.int64]:
    broken = np.zeros(state.nowhere, dtype=np.int64)
    for organisation in state.tables.organisations[n]:
        left = state.slots[organisation]
        if left is not None:
            broken += np.array(left) <= 0
    if state.wave is not None:
        broken += np.array(state.wave) <= 0
    for group in state.tables.exclusions_of[n]:
        broken += np.array(state.excluded[group][: state.nowhere]) > 0
    return broken
