"""One schedule from a list: each activity in turn as early as it fits (Kelley 1963).

The same functions work on time as it runs and on time turned round: only the `Side` is another.
"""

from __future__ import annotations

from grunnmur.plan.activities.compiled import Numbers, Words, compiled
from grunnmur.plan.activities.network import Network, Side


@compiled
def place(
    net: Network, side: Side, order: Numbers, chosen: Numbers, free: Words, starts: Numbers
) -> int:
    """The makespan when the activities are placed in this order in their `chosen` modes.

    Fills `starts`. `free` is scratch, a row of words for each time unit up to the longest schedule.
    """
    if net.capacity.size == 1:
        return _place_narrow(net, side, order, chosen, free, starts)
    makespan = 0
    for activity in order:
        mode = chosen[activity]
        duration = net.duration[mode]
        start = _earliest(net, side, activity, chosen, starts)
        end = start + duration
        tick = min(end, makespan) - 1
        while tick >= start:  # from behind: a clash moves the start past it at once
            if not fits(net, free, tick, mode):
                start = tick + 1
                end = start + duration
                tick = min(end, makespan)
            tick -= 1
        while makespan < end:
            free[makespan] = net.capacity
            makespan += 1
        for tick in range(start, end):
            free[tick] -= net.need[mode]
        starts[activity] = start
    return makespan


@compiled
def _place_narrow(
    net: Network, side: Side, order: Numbers, chosen: Numbers, free: Words, starts: Numbers
) -> int:
    """As `place`, where one word holds all resources: no loop over words, and nearly twice as fast."""
    durations, needs = net.duration, net.need
    first, others, gaps = side.first, side.other, side.gap
    capacity, guard = net.capacity[0], net.guard[0]
    makespan = 0
    for at in range(order.size):
        activity = order[at]
        mode = chosen[activity]
        duration, need = durations[mode], needs[mode, 0]
        start = 0
        for lag in range(first[activity], first[activity + 1]):
            other = others[lag]
            start = max(start, starts[other] + durations[chosen[other]] + gaps[lag])
        end = start + duration
        tick = min(end, makespan) - 1
        while tick >= start:
            if ((free[tick, 0] | guard) - need) & guard != guard:
                start = tick + 1
                end = start + duration
                tick = min(end, makespan)
            tick -= 1
        while makespan < end:
            free[makespan, 0] = capacity
            makespan += 1
        for tick in range(start, end):
            free[tick, 0] -= need
        starts[activity] = start
    return makespan


@compiled
def _earliest(net: Network, side: Side, activity: int, chosen: Numbers, starts: Numbers) -> int:
    earliest = 0
    for at in range(side.first[activity], side.first[activity + 1]):
        other = side.other[at]
        end = starts[other] + net.duration[chosen[other]]
        earliest = max(earliest, end + side.gap[at])
    return earliest


@compiled
def fits(net: Network, free: Words, tick: int, mode: int) -> bool:
    """Whether what the mode uses is free in this time unit."""
    for word in range(net.capacity.size):
        guard = net.guard[word]
        if ((free[tick, word] | guard) - net.need[mode, word]) & guard != guard:
            return False
    return True


@compiled
def turn(net: Network, chosen: Numbers, starts: Numbers, makespan: int) -> None:
    """Turns time round: what ended last starts first."""
    for activity in range(starts.size):
        starts[activity] = makespan - starts[activity] - net.duration[chosen[activity]]


@compiled
def sort(order: Numbers, starts: Numbers, makespan: int, count: Numbers, copy: Numbers) -> None:
    """Sorts the list by start; who starts together keeps the order they had."""
    for time in range(makespan + 2):
        count[time] = 0
    for at in range(order.size):
        copy[at] = order[at]
        count[starts[order[at]] + 1] += 1
    for time in range(makespan + 1):
        count[time + 1] += count[time]
    for at in range(order.size):
        activity = copy[at]
        order[count[starts[activity]]] = activity
        count[starts[activity]] += 1


@compiled
def reverse(order: Numbers) -> None:
    """Turns the list round."""
    last = order.size - 1
    for at in range(order.size // 2):
        order[at], order[last - at] = order[last - at], order[at]
