"""Makes a plan better by moving one workload at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.search.misfit import misfits

if TYPE_CHECKING:
    from grunnmur.plan.search.state import State

_SWEEPS = 12
_WORTH_ANOTHER = 0.0005
"""Judgement: a sweep that gained less than this share of the cost is the last."""


def sweep(state: State) -> None:
    """Moves single workloads to cheaper periods, for as long as it gains something."""
    movable = [n for n in range(state.tables.count) if n not in state.tables.executed]
    for _ in range(_SWEEPS):
        before = state.cost
        for n in movable:
            _settle(state, n)
        if before - state.cost <= _WORTH_ANOTHER * abs(before):
            return


def mend(state: State) -> None:
    """Moves workloads that break conditions to where they break fewer."""
    movable = [n for n in range(state.tables.count) if n not in state.tables.executed]
    for _ in range(_SWEEPS):
        if not sum(_mend_one(state, n) for n in movable):
            return


def _settle(state: State, n: int) -> None:
    way, period = state.remove(n)
    options = state.options(state.room(n))
    if options.any():
        cost = np.where(options, state.cost_by_period(n), np.inf)
        if not options[way, period] or cost.min() < cost[way, period]:
            way, period = divmod(int(cost.argmin()), state.nowhere)
    state.place(n, way, period)


def _mend_one(state: State, n: int) -> int:
    way, period = state.remove(n)
    counted = misfits(state, n)
    now = int(counted[way, period])
    gained = 0
    if now:
        gained = now - int(counted.min())
        options = counted == counted.min()
        cost = np.where(options, state.cost_by_period(n), np.inf)
        way, period = divmod(int(cost.argmin()), state.nowhere)
    state.place(n, way, period)
    return gained
