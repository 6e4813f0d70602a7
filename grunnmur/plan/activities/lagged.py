"""Schedules under maximum time lags: place each activity in turn, take back what stands in its way.

A priority-rule method with unscheduling (Franck, Neumann & Schwindt 2001): where an activity fits
only later than a maximum lag lets it start, those that hold it are to start later by as much, they
and what started after them are taken out, and placing goes on. What is found is pushed to the
right and to the left again, one activity at a time, which never breaks a lag.

Kernels are longer than other functions: each is one pass over one kind of row.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from grunnmur.plan.activities.compiled import Numbers, Words, below, compiled, share
from grunnmur.plan.activities.distances import NONE, earliest
from grunnmur.plan.activities.network import Network
from grunnmur.plan.activities.serial import fits

MAKESPAN, BEST = 0, 1
"""Places in `Lagged.value`."""

UNKNOWN = 1 << 40
_BROKEN = 1 << 20
_NEVER = 1 << 50


class Lagged(NamedTuple):
    """A search under way: distances, the present list and schedule, the best one, and scratch."""

    chance: Words
    far: Numbers
    first: Numbers
    mode: Numbers
    order: Numbers
    value: Numbers
    best_starts: Numbers
    next_order: Numbers
    starts: Numbers
    released: Numbers
    early: Numbers
    late: Numbers
    placed: Numbers
    waits: Numbers
    waiting: Numbers
    free: Words


def lagged(net: Network, far: Numbers, mode: Numbers, chance: Words) -> Lagged:
    """A search that begins with the activities in the order of their earliest starts."""
    first = earliest(far)
    order = np.argsort(first, kind="stable").astype(np.int64)
    blank = np.zeros_like(order)
    return Lagged(
        chance=chance,
        far=far,
        first=first,
        mode=mode,
        order=order,
        value=np.full(2, UNKNOWN),
        best_starts=blank.copy(),
        next_order=order.copy(),
        starts=blank.copy(),
        released=blank.copy(),
        early=blank.copy(),
        late=blank.copy(),
        placed=blank.copy(),
        waits=((far > 0) | ((far == 0) & (far.T < 0))).astype(np.int64),
        waiting=blank.copy(),
        free=np.empty((2 * net.longest + 1, net.capacity.size), np.uint64),
    )


@compiled
def search(net: Network, at: Lagged, steps: int, hot: float, cold: float, patience: int) -> None:
    """Takes `steps` steps of annealing; in each, something is taken back at most `patience` times."""
    for step in range(steps):
        temperature = hot * (cold / hot) ** (step / steps)
        at.next_order[:] = at.order
        if at.value[MAKESPAN] < UNKNOWN:
            for _ in range(1 + below(at.chance, 3)):
                _move(at)
        value = _build(net, at, patience)
        if value < _BROKEN:
            _push(net, at, value)
            value = _pull(net, at)
        loss = value - at.value[MAKESPAN]
        if loss <= 0 or share(at.chance) < math.exp(-loss / temperature):
            at.value[MAKESPAN] = value
            at.order[:] = at.next_order
            if value < _BROKEN:
                _by_start(at.order, at.starts)
        if value < at.value[BEST] and value < _BROKEN:
            at.value[BEST] = value
            at.best_starts[:] = at.starts


@compiled
def _move(at: Lagged) -> None:
    """One activity to another place in the list, more often a near one."""
    order = at.next_order
    here = below(at.chance, order.size)
    reach = 1 + below(at.chance, order.size)
    there = here - reach + below(at.chance, 2 * reach + 1)
    there = min(max(there, 0), order.size - 1)
    activity = order[here]
    step = 1 if there > here else -1
    while here != there:
        order[here] = order[here + step]
        here += step
    order[there] = activity


@compiled
def _build(net: Network, at: Lagged, patience: int) -> int:
    """The makespan of the next list; _BROKEN and how many are left where it comes to nothing."""
    number = at.mode.size
    at.released[:] = at.first
    at.early[:] = at.first
    at.late[:] = _NEVER
    at.placed[:] = 0
    at.waiting[:] = at.waits.sum(axis=0)
    for tick in range(at.free.shape[0]):
        at.free[tick] = net.capacity
    left, most = number, 0
    while left > 0:
        activity = _next(at)
        start = _fitting(net, at, activity, at.early[activity], _NEVER)
        if start < 0:
            return _BROKEN + number - most
        if start <= at.late[activity]:
            _put(net, at, activity, start)
            left -= 1
            most = max(most, number - left)
            continue
        patience -= 1
        if patience < 0:
            return _BROKEN + number - most
        left += _take_back(net, at, activity, start)
    return _end(net, at)


@compiled
def _next(at: Lagged) -> int:
    """The one that must start soonest of those all of whose predecessors are placed; then by list."""
    best, soonest = -1, _NEVER + 1
    for activity in at.next_order:
        if at.placed[activity] or at.waiting[activity] > 0:
            continue
        if at.late[activity] < soonest:
            best, soonest = activity, at.late[activity]
    return best


@compiled
def _fitting(net: Network, at: Lagged, activity: int, start: int, last: int) -> int:
    """The first start from `start` to `last` at which it fits; −1 is none."""
    mode = at.mode[activity]
    end = start + net.duration[mode]
    tick = end - 1
    while tick >= start:
        if start > last or end > at.free.shape[0]:
            return -1
        if not fits(net, at.free, tick, mode):
            start = tick + 1
            end = start + net.duration[mode]
            tick = end
        tick -= 1
    return start if start <= last else -1


@compiled
def _put(net: Network, at: Lagged, activity: int, start: int) -> None:
    at.starts[activity] = start
    at.placed[activity] = 1
    mode = at.mode[activity]
    for tick in range(start, start + net.duration[mode]):
        for word in range(net.capacity.size):
            at.free[tick, word] -= net.need[mode, word]
    at.waiting[:] -= at.waits[activity]
    _bind(at, activity)


@compiled
def _bind(at: Lagged, activity: int) -> None:
    start = at.starts[activity]
    for other in range(at.mode.size):
        if at.far[activity, other] != NONE:
            at.early[other] = max(at.early[other], start + at.far[activity, other])
        if at.far[other, activity] != NONE:
            at.late[other] = min(at.late[other], start - at.far[other, activity])


@compiled
def _lift(net: Network, at: Lagged, activity: int) -> None:
    at.placed[activity] = 0
    mode = at.mode[activity]
    start = at.starts[activity]
    for tick in range(start, start + net.duration[mode]):
        for word in range(net.capacity.size):
            at.free[tick, word] += net.need[mode, word]


@compiled
def _take_back(net: Network, at: Lagged, activity: int, start: int) -> int:
    """How many were taken out so that the activity may start at `start`."""
    number = at.mode.size
    since = _NEVER
    for other in range(number):
        gap = at.far[activity, other]
        if at.placed[other] and gap != NONE and at.starts[other] < start + gap:
            since = min(since, at.starts[other])
            for after in range(number):
                if at.far[other, after] != NONE:
                    release = start + gap + at.far[other, after]
                    at.released[after] = max(at.released[after], release)
    lifted = 0
    for other in range(number):
        late = at.starts[other] >= since or at.starts[other] < at.released[other]
        if at.placed[other] and late:
            _lift(net, at, other)
            at.waiting[:] += at.waits[other]
            lifted += 1
    at.early[:] = at.released
    at.late[:] = _NEVER
    for other in range(number):
        if at.placed[other]:
            _bind(at, other)
    return lifted


@compiled
def _end(net: Network, at: Lagged) -> int:
    makespan = 0
    for activity in range(at.mode.size):
        makespan = max(makespan, at.starts[activity] + net.duration[at.mode[activity]])
    return makespan


@compiled
def _push(net: Network, at: Lagged, makespan: int) -> None:
    """Each activity, the last to end first, as late as it fits."""
    number = at.mode.size
    ends = np.empty(number, np.int64)
    for activity in range(number):
        ends[activity] = -at.starts[activity] - net.duration[at.mode[activity]]
    for activity in np.argsort(ends, kind="mergesort"):
        last = makespan - net.duration[at.mode[activity]]
        for other in range(number):
            if other != activity and at.far[activity, other] != NONE:
                last = min(last, at.starts[other] - at.far[activity, other])
        _lift(net, at, activity)
        start = last
        while start > at.starts[activity]:
            if _fitting(net, at, activity, start, start) == start:
                break
            start -= 1
        at.starts[activity] = start
        _settle(net, at, activity)


@compiled
def _pull(net: Network, at: Lagged) -> int:
    """The makespan when each activity, the first to start first, starts as early as it fits."""
    number = at.mode.size
    for activity in np.argsort(at.starts, kind="mergesort"):
        start = 0
        for other in range(number):
            if other != activity and at.far[other, activity] != NONE:
                start = max(start, at.starts[other] + at.far[other, activity])
        _lift(net, at, activity)
        at.starts[activity] = _fitting(net, at, activity, start, at.starts[activity])
        _settle(net, at, activity)
    return _end(net, at)


@compiled
def _settle(net: Network, at: Lagged, activity: int) -> None:
    at.placed[activity] = 1
    mode = at.mode[activity]
    start = at.starts[activity]
    for tick in range(start, start + net.duration[mode]):
        for word in range(net.capacity.size):
            at.free[tick, word] -= net.need[mode, word]


@compiled
def _by_start(order: Numbers, starts: Numbers) -> None:
    keys = np.empty(order.size, np.int64)
    for at in range(order.size):
        keys[at] = starts[order[at]]
    order[:] = order[np.argsort(keys, kind="mergesort")]
