"""Simulated annealing on the plan: moves, swaps, clusters, pushes; conditions may bend early on."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.search.book import (
    AT_WAY,
    BEST,
    COST,
    COUNT,
    CROWD,
    CROWD_SIZE,
    DRAWN_PERIOD,
    DRAWN_WAY,
    FELLOWS,
    FELLOWS_END,
    GROUP,
    GROUPS,
    INSIDE,
    LAST,
    LEAN,
    LEAST,
    LOG,
    MOVABLES,
    OPTIONS,
    OPTIONS_END,
    PAIRS,
    PAIRS_END,
    SEVERITY,
    WAYS,
    WAYS_END,
    WIDTH,
)
from grunnmur.plan.search.chance import below, share
from grunnmur.plan.search.kernel import kernel
from grunnmur.plan.search.spot import move
from grunnmur.plan.search.step import (
    any_movable,
    best_of,
    decide,
    is_open,
    mend,
    shift,
    undo,
    way_at,
)
from grunnmur.plan.search.weigh import (
    BROKEN,
    broken_change,
    cost_change,
    fits,
    is_executed,
    mark,
    own_cost,
    pair_change,
    period_of,
    spots_fit,
    way_of,
    workload,
)

if TYPE_CHECKING:
    from grunnmur.plan.search.book import Vector


_WORTH = 0.7
"""How often a place is drawn among those that cost little enough, rather than among all."""
_MUCH = float(1 << 58)
_MENDED = 0.1
"""How often what is cheaper but does not fit has others moved out of its way."""
_SWAP_TRIES, _SWAP_LOOKS, _SWAP_MENDED = 3, 24, 0.2
"""How many are weighed for a swap, and looked at to find them; how often one that breaks something
is mended. Judgement: of 3 and 8 tries, and of swaps as 20, 40 and 65 % of all steps, these were best
at 500 workloads."""


@kernel
def keep(facts: Vector, plan: Vector) -> bool:
    """Remembers the plan if it is better than the best so far."""
    best = plan[BEST]
    if plan[SEVERITY] > plan[best + SEVERITY]:
        return False
    if plan[SEVERITY] == plan[best + SEVERITY] and plan[COST] >= plan[best + COST]:
        return False
    plan[best + COST], plan[best + SEVERITY] = plan[COST], plan[SEVERITY]
    for k in range(2 * facts[COUNT]):
        plan[best + 2 + k] = plan[plan[AT_WAY] + k]
    return True


@kernel
def _draw_place(facts: Vector, plan: Vector, i: int) -> bool:
    """Draws a place to try: any, one near, a partner's, or another way in the same period.

    False where what was drawn is not open, or is where the workload is.
    """
    kind = share(plan)
    about = workload(facts, i)
    way, now = way_of(plan, i), period_of(plan, i)
    t = now
    if kind < 0.3:
        start = facts[about + OPTIONS]
        k = start + 2 * below(plan, (facts[about + OPTIONS_END] - start) // 2)
        way, t = facts[k], facts[k + 1]
    else:
        if kind < 0.65:
            step = 1 + below(plan, 3)
            t += step if share(plan) < 0.5 else -step
        elif kind < 0.9:
            start = facts[about + PAIRS]
            count = (facts[about + PAIRS_END] - start) // 4
            if count > 0:
                t = period_of(plan, facts[start + 4 * below(plan, count)])
        if t < 0 or t >= facts[WIDTH]:
            return False
        if t == now or share(plan) < 0.2:
            first = facts[about + WAYS]
            way = first + below(plan, facts[about + WAYS_END] - first)
        if mark(facts, way, t) != 0:
            return False
    plan[DRAWN_WAY], plan[DRAWN_PERIOD] = way, t
    return t != now or way != way_of(plan, i)


@kernel
def _draw_worth(facts: Vector, plan: Vector, i: int, limit: float) -> bool:
    """Draws one of all periods in which the workload costs less than now, or no more than the limit.

    Fixed costs that end later or sooner are not looked at. False where there is no such period.
    """
    way, now, width = way_of(plan, i), period_of(plan, i), facts[WIDTH]
    least, lean = facts[LEAST] + i * width, plan[LEAN] + i * width
    most = own_cost(facts, way, now) + plan[lean + now] + np.int64(min(limit, _MUCH))
    count = 0
    for t in range(width):
        count += facts[least + t] + plan[lean + t] <= most
    count -= facts[least + now] + plan[lean + now] <= most
    if count <= 0:
        return False
    left = below(plan, count)
    for t in range(width):
        if t != now and facts[least + t] + plan[lean + t] <= most:
            if left == 0:
                plan[DRAWN_WAY], plan[DRAWN_PERIOD] = way_at(facts, plan, i, t), t
                return True
            left -= 1
    return False


@kernel
def _draw(facts: Vector, plan: Vector, i: int, limit: float) -> bool:
    """Draws a place to try; False where what was drawn is none."""
    if share(plan) < _WORTH:
        return _draw_worth(facts, plan, i, limit)
    return _draw_place(facts, plan, i)


@kernel
def _single(facts: Vector, plan: Vector, limit: float, price: float) -> None:
    """One workload elsewhere; where that breaks something, sometimes with others moved away."""
    i = any_movable(facts, plan)
    if not _draw(facts, plan, i, limit):
        return
    way, t = plan[DRAWN_WAY], plan[DRAWN_PERIOD]
    old_way, old = way_of(plan, i), period_of(plan, i)
    about = workload(facts, i)
    if facts[about + FELLOWS_END] - facts[about + FELLOWS] > 1 and t != old:
        severity, cost = plan[SEVERITY], plan[COST]
        shift(facts, plan, i, way, t)
        mend(facts, plan, severity, price, 4)
        decide(facts, plan, cost, severity, limit, price)
        return
    sound = plan[SEVERITY] == 0
    change = cost_change(facts, plan, i, old_way, old, way, t, False)
    if sound and change > limit:
        return
    if sound and fits(facts, plan, i, old_way, old, way, t):
        move(facts, plan, i, way, t)
        return
    if not sound or change + BROKEN * price <= limit:
        worse = broken_change(facts, plan, i, old_way, old, way, t, False)
        if change + price * worse <= limit:
            move(facts, plan, i, way, t)
            return
        if change > limit:
            return
    if t == old or share(plan) > _MENDED:
        return
    severity, cost = plan[SEVERITY], plan[COST]
    shift(facts, plan, i, way, t)
    mend(facts, plan, severity, price, 4)
    decide(facts, plan, cost, severity, limit, price)


@kernel
def _home_change(facts: Vector, plan: Vector, j: int, old: int) -> int:
    """NOK more when the workload goes to the period, done as is best there."""
    back = way_at(facts, plan, j, old)
    return cost_change(facts, plan, j, way_of(plan, j), period_of(plan, j), back, old, False)


@kernel
def _partner(facts: Vector, plan: Vector, i: int, t: int, room: float, strict: bool) -> int:
    """Who of the period changes places with the workload for least, of a few; −1 for nobody.

    If `strict`, only of those by whom the slots hold.
    """
    old, size = period_of(plan, i), plan[plan[CROWD_SIZE] + t]
    crowd, offset = plan[CROWD] + t * facts[MOVABLES], below(plan, size)
    least, best, tries = room, -1, _SWAP_TRIES
    for k in range(min(size, _SWAP_LOOKS)):
        j = plan[crowd + (offset + k) % size]
        if not is_open(facts, j, old) or (strict and not spots_fit(facts, plan, i, j, old, t)):
            continue
        change = float(_home_change(facts, plan, j, old))
        if change <= least:
            best, least = j, change
        tries -= 1
        if tries == 0:
            break
    return best


@kernel
def _swap(facts: Vector, plan: Vector, limit: float, price: float) -> None:
    """Two workloads change periods. Where every wave is full, little else is possible in one step."""
    i = any_movable(facts, plan)
    if not _draw(facts, plan, i, limit):
        return
    way, t, old = plan[DRAWN_WAY], plan[DRAWN_PERIOD], period_of(plan, i)
    if t == old:
        return
    strict = share(plan) >= _SWAP_MENDED
    room = limit - cost_change(facts, plan, i, way_of(plan, i), old, way, t, False)
    j = _partner(facts, plan, i, t, room, strict)
    if j < 0:
        return
    back = way_at(facts, plan, j, old)
    if strict:
        room -= _home_change(facts, plan, j, old)
        if price * pair_change(facts, plan, i, way, t, j, back, old) > room:
            return
    severity, cost = plan[SEVERITY], plan[COST]
    shift(facts, plan, i, way, t)
    shift(facts, plan, j, back, old)
    if not strict and plan[SEVERITY] > severity:
        mend(facts, plan, severity, price, 2)
    decide(facts, plan, cost, severity, limit, price)


@kernel
def _gather(facts: Vector, plan: Vector, i: int, by: int, most: int) -> None:
    """Moves the workload and partners in its period by so many periods."""
    t = period_of(plan, i)
    log = plan[LOG]
    at = plan[log]
    if not is_open(facts, i, t + by):
        return
    shift(facts, plan, i, way_at(facts, plan, i, t + by), t + by)
    while at < plan[log] and plan[log] < most:
        at += 1
        about = workload(facts, plan[log + 3 * at])
        start = facts[about + PAIRS]
        count = (facts[about + PAIRS_END] - start) // 4
        if count == 0:
            continue
        offset = below(plan, count)
        for n in range(min(count, 12)):
            other = facts[start + 4 * ((offset + n) % count)]
            if plan[log] >= most or is_executed(facts, other):
                continue
            if period_of(plan, other) != t or share(plan) < 0.25:
                continue
            if is_open(facts, other, t + by):
                shift(facts, plan, other, way_at(facts, plan, other, t + by), t + by)


@kernel
def _cluster(facts: Vector, plan: Vector, limit: float, price: float) -> None:
    """A workload and its partners in the same period, all by so many periods; others make room."""
    severity, cost = plan[SEVERITY], plan[COST]
    i = any_movable(facts, plan)
    by = 1 + below(plan, 3)
    if share(plan) < 0.3:
        by = 1 + below(plan, facts[WIDTH] // 2)
    if share(plan) < 0.5:
        by = -by
    _gather(facts, plan, i, by, 2 + below(plan, 10))
    if plan[plan[LOG]] == 0:
        return
    if plan[COST] - cost > limit and plan[SEVERITY] >= severity:
        undo(facts, plan)
        return
    mend(facts, plan, severity, price, 6)
    decide(facts, plan, cost, severity, limit, price)


@kernel
def _exchange(facts: Vector, plan: Vector, limit: float, price: float) -> None:
    """Two clusters change places."""
    severity, cost = plan[SEVERITY], plan[COST]
    i, j = any_movable(facts, plan), any_movable(facts, plan)
    by = period_of(plan, j) - period_of(plan, i)
    if by == 0:
        return
    most = 1 + below(plan, 8)
    _gather(facts, plan, j, -by, most)
    _gather(facts, plan, i, by, plan[plan[LOG]] + most)
    if plan[plan[LOG]] == 0:
        return
    mend(facts, plan, severity, price, 4)
    decide(facts, plan, cost, severity, limit, price)


@kernel
def _tail(facts: Vector, plan: Vector, limit: float, price: float) -> None:
    """The last of a group elsewhere, all at once, so that what the group costs ends sooner."""
    if facts[GROUPS] == 0:
        return
    g = below(plan, facts[GROUPS])
    last = plan[plan[LAST] + g]
    if last < 2 or plan[plan[INSIDE] + g * (facts[WIDTH] + 1) + last] > 12:
        return
    severity, cost = plan[SEVERITY], plan[COST]
    about = facts[GROUP] + 2 * g
    for k in range(facts[about], facts[about + 1]):
        i = facts[k]
        if period_of(plan, i) + 1 == last and not is_executed(facts, i):
            place = best_of(facts, plan, i, 16, price)
            if place >= 0:
                shift(facts, plan, i, place // facts[WIDTH], place % facts[WIDTH])
    if plan[plan[LOG]] == 0:
        return
    mend(facts, plan, severity, price, 8)
    decide(facts, plan, cost, severity, limit, price)


@kernel
def anneal(
    facts: Vector,
    plan: Vector,
    steps: int,
    hot: float,
    cold: float,
    stiff: float,
    floor: float,
) -> None:
    """Takes `steps` steps while it cools from `hot` to `cold`; `BEST` is the best plan met."""
    if facts[MOVABLES] == 0:
        return
    heat = hot
    price = max(stiff * heat, floor) / 1024.0
    for step in range(steps):
        if step % 64 == 0:
            heat = hot * (cold / hot) ** (step / steps)
            price = max(stiff * heat, floor) / 1024.0
            keep(facts, plan)
        limit = -heat * log(share(plan) + 1e-300)
        kind = share(plan)
        if kind < 0.5:
            _single(facts, plan, limit, price)
        elif kind < 0.9:
            _swap(facts, plan, limit, price)
        elif kind < 0.985:
            _cluster(facts, plan, limit, price)
        elif kind < 0.995:
            _exchange(facts, plan, limit, price)
        else:
            _tail(facts, plan, limit, price)
    keep(facts, plan)
