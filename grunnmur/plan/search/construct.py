"""List scheduling: workloads in a rule's order, each where it fits and costs least."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.search.misfit import misfits
from grunnmur.plan.search.state import State

if TYPE_CHECKING:
    from grunnmur.plan.search.instance import Instance
    from grunnmur.plan.search.rule import Rule

_ATTEMPTS = 8
"""How often a rule may try again with what did not fit moved to the front. Judgement: the
first few attempts mend most; what eight do not mend needs another rule."""


def construct(tables: Instance, rule: Rule) -> tuple[State, int]:
    """The best plan the rule finds, and how many conditions the placing of it broke."""
    urgent: set[int] = set()
    best: tuple[int, float] | None = None
    chosen = None
    for _ in range(_ATTEMPTS):
        state, failed, broken = _schedule(tables, rule, urgent)
        if best is None or (broken, state.cost) < best:
            best, chosen = (broken, state.cost), state
        if not failed or failed <= urgent:
            break
        urgent |= _with_ancestors(tables, failed)
    assert chosen is not None
    assert best is not None
    return chosen, best[0]


def _schedule(tables: Instance, rule: Rule, urgent: set[int]) -> tuple[State, set[int], int]:
    state = State(tables)
    failed: set[int] = set()
    broken = 0
    waiting = [len(row) for row in tables.before]
    ready = [_key(rule, urgent, n) for n, count in enumerate(waiting) if not count]
    heapq.heapify(ready)

    while ready:
        *_, n = heapq.heappop(ready)
        if n not in tables.executed:
            misfit = put(state, n, eager=rule.eager)
            if misfit:
                failed.add(n)
                broken += misfit
        for later, _ in tables.after[n]:
            waiting[later] -= 1
            if not waiting[later]:
                heapq.heappush(ready, _key(rule, urgent, later))
    return state, failed, broken


def put(state: State, n: int, *, eager: bool = False) -> int:
    """Places the workload where it fits best. Gives how many conditions that breaks."""
    options = state.options(state.room(n))
    misfit = 0
    if not options.any():
        counted = misfits(state, n)
        misfit = int(counted.min())
        options = counted == misfit
    cost = np.where(options, state.cost_by_period(n), np.inf)
    if eager:
        first = int(options.any(axis=0).argmax())
        way, period = int(cost[:, first].argmin()), first
    else:
        way, period = divmod(int(cost.argmin()), state.nowhere)
    state.place(n, way, period)
    return misfit


def _key(rule: Rule, urgent: set[int], n: int) -> tuple[bool, float, int]:
    return (n not in urgent, rule.priority[n], n)


def _with_ancestors(tables: Instance, failed: set[int]) -> set[int]:
    reached = set(failed)
    stack = sorted(failed)
    while stack:
        for earlier, _ in tables.before[stack.pop()]:
            if earlier not in reached:
                reached.add(earlier)
                stack.append(earlier)
    return reached
