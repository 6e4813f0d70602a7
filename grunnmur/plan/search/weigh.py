"""What moving one workload would change: the cost, and how badly conditions are broken. Exact.

Where `old_way` or `way` is −1 the workload is not placed before or after. With `write` the sums
behind the answer are changed too; the workload's own place is not.
"""

# mypy: disable-error-code="no-any-return, return-value"
# An item of a vector is of any type to mypy; compiled, it is a whole number.
from __future__ import annotations

from typing import TYPE_CHECKING

from grunnmur.plan.search.book import (
    AFTER,
    AFTER_END,
    AT_PERIOD,
    AT_WAY,
    BEFORE,
    BEFORE_END,
    BUDGET,
    DURATION,
    EXECUTED,
    IN_GROUPS,
    IN_GROUPS_END,
    INSIDE,
    LAST,
    LEAN,
    LIMIT,
    MARK,
    NEED_COLUMNS,
    NEEDS,
    NEEDS_END,
    ONE_OFF,
    OWN,
    PAIRS,
    PAIRS_END,
    ROW,
    SPENT,
    SPOTS,
    SPOTS_END,
    TOTAL,
    USE,
    WAY,
    WAY_COLUMNS,
    WIDTH,
    WORKLOAD,
    WORKLOAD_COLUMNS,
    YEAR,
)
from grunnmur.plan.search.kernel import kernel

if TYPE_CHECKING:
    from grunnmur.plan.search.book import Vector

BROKEN = 1024
"""The severity of one broken condition; as much again for each typical use that is too much."""
_LATE = 256
"""What each period that a follower is too early adds. Judgement: four are as bad as another row."""


@kernel
def workload(facts: Vector, i: int) -> int:
    """Where the columns of the workload begin."""
    return facts[WORKLOAD] + i * WORKLOAD_COLUMNS


@kernel
def is_executed(facts: Vector, i: int) -> bool:
    """Whether the workload's move has been made."""
    return facts[workload(facts, i) + EXECUTED] != 0


@kernel
def period_of(plan: Vector, i: int) -> int:
    """The workload's period; −2 where it is not placed."""
    return plan[plan[AT_PERIOD] + i]


@kernel
def way_of(plan: Vector, i: int) -> int:
    """The way the workload is done; −1 where it is not placed."""
    return plan[plan[AT_WAY] + i]


@kernel
def own_cost(facts: Vector, way: int, period: int) -> int:
    """NOK of the workload's own."""
    return facts[facts[OWN] + way * facts[WIDTH] + period]


@kernel
def mark(facts: Vector, way: int, period: int) -> int:
    """0 where open, 1 where not worth trying, 2 where forbidden."""
    return facts[facts[MARK] + way * facts[WIDTH] + period]


@kernel
def group_change(facts: Vector, plan: Vector, g: int, old: int, new: int, write: bool) -> int:
    """NOK more of a fixed cost. `old` and `new` are periods counted from 1; −1 is not placed."""
    width = facts[WIDTH] + 1
    last = plan[plan[LAST] + g]
    if not write and old < last and new <= last:
        return 0
    inside = plan[INSIDE] + g * width
    then = max(last, new)
    if old == last and new < old and plan[inside + old] == 1:
        then = old - 1
        while then > max(new, 0) and plan[inside + then] == 0:
            then -= 1
    if write:
        if old >= 0:
            plan[inside + old] -= 1
        if new >= 0:
            plan[inside + new] += 1
        plan[plan[LAST] + g] = then
    total = facts[TOTAL] + g * width
    return facts[total + then] - facts[total + last]


@kernel
def lay(
    plan: Vector,
    row: int,
    width: int,
    first: int,
    second: int,
    neither: int,
    period: int,
    sign: int,
) -> None:
    """Adds what a partner in the period makes each period cost."""
    for t in range(width):
        if t <= period:
            plan[row + t] += sign * (first * (period - t) + neither * (t + 1))
        else:
            plan[row + t] += sign * (second * (t - period) + neither * (period + 1))


@kernel
def _shift(
    plan: Vector,
    row: int,
    width: int,
    first: int,
    second: int,
    neither: int,
    old: int,
    new: int,
) -> None:
    """As `lay` for `new` less that for `old`."""
    low, high = min(old, new), max(old, new)
    early, late = first * (new - old), (neither - second) * (new - old)
    for t in range(row, row + low + 1):
        plan[t] += early
    for t in range(row + high, row + width):
        plan[t] += late
    sign = 1 if new > old else -1
    for t in range(low + 1, high):
        before = second * (t - low) + neither * (low + 1)
        plan[row + t] += sign * (first * (high - t) + neither * (t + 1) - before)


@kernel
def _tell_partners(
    facts: Vector, plan: Vector, about: int, old_way: int, old: int, way: int, period: int
) -> None:
    width = facts[WIDTH]
    lean = plan[LEAN]
    for k in range(facts[about + PAIRS], facts[about + PAIRS_END], 4):
        row = lean + facts[k] * width
        # Seen from the partner: its own first is our second.
        second, first, neither = facts[k + 1], facts[k + 2], facts[k + 3]
        if old_way >= 0 and way >= 0:
            _shift(plan, row, width, first, second, neither, old, period)
        elif way >= 0:
            lay(plan, row, width, first, second, neither, period, 1)
        else:
            lay(plan, row, width, first, second, neither, old, -1)


@kernel
def cost_change(
    facts: Vector, plan: Vector, i: int, old_way: int, old: int, way: int, period: int, write: bool
) -> int:
    """NOK more when the workload goes from one way and period to another."""
    change = 0
    lean = plan[LEAN] + i * facts[WIDTH]
    if old_way >= 0:
        change -= own_cost(facts, old_way, old) + plan[lean + old]
    if way >= 0:
        change += own_cost(facts, way, period) + plan[lean + period]
    if old == period:
        return change
    about = workload(facts, i)
    for k in range(facts[about + IN_GROUPS], facts[about + IN_GROUPS_END]):
        change += group_change(facts, plan, facts[k], old + 1, period + 1, write)
    if write:
        _tell_partners(facts, plan, about, old_way, old, way, period)
    return change


@kernel
def _excess(used: int, limit: int, typical: int) -> int:
    """How bad it is to use so much of what there is `limit` of; 0 exactly where that is enough."""
    if used <= limit:
        return 0
    return BROKEN + int(BROKEN * (used - limit) / typical)


@kernel
def _use_change(facts: Vector, plan: Vector, row: int, t: int, amount: int, write: bool) -> int:
    at = row * facts[WIDTH] + t
    used, limit = plan[plan[USE] + at], facts[facts[LIMIT] + at]
    if write:
        plan[plan[USE] + at] = used + amount
    if used <= limit and used + amount <= limit:
        return 0
    typical = facts[facts[ROW] + 2 * row]
    return _excess(used + amount, limit, typical) - _excess(used, limit, typical)


@kernel
def _spots_change(facts: Vector, plan: Vector, about: int, old: int, new: int, write: bool) -> int:
    change = 0
    for k in range(facts[about + SPOTS], facts[about + SPOTS_END]):
        if old >= 0:
            change += _use_change(facts, plan, facts[k], old, -1, write)
        if new >= 0:
            change += _use_change(facts, plan, facts[k], new, 1, write)
    return change


@kernel
def _lateness(periods: int) -> int:
    if periods <= 0:
        return 0
    return BROKEN + _LATE * periods


@kernel
def _order_change(
    facts: Vector, plan: Vector, about: int, old_way: int, old: int, way: int, period: int
) -> int:
    change = 0
    for k in range(facts[about + BEFORE], facts[about + BEFORE_END], 2):
        other = facts[k]
        if way_of(plan, other) < 0:
            continue
        due = period_of(plan, other) + facts[k + 1]
        if old_way >= 0:
            change -= _lateness(due - old)
        if way >= 0:
            change += _lateness(due - period)
    for k in range(facts[about + AFTER], facts[about + AFTER_END], 2):
        other = facts[k]
        if way_of(plan, other) < 0:
            continue
        due = period_of(plan, other) - facts[k + 1]
        if old_way >= 0:
            change -= _lateness(old - due)
        if way >= 0:
            change += _lateness(period - due)
    return change


@kernel
def _spend(facts: Vector, plan: Vector, year: int, amount: int, write: bool) -> int:
    used, limit = plan[plan[SPENT] + year], facts[facts[BUDGET] + 2 * year]
    if write:
        plan[plan[SPENT] + year] = used + amount
    if used <= limit and used + amount <= limit:
        return 0
    typical = facts[facts[BUDGET] + 2 * year + 1]
    return _excess(used + amount, limit, typical) - _excess(used, limit, typical)


@kernel
def _budget_change(
    facts: Vector, plan: Vector, old_way: int, old: int, way: int, period: int, write: bool
) -> int:
    year = old_year = -1
    amount = old_amount = 0
    if way >= 0:
        year = facts[facts[YEAR] + period]
        amount = facts[facts[WAY] + way * WAY_COLUMNS + ONE_OFF]
    if old_way >= 0:
        old_year = facts[facts[YEAR] + old]
        old_amount = facts[facts[WAY] + old_way * WAY_COLUMNS + ONE_OFF]
    if year == old_year:
        if year < 0 or amount == old_amount:
            return 0
        return _spend(facts, plan, year, amount - old_amount, write)
    change = 0
    if old_year >= 0:
        change += _spend(facts, plan, old_year, -old_amount, write)
    if year >= 0:
        change += _spend(facts, plan, year, amount, write)
    return change


@kernel
def _need_change(  # noqa: C901 one call for a row keeps the compiler fast
    facts: Vector,
    plan: Vector,
    need: int,
    old_way: int,
    old: int,
    new_need: int,
    way: int,
    period: int,
    write: bool,
) -> int:
    """One row: takes away what was needed of it, adds what is."""
    width = facts[WIDTH]
    row = hold = work = keep = new_hold = new_work = new_keep = 0
    start = new_start = width
    end = new_end = -1
    if need >= 0:
        row, hold, work, keep = facts[need], facts[need + 1], facts[need + 2], facts[need + 3]
        end = old
        start = max(0, old - facts[facts[WAY] + old_way * WAY_COLUMNS + DURATION] + 1)
    if new_need >= 0:
        row, new_hold = facts[new_need], facts[new_need + 1]
        new_work, new_keep = facts[new_need + 2], facts[new_need + 3]
        new_end = period
        new_start = max(0, period - facts[facts[WAY] + way * WAY_COLUMNS + DURATION] + 1)
    change = 0
    lasting = hold + keep + new_hold + new_keep
    if lasting == 0 and (end < new_start or new_end < start):
        for t in range(start, end + 1):
            change += _use_change(facts, plan, row, t, -work, write)
        for t in range(new_start, new_end + 1):
            change += _use_change(facts, plan, row, t, new_work, write)
        return change
    first = 0 if hold != new_hold else min(start, new_start)
    last = width - 1 if keep != new_keep else max(end, new_end)
    for t in range(first, last + 1):
        amount = 0
        if t <= new_end:
            amount += new_hold + (new_work if t >= new_start else 0)
        if t >= new_start:
            amount += new_keep
        if t <= end:
            amount -= hold + (work if t >= start else 0)
        if t >= start:
            amount -= keep
        if amount != 0:
            change += _use_change(facts, plan, row, t, amount, write)
    return change


@kernel
def _needs_change(
    facts: Vector, plan: Vector, old_way: int, old: int, way: int, period: int, write: bool
) -> int:
    """Walks the needs of both ways side by side; both are in the order of their rows."""
    a = a_end = b = b_end = 0
    if old_way >= 0:
        about = facts[WAY] + old_way * WAY_COLUMNS
        a, a_end = facts[about + NEEDS], facts[about + NEEDS_END]
    if way >= 0:
        about = facts[WAY] + way * WAY_COLUMNS
        b, b_end = facts[about + NEEDS], facts[about + NEEDS_END]
    change = 0
    while a < a_end or b < b_end:
        from_a = b >= b_end or (a < a_end and facts[a] <= facts[b])
        from_b = a >= a_end or (b < b_end and facts[b] <= facts[a])
        need, new_need = (a if from_a else -1), (b if from_b else -1)
        change += _need_change(facts, plan, need, old_way, old, new_need, way, period, write)
        if from_a:
            a += NEED_COLUMNS
        if from_b:
            b += NEED_COLUMNS
    return change


@kernel
def broken_change(
    facts: Vector, plan: Vector, i: int, old_way: int, old: int, way: int, period: int, write: bool
) -> int:
    """How much worse conditions are broken when the workload goes from one place to another."""
    change = _needs_change(facts, plan, old_way, old, way, period, write)
    change += _budget_change(facts, plan, old_way, old, way, period, write)
    if old_way >= 0 and mark(facts, old_way, old) == 2:
        change -= BROKEN
    if way >= 0 and mark(facts, way, period) == 2:
        change += BROKEN
    if old != period:
        about = workload(facts, i)
        change += _spots_change(facts, plan, about, old, period, write)
        change += _order_change(facts, plan, about, old_way, old, way, period)
    return change


@kernel
def _needs_fit(facts: Vector, plan: Vector, old_way: int, old: int, way: int, period: int) -> bool:
    width, use, limit = facts[WIDTH], plan[USE], facts[LIMIT]
    about, old_about = facts[WAY] + way * WAY_COLUMNS, facts[WAY] + old_way * WAY_COLUMNS
    start = max(0, period - facts[about + DURATION] + 1)
    old_start = max(0, old - facts[old_about + DURATION] + 1)
    k, k_end = facts[old_about + NEEDS], facts[old_about + NEEDS_END]
    for need in range(facts[about + NEEDS], facts[about + NEEDS_END], NEED_COLUMNS):
        row = facts[need]
        while k < k_end and facts[k] < row:
            k += NEED_COLUMNS
        same = k < k_end and facts[k] == row
        work, at = facts[need + 2], row * width
        hold, keep = facts[need + 1], facts[need + 3]
        if hold != 0 or keep != 0 or (same and (facts[k + 1] != 0 or facts[k + 3] != 0)):
            before = k if same else -1
            worse = _need_change(facts, plan, before, old_way, old, need, way, period, False)
            if worse > 0:
                return False
            continue
        for t in range(start, period + 1):
            used = plan[use + at + t] + work
            if used > facts[limit + at + t]:
                if not (same and old_start <= t <= old):
                    return False
                if used - facts[k + 2] > facts[limit + at + t]:
                    return False
    return True


@kernel
def fits(
    facts: Vector, plan: Vector, i: int, old_way: int, old: int, way: int, period: int
) -> bool:
    """Whether the workload can go there without breaking anything, in a plan that breaks nothing."""
    if mark(facts, way, period) == 2:
        return False
    width, about = facts[WIDTH], workload(facts, i)
    if old != period:
        for k in range(facts[about + BEFORE], facts[about + BEFORE_END], 2):
            if period_of(plan, facts[k]) + facts[k + 1] > period:
                return False
        for k in range(facts[about + AFTER], facts[about + AFTER_END], 2):
            if period_of(plan, facts[k]) - facts[k + 1] < period:
                return False
        for k in range(facts[about + SPOTS], facts[about + SPOTS_END]):
            at = facts[k] * width + period
            if plan[plan[USE] + at] >= facts[facts[LIMIT] + at]:
                return False
    if _budget_change(facts, plan, old_way, old, way, period, False) > 0:
        return False
    return _needs_fit(facts, plan, old_way, old, way, period)


@kernel
def _takes_spot(facts: Vector, i: int, row: int) -> bool:
    about = workload(facts, i)
    for k in range(facts[about + SPOTS], facts[about + SPOTS_END]):  # noqa: SIM110 compiled
        if facts[k] == row:
            return True
    return False


@kernel
def _spot_free(facts: Vector, plan: Vector, i: int, j: int, t: int) -> bool:
    """Whether there is a spot for `i` in the period when `j` leaves it."""
    about = workload(facts, i)
    for k in range(facts[about + SPOTS], facts[about + SPOTS_END]):
        at = facts[k] * facts[WIDTH] + t
        full = plan[plan[USE] + at] >= facts[facts[LIMIT] + at]
        if full and not _takes_spot(facts, j, facts[k]):
            return False
    return True


@kernel
def spots_fit(facts: Vector, plan: Vector, i: int, j: int, old: int, t: int) -> bool:
    """Whether slots, waves and exclusions let the one in `old` and the one in `t` change periods."""
    return _spot_free(facts, plan, i, j, t) and _spot_free(facts, plan, j, i, old)


@kernel
def pair_change(
    facts: Vector, plan: Vector, i: int, way: int, t: int, j: int, back: int, old: int
) -> int:
    """How much worse conditions are broken when `i` goes from `old` to `t` and `j` the other way.

    Far quicker than moving both to see: no partner is told.
    """
    was, its = way_of(plan, i), way_of(plan, j)
    change = broken_change(facts, plan, i, was, old, way, t, True)
    plan[plan[AT_WAY] + i], plan[plan[AT_PERIOD] + i] = way, t
    change += broken_change(facts, plan, j, its, t, back, old, False)
    broken_change(facts, plan, i, way, t, was, old, True)
    plan[plan[AT_WAY] + i], plan[plan[AT_PERIOD] + i] = was, old
    return change
