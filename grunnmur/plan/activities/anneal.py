"""Annealing of activity lists, each schedule justified to the right and to the left again.

Serial schedules from lists (Kolisch & Hartmann 1999) with forward-backward improvement (Tormos &
Lova 2001; Valls, Ballestin & Quintanilla 2005): the one step that gains most for its cost. What a
first pass already shows to be hopeless is not improved. Where there are several modes, a mode is
changed at every other step, and what the modes take too much of the stocks is paid for.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from grunnmur.plan.activities.compiled import Numbers, Words, below, compiled, draw, share
from grunnmur.plan.activities.network import Network, Side
from grunnmur.plan.activities.serial import place, reverse, sort, turn

HOPELESS = 0.36
"""A schedule this many mean durations longer than the present one is seldom mended by
justification. Judgement: of 0.18, 0.36, 0.54 and no limit, 0.36 gave the shortest schedules for the
same work on six open j120 projects."""

MAKESPAN, MISSING, BEST = 0, 1, 2
"""Places in `Walk.value`: of the present schedule its makespan and what is missing of the stocks;
the best makespan with nothing missing."""

UNKNOWN = 1 << 40


class Walk(NamedTuple):
    """One search under way: the present list and modes, the best schedule, and scratch."""

    chance: Words
    order: Numbers
    chosen: Numbers
    value: Numbers
    best_order: Numbers
    best_chosen: Numbers
    best_starts: Numbers
    next_order: Numbers
    next_chosen: Numbers
    starts: Numbers
    free: Words
    tally: Numbers
    copy: Numbers


def walk(net: Network, order: Numbers, chosen: Numbers, chance: Words) -> Walk:
    """A search that begins with this list and, for each activity, this mode."""
    return Walk(
        chance=chance,
        order=order.copy(),
        chosen=chosen.copy(),
        value=np.full(3, UNKNOWN),
        best_order=order.copy(),
        best_chosen=chosen.copy(),
        best_starts=np.zeros_like(order),
        next_order=order.copy(),
        next_chosen=chosen.copy(),
        starts=np.zeros_like(order),
        free=np.empty((net.longest + 1, net.capacity.size), np.uint64),
        tally=np.zeros(net.longest + 3, np.int64),
        copy=np.zeros_like(order),
    )


@compiled
def anneal(net: Network, at: Walk, steps: int, hot: float, cold: float, price: float) -> None:
    """Takes `steps` steps while the temperature, in time units, falls from `hot` to `cold`.

    `price` is how many time units one unit missing of a stock counts for.
    """
    hopeless = HOPELESS * net.mean_duration
    several = net.duration.size > at.order.size
    for step in range(steps):
        temperature = hot * (cold / hot) ** (step / steps)
        at.next_order[:] = at.order
        at.next_chosen[:] = at.chosen
        if at.value[MAKESPAN] < UNKNOWN:
            _change(net, at, several)
        missing = _missing(net, at.next_chosen)
        present = at.value[MAKESPAN] + price * at.value[MISSING]
        makespan = _justified(net, at, present + hopeless - price * missing)
        loss = makespan + price * missing - present
        if loss <= 0 or share(at.chance) < math.exp(-loss / temperature):
            _accept(at, makespan, missing)


@compiled
def _change(net: Network, at: Walk, several: bool) -> None:
    """A mode of one activity, or the places of one or two."""
    if several and draw(at.chance) & np.uint64(1 << 40):
        _change_mode(net, at)
        if draw(at.chance) & np.uint64(1 << 40):
            return
    for _ in range(1 + below(at.chance, 2)):
        _move(net, at)


@compiled
def _change_mode(net: Network, at: Walk) -> None:
    activity = below(at.chance, at.order.size)
    first, end = net.mode_first[activity], net.mode_first[activity + 1]
    if end - first > 1:
        other = first + below(at.chance, end - first - 1)
        at.next_chosen[activity] = other + (other >= at.next_chosen[activity])


@compiled
def _move(net: Network, at: Walk) -> None:
    """One activity anywhere between the last it waits for and the first that waits for it."""
    order = at.next_order
    here = below(at.chance, order.size)
    activity = order[here]
    low, high = here, here
    while low > 0 and not _waits(net.forward, activity, order[low - 1]):
        low -= 1
    while high < order.size - 1 and not _waits(net.backward, activity, order[high + 1]):
        high += 1
    if low == high:
        return
    there = low + below(at.chance, high - low)
    there += there >= here
    step = 1 if there > here else -1
    while here != there:
        order[here] = order[here + step]
        here += step
    order[there] = activity


@compiled
def _waits(side: Side, activity: int, other: int) -> bool:
    found = False
    for at in range(side.first[activity], side.first[activity + 1]):
        found |= side.other[at] == other
    return found


@compiled
def _missing(net: Network, chosen: Numbers) -> int:
    missing = 0
    for resource in range(net.stock.size):
        taken = 0
        for mode in chosen:
            taken += net.consumes[mode, resource]
        missing += max(0, taken - net.stock[resource])
    return missing


@compiled
def _justified(net: Network, at: Walk, limit: float) -> int:
    """The makespan of the next list, which becomes the order of starts. Above the limit after the
    first pass, it is left as it is."""
    order, chosen, starts = at.next_order, at.next_chosen, at.starts
    makespan = place(net, net.forward, order, chosen, at.free, starts)
    if makespan > limit:
        return makespan
    turn(net, chosen, starts, makespan)
    reverse(order)
    sort(order, starts, makespan, at.tally, at.copy)
    makespan = place(net, net.backward, order, chosen, at.free, starts)
    turn(net, chosen, starts, makespan)
    reverse(order)
    sort(order, starts, makespan, at.tally, at.copy)
    makespan = place(net, net.forward, order, chosen, at.free, starts)
    sort(order, starts, makespan, at.tally, at.copy)
    return makespan


@compiled
def _accept(at: Walk, makespan: int, missing: int) -> None:
    at.order[:] = at.next_order
    at.chosen[:] = at.next_chosen
    at.value[MAKESPAN] = makespan
    at.value[MISSING] = missing
    if missing == 0 and makespan < at.value[BEST]:
        at.value[BEST] = makespan
        at.best_order[:] = at.next_order
        at.best_chosen[:] = at.next_chosen
        at.best_starts[:] = at.starts
