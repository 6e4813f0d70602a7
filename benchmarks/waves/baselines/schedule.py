"""Serial list scheduling and pricing, compiled: what every baseline that makes an order uses.

A workload is placed as early as its own conditions, precedences, exclusions and what is left of
capacity, slots, waves and budgets allow. `look` lets it choose the cheapest of that and the next
`look` periods, its own cost and its bridges to those already placed taken together.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from benchmarks.waves.baselines.tables import NEVER, Ints, Tables

Free = tuple[Ints, Ints, Ints, Ints]
"""What is left of capacity, slots, waves and budgets."""


@njit(cache=True, nogil=True)
def in_need_order(given: Tables, order: Ints) -> Ints:
    """The order, with everything a workload needs pulled ahead of it."""
    count = len(order)
    done = np.zeros(count, np.bool_)
    found = np.empty(count, np.int64)
    stack = np.empty(4 * count + len(given.need), np.int64)
    size = 0
    for first in order:
        top = 0
        stack[0] = first
        while top >= 0:
            at = stack[top]
            lacking = -1
            if not done[at]:
                for edge in range(given.need_from[at], given.need_from[at + 1]):
                    if not done[given.need[edge]]:
                        lacking = given.need[edge]
                        break
                if lacking >= 0:
                    top += 1
                    stack[top] = lacking
                    continue
                done[at] = True
                found[size] = at
                size += 1
            top -= 1
    return found


@njit(cache=True, nogil=True)
def place(
    given: Tables, order: Ints, fixed_way: Ints, not_before: Ints, look: int
) -> tuple[Ints, Ints, Ints]:
    """Period and way of each workload, and which ones did not fit (those are placed nowhere: −1).

    `fixed_way` −1 leaves the way open: the cheapest at the period it would get. `not_before` is a
    wish: where nothing is left after it, any period will do.
    """
    count, periods = len(given.ways), len(given.wave)
    period, way = np.full(count, -1), np.zeros(count, np.int64)
    failed = np.zeros(count, np.int64)
    capacity, slots = given.capacity.copy(), given.slots.copy()
    wave, budget = given.wave.copy(), given.budget.copy()
    bridges = np.zeros(periods, np.int64)
    free = (capacity, slots, wave, budget)
    for n in order:
        if look > 0:
            _bridges(given, n, period, bridges)
        earliest = _after_needs(given, n, period)
        wish = max(earliest, not_before[n])
        t, m = _spot(given, n, wish, fixed_way[n], look, free, period, bridges)
        if t < 0 and wish > earliest:
            t, m = _spot(given, n, earliest, fixed_way[n], look, free, period, bridges)
        if t < 0:
            failed[n] = 1
            continue
        period[n], way[n] = t, m
        _take(given, n, m, t, free)
    return period, way, failed


@njit(cache=True, nogil=True)
def _after_needs(given: Tables, n: int, period: Ints) -> int:
    earliest = 0
    for edge in range(given.need_from[n], given.need_from[n + 1]):
        earliest = max(earliest, period[given.need[edge]] + given.need_lag[edge])
    return earliest


@njit(cache=True, nogil=True)
def _spot(
    given: Tables,
    n: int,
    first: int,
    fixed_way: int,
    look: int,
    free: Free,
    period: Ints,
    bridges: Ints,
) -> tuple[int, int]:
    """The cheapest of the first fitting period and the `look` after it, and the way; or −1."""
    best, spot, chosen = NEVER, -1, 0
    for m in range(given.ways[n]):
        if fixed_way >= 0 and m != fixed_way:
            continue
        t = _next_fit(given, n, m, max(first, given.duration[n, m] - 1), free, period)
        last = t + look
        while 0 <= t <= last:
            cost = given.own[n, m, t] + bridges[t]
            if cost < best:
                best, spot, chosen = cost, t, m
            t = _next_fit(given, n, m, t + 1, free, period) if look > 0 else -1
    return spot, chosen


@njit(cache=True, nogil=True)
def _bridges(given: Tables, n: int, period: Ints, bridges: Ints) -> None:
    """What the bridges from n to those already placed cost, for each period n could move in."""
    bridges[:] = 0
    for edge in range(given.pair_from[n], given.pair_from[n + 1]):
        other = period[given.pair[edge]]
        if other < 0:
            continue
        for t in range(len(bridges)):
            bridges[t] += (
                given.pair_first[edge] * max(0, other - t)
                + given.pair_then[edge] * max(0, t - other)
                + given.pair_neither[edge] * (min(t, other) + 1)
            )


@njit(cache=True, nogil=True)
def _next_fit(
    given: Tables,
    n: int,
    m: int,
    t: int,
    free: Free,
    period: Ints,
) -> int:
    """The first period from t on that has room, or −1."""
    capacity, slots, wave, budget = free
    duration, price = given.duration[n, m], given.one_off[n, m]
    while t < len(wave):
        if (
            given.own[n, m, t] >= NEVER
            or wave[t] < 1
            or budget[given.year[t]] < price
            or not _slot_left(given, n, t, slots)
            or not _apart(given, n, t, period)
        ):
            t += 1
            continue
        full = _last_full(given, n, m, t, capacity)
        if full < 0:
            return t
        t = full + duration
    return -1


@njit(cache=True, nogil=True)
def _slot_left(given: Tables, n: int, t: int, slots: Ints) -> bool:
    for at in range(given.org_from[n], given.org_from[n + 1]):  # noqa: SIM110 - compiled
        if slots[given.org[at], t] < 1:
            return False
    return True


@njit(cache=True, nogil=True)
def _apart(given: Tables, n: int, t: int, period: Ints) -> bool:
    for at in range(given.apart_from[n], given.apart_from[n + 1]):  # noqa: SIM110 - compiled
        if period[given.apart[at]] == t:
            return False
    return True


@njit(cache=True, nogil=True)
def _last_full(given: Tables, n: int, m: int, t: int, capacity: Ints) -> int:
    """The last period of the work in which a skill has too little left, or −1."""
    row = n * given.duration.shape[1] + m
    for s in range(t, t - given.duration[n, m], -1):
        for at in range(given.effort_from[row], given.effort_from[row + 1]):
            if capacity[s, given.skill[at]] < given.rate[at]:
                return s
    return -1


@njit(cache=True, nogil=True)
def _take(given: Tables, n: int, m: int, t: int, free: Free) -> None:
    capacity, slots, wave, budget = free
    wave[t] -= 1
    budget[given.year[t]] -= given.one_off[n, m]
    for at in range(given.org_from[n], given.org_from[n + 1]):
        slots[given.org[at], t] -= 1
    row = n * given.duration.shape[1] + m
    for at in range(given.effort_from[row], given.effort_from[row + 1]):
        for s in range(t - given.duration[n, m] + 1, t + 1):
            capacity[s, given.skill[at]] -= given.rate[at]


@njit(cache=True, nogil=True)
def avoidable(given: Tables, period: Ints, way: Ints) -> int:
    """The avoidable cost of a complete plan, for choosing among many. The checker has the word."""
    cost = 0
    for n in range(len(period)):
        cost += given.own[n, way[n], period[n]] - given.cheapest[n]
        for edge in range(given.pair_from[n], given.pair_from[n + 1]):
            other = given.pair[edge]
            if other > n:
                apart = period[other] - period[n]
                cost += given.pair_first[edge] * max(0, apart)
                cost += given.pair_then[edge] * max(0, -apart)
                cost += given.pair_neither[edge] * (min(period[n], period[other]) + 1)
    for group in range(len(given.group_from) - 1):
        last = -1
        for at in range(given.group_from[group], given.group_from[group + 1]):
            last = max(last, period[given.group[at]])
        if last >= 0:
            cost += given.group_cost[group, last]
    return cost


@njit(cache=True, nogil=True)
def mended(
    given: Tables, order: Ints, fixed_way: Ints, not_before: Ints, look: int, tries: int
) -> tuple[Ints, Ints, Ints, int]:
    """As `place`; what did not fit goes first, with all it needs, and everything is placed again.

    Gives back the order that was used in the end; and how many did not fit even so.
    """
    order = in_need_order(given, order)
    wish = not_before.copy()
    period, way, failed = place(given, order, fixed_way, wish, look)
    for _ in range(tries):
        if failed.sum() == 0:
            break
        urgent = np.empty(len(order), np.int64)
        size = 0
        for wanted in (1, 0):
            for n in order:
                if failed[n] == wanted:
                    urgent[size] = n
                    size += 1
                    if wanted:
                        wish[n] = 0
        order = in_need_order(given, urgent)
        period, way, failed = place(given, order, fixed_way, wish, look)
    return order, period, way, failed.sum()
