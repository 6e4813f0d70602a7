"""One step of the search: a few workloads moved, then what that broke mended, in one go."""

# mypy: disable-error-code="no-any-return, return-value"
# An item of a vector is of any type to mypy; compiled, it is a whole number.
from __future__ import annotations

from typing import TYPE_CHECKING

from grunnmur.plan.search.book import (
    AFTER,
    AFTER_END,
    BEFORE,
    BEFORE_END,
    BUDGET,
    COST,
    CROWD,
    CROWD_SIZE,
    DURATION,
    FELLOWS,
    FELLOWS_END,
    LIMIT,
    LOG,
    LONGEST,
    MOVABLE,
    MOVABLES,
    NEED_COLUMNS,
    NEEDS,
    NEEDS_END,
    ONE_OFF,
    OPTIONS,
    OPTIONS_END,
    ROW,
    SEVERITY,
    SPENT,
    SPOTS,
    SPOTS_END,
    USE,
    WAY,
    WAY_COLUMNS,
    WAYS,
    WAYS_END,
    WIDTH,
    YEAR,
)
from grunnmur.plan.search.chance import below, share
from grunnmur.plan.search.kernel import kernel
from grunnmur.plan.search.spot import move
from grunnmur.plan.search.weigh import (
    broken_change,
    cost_change,
    is_executed,
    mark,
    own_cost,
    period_of,
    way_of,
    workload,
)

if TYPE_CHECKING:
    from grunnmur.plan.search.book import Vector


@kernel
def way_at(facts: Vector, plan: Vector, i: int, period: int) -> int:
    """The way to do the workload in the period: as now where that is possible, else the cheapest."""
    now = way_of(plan, i)
    if now >= 0 and mark(facts, now, period) == 0:
        return now
    about = workload(facts, i)
    best = -1
    for way in range(facts[about + WAYS], facts[about + WAYS_END]):
        if mark(facts, way, period) == 0 and (
            best < 0 or own_cost(facts, way, period) < own_cost(facts, best, period)
        ):
            best = way
    if best >= 0:
        return best
    return now if now >= 0 else facts[about + WAYS]


@kernel
def shift(facts: Vector, plan: Vector, i: int, way: int, period: int) -> bool:
    """Moves the workload, with all that must move with it. False where the log is full."""
    log = plan[LOG]
    size = plan[log]
    about = workload(facts, i)
    if size + facts[about + FELLOWS_END] - facts[about + FELLOWS] > LONGEST:
        return False
    for k in range(facts[about + FELLOWS], facts[about + FELLOWS_END]):
        j = facts[k]
        if is_executed(facts, j):
            continue
        size += 1
        at = log + 3 * size
        plan[at], plan[at + 1], plan[at + 2] = j, way_of(plan, j), period_of(plan, j)
        move(facts, plan, j, way if j == i else way_at(facts, plan, j, period), period)
    plan[log] = size
    return True


@kernel
def undo(facts: Vector, plan: Vector) -> None:
    """Takes all moves of the log back, last first."""
    log = plan[LOG]
    for k in range(plan[log], 0, -1):
        at = log + 3 * k
        move(facts, plan, plan[at], plan[at + 1], plan[at + 2])
    plan[log] = 0


@kernel
def is_open(facts: Vector, i: int, period: int) -> bool:
    """Whether the workload can be in the period in some way."""
    if period < 0 or period >= facts[WIDTH]:
        return False
    about = workload(facts, i)
    for way in range(facts[about + WAYS], facts[about + WAYS_END]):  # noqa: SIM110 compiled
        if mark(facts, way, period) == 0:
            return True
    return False


@kernel
def _drag(facts: Vector, plan: Vector, i: int) -> bool:
    """Moves one workload that precedence with this one is broken for. Whether there was one."""
    t = period_of(plan, i)
    about = workload(facts, i)
    for k in range(facts[about + AFTER], facts[about + AFTER_END], 2):
        j, due = facts[k], t + facts[k + 1]
        if period_of(plan, j) < due:
            while due < facts[WIDTH] and not is_open(facts, j, due):
                due += 1
            return due < facts[WIDTH] and shift(facts, plan, j, way_at(facts, plan, j, due), due)
    for k in range(facts[about + BEFORE], facts[about + BEFORE_END], 2):
        j, due = facts[k], t - facts[k + 1]
        if period_of(plan, j) > due and not is_executed(facts, j):
            while due >= 0 and not is_open(facts, j, due):
                due -= 1
            return due >= 0 and shift(facts, plan, j, way_at(facts, plan, j, due), due)
    return False


@kernel
def _taker(facts: Vector, plan: Vector, i: int, row: int, t: int) -> int:
    size = plan[plan[CROWD_SIZE] + t]
    crowd = plan[CROWD] + t * facts[MOVABLES]
    start = below(plan, size)
    for n in range(size):
        j = plan[crowd + (start + n) % size]
        if j == i:
            continue
        about = workload(facts, j)
        for k in range(facts[about + SPOTS], facts[about + SPOTS_END]):
            if facts[k] == row:
                return j
    return -1


@kernel
def _user(facts: Vector, plan: Vector, i: int, row: int, t: int) -> int:
    for _ in range(24):
        s = min(t + below(plan, facts[facts[ROW] + 2 * row + 1]), facts[WIDTH] - 1)
        size = plan[plan[CROWD_SIZE] + s]
        if size == 0:
            continue
        j = plan[plan[CROWD] + s * facts[MOVABLES] + below(plan, size)]
        about = facts[WAY] + way_of(plan, j) * WAY_COLUMNS
        if j == i or s - facts[about + DURATION] + 1 > t:
            continue
        for k in range(facts[about + NEEDS], facts[about + NEEDS_END], NEED_COLUMNS):
            if facts[k] == row:
                return j
    return -1


@kernel
def any_movable(facts: Vector, plan: Vector) -> int:
    """A workload drawn from all that can be moved."""
    return facts[facts[MOVABLE] + below(plan, facts[MOVABLES])]


@kernel
def _spender(facts: Vector, plan: Vector, i: int, year: int) -> int:
    for _ in range(24):
        j = any_movable(facts, plan)
        way = way_of(plan, j)
        spends = facts[facts[WAY] + way * WAY_COLUMNS + ONE_OFF] > 0
        if j != i and spends and facts[facts[YEAR] + period_of(plan, j)] == year:
            return j
    return -1


@kernel
def _in_the_way(facts: Vector, plan: Vector, i: int) -> int:
    """Another workload that uses something this one uses too much of; −1 where none is found."""
    way, t = way_of(plan, i), period_of(plan, i)
    width = facts[WIDTH]
    about = workload(facts, i)
    for k in range(facts[about + SPOTS], facts[about + SPOTS_END]):
        at = facts[k] * width + t
        if plan[plan[USE] + at] > facts[facts[LIMIT] + at]:
            return _taker(facts, plan, i, facts[k], t)
    about = facts[WAY] + way * WAY_COLUMNS
    for k in range(facts[about + NEEDS], facts[about + NEEDS_END], NEED_COLUMNS):
        for s in range(max(0, t - facts[about + DURATION] + 1), t + 1):
            at = facts[k] * width + s
            if plan[plan[USE] + at] > facts[facts[LIMIT] + at]:
                return _user(facts, plan, i, facts[k], s)
    year = facts[facts[YEAR] + t]
    if year >= 0 and plan[plan[SPENT] + year] > facts[facts[BUDGET] + 2 * year]:
        return _spender(facts, plan, i, year)
    return -1


@kernel
def best_of(facts: Vector, plan: Vector, j: int, tries: int, price: float) -> int:
    """The best of some places drawn for the workload: way × periods + period; −1 for none."""
    about = workload(facts, j)
    start = facts[about + OPTIONS]
    count = (facts[about + OPTIONS_END] - start) // 2
    old_way, old = way_of(plan, j), period_of(plan, j)
    best, chosen = 1e300, -1
    for _ in range(tries):
        k = start + 2 * below(plan, count)
        way, t = facts[k], facts[k + 1]
        if t == old:
            continue
        value = float(cost_change(facts, plan, j, old_way, old, way, t, False))
        if value >= best:
            continue
        value += price * broken_change(facts, plan, j, old_way, old, way, t, False)
        if value < best:
            best, chosen = value, way * facts[WIDTH] + t
    return chosen


@kernel
def _send_off(facts: Vector, plan: Vector, j: int, home: int, price: float) -> None:
    """Moves the workload to the home of who came, or to the best of some places."""
    if home != period_of(plan, j) and share(plan) < 0.4 and is_open(facts, j, home):
        shift(facts, plan, j, way_at(facts, plan, j, home), home)
        return
    place = best_of(facts, plan, j, 12, price)
    if place >= 0:
        shift(facts, plan, j, place // facts[WIDTH], place % facts[WIDTH])


@kernel
def mend(facts: Vector, plan: Vector, severity: int, price: float, depth: int) -> None:
    """Moves others out of the way, up to `depth` of them, until no more is broken than before."""
    log = plan[LOG]
    for _ in range(depth):
        if plan[SEVERITY] <= severity or plan[log] >= LONGEST:
            return
        at = log + 3 * (1 + below(plan, plan[log]))
        i = plan[at]
        if _drag(facts, plan, i):
            continue
        j = _in_the_way(facts, plan, i)
        if j >= 0:
            _send_off(facts, plan, j, plan[at + 2], price)


@kernel
def decide(
    facts: Vector,
    plan: Vector,
    cost: int,
    severity: int,
    limit: float,
    price: float,
) -> bool:
    """Keeps the step where it does not cost more than the limit, else takes it back."""
    if plan[COST] - cost + price * (plan[SEVERITY] - severity) <= limit:
        plan[plan[LOG]] = 0
        return True
    undo(facts, plan)
    return False
