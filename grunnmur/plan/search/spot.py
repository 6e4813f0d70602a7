"""Places workloads in a plan in the making, and keeps every sum that follows up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.search import book
from grunnmur.plan.search.book import (
    AT_PERIOD,
    AT_WAY,
    COST,
    COUNT,
    CROWD,
    CROWD_SIZE,
    IN_GROUPS,
    IN_GROUPS_END,
    LEAN,
    MOVABLES,
    PAIRS,
    PAIRS_END,
    PLACE,
    SEVERITY,
    WIDTH,
)
from grunnmur.plan.search.chance import sow
from grunnmur.plan.search.kernel import kernel
from grunnmur.plan.search.weigh import (
    broken_change,
    cost_change,
    group_change,
    is_executed,
    lay,
    period_of,
    way_of,
    workload,
)

if TYPE_CHECKING:
    from grunnmur.plan.search.arrays import Arrays
    from grunnmur.plan.search.book import Vector


@kernel
def _enter_executed(facts: Vector, plan: Vector, i: int, way: int, period: int) -> None:
    """Groups and couplings only: what executed moves use is off the limits, their own cost is 0."""
    about = workload(facts, i)
    for k in range(facts[about + IN_GROUPS], facts[about + IN_GROUPS_END]):
        plan[COST] += group_change(facts, plan, facts[k], -1, period + 1, True)
    for k in range(facts[about + PAIRS], facts[about + PAIRS_END], 4):
        other, first, second, neither = facts[k], facts[k + 1], facts[k + 2], facts[k + 3]
        if way_of(plan, other) >= 0:
            there = period_of(plan, other)
            plan[COST] += first * max(0, there - period) + second * max(0, period - there)
            plan[COST] += neither * (min(there, period) + 1)
        lay(
            plan, plan[LEAN] + other * facts[WIDTH], facts[WIDTH], second, first, neither, period, 1
        )
    plan[plan[AT_WAY] + i] = way
    plan[plan[AT_PERIOD] + i] = period


def empty(arrays: Arrays, facts: Vector, seed: int, number: int = 0) -> Vector:
    """A plan with only the executed moves in it."""
    plan = book.plan(arrays)
    sow(plan, seed, number)
    plan[COST] = int(arrays.total[:, 0].sum())
    for i in np.nonzero(arrays.executed_way >= 0)[0]:
        way, period = int(arrays.executed_way[i]), int(arrays.executed_period[i])
        _enter_executed(facts, plan, int(i), way, period)
    return plan


@kernel
def _set(facts: Vector, plan: Vector, i: int, way: int, period: int) -> None:
    plan[plan[AT_WAY] + i] = way
    plan[plan[AT_PERIOD] + i] = period
    size = plan[plan[CROWD_SIZE] + period]
    plan[plan[CROWD] + period * facts[MOVABLES] + size] = i
    plan[plan[PLACE] + i] = size
    plan[plan[CROWD_SIZE] + period] = size + 1


@kernel
def enter(facts: Vector, plan: Vector, i: int, way: int, period: int) -> None:
    """Places a workload that is not placed."""
    plan[SEVERITY] += broken_change(facts, plan, i, -1, -2, way, period, True)
    plan[COST] += cost_change(facts, plan, i, -1, -2, way, period, True)
    _set(facts, plan, i, way, period)


@kernel
def _forget(facts: Vector, plan: Vector, i: int, period: int) -> None:
    size = plan[plan[CROWD_SIZE] + period] - 1
    crowd = plan[CROWD] + period * facts[MOVABLES]
    other, place = plan[crowd + size], plan[plan[PLACE] + i]
    plan[crowd + place] = other
    plan[plan[PLACE] + other] = place
    plan[plan[CROWD_SIZE] + period] = size


@kernel
def move(facts: Vector, plan: Vector, i: int, way: int, period: int) -> None:
    """Moves a placed workload."""
    old_way, old = way_of(plan, i), period_of(plan, i)
    plan[SEVERITY] += broken_change(facts, plan, i, old_way, old, way, period, True)
    plan[COST] += cost_change(facts, plan, i, old_way, old, way, period, True)
    if period != old:
        _forget(facts, plan, i, old)
        _set(facts, plan, i, way, period)
    else:
        plan[plan[AT_WAY] + i] = way


@kernel
def load(facts: Vector, plan: Vector, way: Vector, period: Vector) -> None:
    """Puts every movable workload with a way where the lists say."""
    for i in range(facts[COUNT]):
        if way[i] < 0 or is_executed(facts, i):
            continue
        if way_of(plan, i) < 0:
            enter(facts, plan, i, way[i], period[i])
        elif way_of(plan, i) != way[i] or period_of(plan, i) != period[i]:
            move(facts, plan, i, way[i], period[i])


@kernel
def leave(facts: Vector, plan: Vector, i: int) -> None:
    """Takes a placed workload out."""
    way, old = way_of(plan, i), period_of(plan, i)
    plan[SEVERITY] += broken_change(facts, plan, i, way, old, -1, -2, True)
    plan[COST] += cost_change(facts, plan, i, way, old, -1, -2, True)
    _forget(facts, plan, i, old)
    plan[plan[AT_WAY] + i] = -1
    plan[plan[AT_PERIOD] + i] = -2
