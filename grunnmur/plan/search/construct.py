"""List scheduling: workloads in a rule's order, each where it fits and costs least."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.search.misfit import misfits
from grunnmur.plan.search.state import State

if TYPE_CHECKING:
    from collections.abc import Set

    from grunnmur.plan.search.instance import Instance
    from grunnmur.plan.search.rule import Rule

_ATTEMPTS = 5
"""How often a rule may try again with what did not fit moved to the front. Judgement: the
first few attempts mend most; what five do not mend needs another rule."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A construction: the plan, which workloads did not fit, how many conditions that broke."""

    state: State
    failed: frozenset[int]
    broken: int

    @property
    def rank(self) -> tuple[int, float]:
        """Smaller is better."""
        return self.broken, self.state.cost


def construct(tables: Instance, rule: Rule, urgent: Set[int] = frozenset()) -> Schedule:
    """The plan the rule makes when the urgent ones go before all others."""
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
    return Schedule(state, frozenset(failed), broken)


def insist(tables: Instance, rule: Rule, first: Schedule) -> Schedule:
    """The best plan the rule makes when what did not fit goes first, with all that precedes it."""
    best = last = first
    hopeless = _hopeless(tables, first.failed)
    urgent: set[int] = set()
    for _ in range(_ATTEMPTS):
        if last.failed <= urgent | hopeless:
            break
        urgent |= _with_ancestors(tables, last.failed - hopeless)
        last = construct(tables, rule, urgent)
        best = min(best, last, key=lambda schedule: schedule.rank)
    return best


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
        period = int(options.any(axis=0).argmax())
        way = int(cost[:, period].argmin())
    else:
        way, period = divmod(int(cost.argmin()), state.nowhere)
    state.place(n, way, period, cost=float(cost[way, period]))
    return misfit


def _key(rule: Rule, urgent: Set[int], n: int) -> tuple[bool, float, int]:
    return (n not in urgent, rule.priority[n], n)


def _hopeless(tables: Instance, failed: Set[int]) -> set[int]:
    """Those that would not fit even if they were alone."""
    if not failed:
        return set()
    empty = State(tables)
    return {n for n in failed if misfits(empty, n).min() > 0}


def _with_ancestors(tables: Instance, failed: Set[int]) -> set[int]:
    reached = set(failed)
    stack = sorted(failed)
    while stack:
        for earlier, _ in tables.before[stack.pop()]:
            if earlier not in reached:
                reached.add(earlier)
                stack.append(earlier)
    return reached
