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
    words = net.capacity.size
    makespan = 0
    for at in range(order.size):
        activity = order[at]
        mode = chosen[activity]
        duration = net.duration[mode]
        time = _earliest(net, side, activity, chosen, starts)
        end = time + duration
        tick = end - 1
        while tick >= time:  # from behind: a clash moves the start past it at once
            if tick < makespan and not _fits(net, free, tick, mode, words):
                time = tick + 1
                end = time + duration
                tick = end
            tick -= 1
        while makespan < end:
            for word in range(words):
                free[makespan, word] = net.capacity[word]
            makespan += 1
        for tick in range(time, end):
            for word in range(words):
                free[tick, word] -= net.need[mode, word]
        starts[activity] = time
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
def _fits(net: Network, free: Words, tick: int, mode: int, words: int) -> bool:
    for word in range(words):
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
