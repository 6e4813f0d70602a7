"""List scheduling: workloads in a given order, what they must follow before them, each where it
fits and costs least."""

# mypy: disable-error-code="no-any-return, return-value"
# An item of a vector is of any type to mypy; compiled, it is a whole number.
from __future__ import annotations

from typing import TYPE_CHECKING

from grunnmur.plan.search.book import (
    BEFORE,
    BEFORE_END,
    COST,
    FELLOWS,
    FELLOWS_END,
    OPTIONS,
    OPTIONS_END,
    SEVERITY,
    WAYS,
    WAYS_END,
    WIDTH,
)
from grunnmur.plan.search.kernel import kernel
from grunnmur.plan.search.spot import enter, leave
from grunnmur.plan.search.step import is_open
from grunnmur.plan.search.weigh import (
    broken_change,
    cost_change,
    is_executed,
    mark,
    way_of,
    workload,
)

if TYPE_CHECKING:
    from grunnmur.plan.search.book import Vector

_HUGE = 1 << 62


@kernel
def _push_earlier(
    facts: Vector, plan: Vector, seen: Vector, stack: Vector, size: int, i: int
) -> int:
    """Those that the workload's block must follow and that are not placed, on the stack."""
    pushed = 0
    about = workload(facts, i)
    for f in range(facts[about + FELLOWS], facts[about + FELLOWS_END]):
        fellow = workload(facts, facts[f])
        for k in range(facts[fellow + BEFORE], facts[fellow + BEFORE_END], 2):
            if way_of(plan, facts[k]) < 0 and seen[facts[k]] == 0:
                stack[size + pushed] = facts[k]
                pushed += 1
    return pushed


@kernel
def _best(facts: Vector, plan: Vector, i: int, eager: bool) -> int:
    """The best place of all for the workload: way × periods + period."""
    about = workload(facts, i)
    best, when = -1, 0
    worst = least = _HUGE
    for k in range(facts[about + OPTIONS], facts[about + OPTIONS_END], 2):
        way, t = facts[k], facts[k + 1]
        cost = cost_change(facts, plan, i, -1, -2, way, t, False)
        if worst == 0 and ((eager and t > when) or (not eager and cost >= least)):
            continue
        broken = broken_change(facts, plan, i, -1, -2, way, t, False)
        sooner = eager and t < when
        cheaper = cost < least and (not eager or t == when)
        if broken < worst or (broken == worst and (sooner or cheaper)):
            worst, least, when, best = broken, cost, t, way * facts[WIDTH] + t
    return best


@kernel
def fitting(facts: Vector, plan: Vector, i: int, first: int, last: int, ways: Vector) -> None:
    """The cheapest way that breaks nothing, by period from the first to the last; others stay as they are."""
    about = workload(facts, i)
    for t in range(max(0, first), min(last, facts[WIDTH] - 1) + 1):
        least = _HUGE
        for way in range(facts[about + WAYS], facts[about + WAYS_END]):
            if mark(facts, way, t) != 0 or broken_change(facts, plan, i, -1, -2, way, t, False) > 0:
                continue
            cost = cost_change(facts, plan, i, -1, -2, way, t, False)
            if cost < least:
                least, ways[t] = cost, way


@kernel
def _best_way(facts: Vector, plan: Vector, j: int, t: int) -> int:
    about = workload(facts, j)
    worst = least = _HUGE
    best = facts[about + WAYS]
    for way in range(facts[about + WAYS], facts[about + WAYS_END]):
        if mark(facts, way, t) != 0:
            continue
        broken = broken_change(facts, plan, j, -1, -2, way, t, False)
        cost = cost_change(facts, plan, j, -1, -2, way, t, False)
        if broken < worst or (broken == worst and cost < least):
            worst, least, best = broken, cost, way
    return best


@kernel
def _enter_block(facts: Vector, plan: Vector, i: int, t: int) -> None:
    about = workload(facts, i)
    for k in range(facts[about + FELLOWS], facts[about + FELLOWS_END]):
        if not is_executed(facts, facts[k]):
            enter(facts, plan, facts[k], _best_way(facts, plan, facts[k], t), t)


@kernel
def _leave_block(facts: Vector, plan: Vector, i: int) -> None:
    about = workload(facts, i)
    for k in range(facts[about + FELLOWS], facts[about + FELLOWS_END]):
        if not is_executed(facts, facts[k]):
            leave(facts, plan, facts[k])


@kernel
def _put_block(facts: Vector, plan: Vector, i: int, eager: bool) -> None:
    """Tries the block in each period, then places it in the best."""
    worst = least = _HUGE
    best = 0
    for t in range(facts[WIDTH]):
        if not is_open(facts, i, t):
            continue
        cost, severity = plan[COST], plan[SEVERITY]
        _enter_block(facts, plan, i, t)
        more, worse = plan[COST] - cost, plan[SEVERITY] - severity
        _leave_block(facts, plan, i)
        if worse < worst or (worse == worst and not eager and more < least):
            worst, least, best = worse, more, t
    _enter_block(facts, plan, i, best)


@kernel
def _put(facts: Vector, plan: Vector, failed: Vector, i: int, eager: bool) -> None:
    """Places the workload's block in the best period."""
    severity = plan[SEVERITY]
    about = workload(facts, i)
    first, end = facts[about + FELLOWS], facts[about + FELLOWS_END]
    if end - first == 1:
        place = _best(facts, plan, i, eager)
        enter(facts, plan, i, place // facts[WIDTH], place % facts[WIDTH])
    else:
        _put_block(facts, plan, i, eager)
    if plan[SEVERITY] > severity:
        for k in range(first, end):
            failed[facts[k]] = 1


@kernel
def schedule(
    facts: Vector,
    plan: Vector,
    turn: Vector,
    failed: Vector,
    seen: Vector,
    stack: Vector,
    eager: bool,
) -> None:
    """Places all that is not placed, in turn. `failed` becomes 1 for each that did not fit.

    `eager` places as early as it fits, else where it costs least.
    """
    for n in range(len(turn)):
        stack[0] = turn[n]
        size = 1
        while size > 0:
            i = stack[size - 1]
            pushed = 0
            if way_of(plan, i) < 0 and seen[i] == 0:
                seen[i] = 1
                pushed = _push_earlier(facts, plan, seen, stack, size, i)
            if pushed == 0:
                size -= 1
                if way_of(plan, i) < 0:
                    _put(facts, plan, failed, i, eager)
            size += pushed
