"""Annealing of activity lists, in which each step is a justification too.

A schedule's activities, the last to end first, are placed anew with time turned round, and so on
in turn: forward-backward improvement (Tormos & Lova 2001; Valls, Ballestin & Quintanilla 2005).
Here every such pass also moves something in the list first, and is kept or not as annealing says
(Kolisch & Hartmann 1999 for the list; two more passes a move gave no shorter schedules for the same
work). Where there are several modes, every other step changes one, and what the modes take too much
of the stocks is paid for.

Kernels are longer than other functions: each is one pass over one kind of row.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from grunnmur.plan.activities.compiled import Numbers, Words, below, compiled, draw, share
from grunnmur.plan.activities.network import Network, Side
from grunnmur.plan.activities.serial import place, reverse, sort, turn

MAKESPAN, MISSING, BEST, TURNED = 0, 1, 2, 3
"""Places in `Walk.value`: of the present schedule its makespan and what is missing of the stocks;
the best makespan with nothing missing; 1 while time is turned round."""

UNKNOWN = 1 << 40


class Walk(NamedTuple):
    """One search under way: the present list and modes, the best schedule, and scratch."""

    chance: Words
    order: Numbers
    chosen: Numbers
    value: Numbers
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
        value=np.array([UNKNOWN, 0, UNKNOWN, 0]),
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
    several = net.duration.size > at.order.size
    for step in range(steps):
        temperature = hot * (cold / hot) ** (step / steps)
        onward = at.value[TURNED] == 0
        ahead, behind = (net.forward, net.backward) if onward else (net.backward, net.forward)
        at.next_order[:] = at.order
        at.next_chosen[:] = at.chosen
        if at.value[MAKESPAN] < UNKNOWN:
            _change(net, at, several, ahead, behind)
        missing = _missing(net, at.next_chosen)
        makespan = place(net, ahead, at.next_order, at.next_chosen, at.free, at.starts)
        loss = makespan - at.value[MAKESPAN] + price * (missing - at.value[MISSING])
        if loss <= 0 or share(at.chance) < math.exp(-loss / temperature):
            _accept(net, at, makespan, missing)


@compiled
def _change(net: Network, at: Walk, several: bool, ahead: Side, behind: Side) -> None:
    """A mode of one activity, or the places of one or two."""
    if several and draw(at.chance) & np.uint64(1 << 40):
        _change_mode(net, at)
        if draw(at.chance) & np.uint64(1 << 40):
            return
    for _ in range(1 + below(at.chance, 2)):
        _move(at, ahead, behind)


@compiled
def _change_mode(net: Network, at: Walk) -> None:
    activity = below(at.chance, at.order.size)
    first, end = net.mode_first[activity], net.mode_first[activity + 1]
    if end - first > 1:
        other = first + below(at.chance, end - first - 1)
        at.next_chosen[activity] = other + (other >= at.next_chosen[activity])


@compiled
def _move(at: Walk, ahead: Side, behind: Side) -> None:
    """One activity anywhere between the last it waits for and the first that waits for it."""
    order = at.next_order
    here = below(at.chance, order.size)
    activity = order[here]
    low, high = here, here
    while low > 0 and not _waits(ahead, activity, order[low - 1]):
        low -= 1
    while high < order.size - 1 and not _waits(behind, activity, order[high + 1]):
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
def _accept(net: Network, at: Walk, makespan: int, missing: int) -> None:
    """Keeps the next list as the present one, turned round: who ended last is placed first now."""
    better = missing == 0 and makespan < at.value[BEST]
    if better and at.value[TURNED] == 0:
        at.best_starts[:] = at.starts
    turn(net, at.next_chosen, at.starts, makespan)
    if better and at.value[TURNED] == 1:
        at.best_starts[:] = at.starts
    if better:
        at.value[BEST] = makespan
        at.best_chosen[:] = at.next_chosen
    at.order[:] = at.next_order
    at.chosen[:] = at.next_chosen
    reverse(at.order)
    sort(at.order, at.starts, makespan, at.tally, at.copy)
    at.value[MAKESPAN] = makespan
    at.value[MISSING] = missing
    at.value[TURNED] = 1 - at.value[TURNED]
