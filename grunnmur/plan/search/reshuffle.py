"""Makes a plan better by taking out a handful of workloads and putting them in again."""

from __future__ import annotations

from math import log
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.search.handful import Handfuls

if TYPE_CHECKING:
    from grunnmur.plan.search.state import State

_HEAT = 0.25
"""Share of the avoidable cost per workload that a step may at first typically lose. Judgement
from runs on made-up problems of 200 to 2,500 workloads: half or double makes little difference."""


def reshuffle(state: State, *, effort: int, seed: int) -> None:
    """Takes out and puts in `effort` handfuls. The best plan on the way is what is left.

    As in annealing, worse plans are accepted early on and hardly any at the end.
    """
    random = Random(seed)  # noqa: S311 - a search, no secret
    handfuls = Handfuls(state.tables)
    if not handfuls.movable:
        return
    floor = float(sum(state.tables.baseline))
    best, best_cost = _snapshot(state), state.cost
    heat = _HEAT * max(0.0, state.cost - floor) / len(handfuls.movable)
    for step in range(effort):
        cooled = heat * (1 - step / effort) ** 2
        limit = state.cost - cooled * log(max(1e-12, random.random()))
        _exchange(state, handfuls.pick(state, random), limit, random)
        if state.cost < best_cost:
            best, best_cost = _snapshot(state), state.cost
    _restore(state, best)


def _exchange(state: State, handful: list[int], limit: float, random: Random) -> None:
    """Takes the handful out and puts it in again; undoes it where the plan would cost too much."""
    old = [(n, *state.remove(n)) for n in handful]
    random.shuffle(handful)
    floor = float(sum(state.tables.baseline[n] for n in handful))
    placed: list[int] = []
    for n in handful:
        if not _insert(state, n):
            break
        placed.append(n)
        floor -= state.tables.baseline[n]
        if state.cost + floor > limit:
            break
    if len(placed) == len(handful) and state.cost <= limit:
        return
    for n in placed:
        state.remove(n)
    for n, way, period in old:
        state.place(n, way, period)


def _insert(state: State, n: int) -> bool:
    options = state.options(state.room(n))
    if not options.any():
        return False
    cost = np.where(options, state.cost_by_period(n), np.inf)
    way, period = divmod(int(cost.argmin()), state.nowhere)
    state.place(n, way, period, cost=float(cost[way, period]))
    return True


def _snapshot(state: State) -> list[tuple[int, int]]:
    return list(zip(state.way, state.period.tolist(), strict=True))


def _restore(state: State, snapshot: list[tuple[int, int]]) -> None:
    moved = [
        n
        for n, (way, period) in enumerate(snapshot)
        if (state.way[n], int(state.period[n])) != (way, period)
    ]
    for n in moved:
        state.remove(n)
    for n in moved:
        state.place(n, *snapshot[n])
