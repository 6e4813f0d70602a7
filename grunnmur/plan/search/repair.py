"""Repair: workloads that have part in a broken condition, moved until none is broken.

For plans that were whole once: annealing draws from all workloads, this only from the culprits.
"""

# mypy: disable-error-code="no-any-return, return-value"
# An item of a vector is of any type to mypy; compiled, it is a whole number.
from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from grunnmur.plan.search.book import (
    AFTER,
    AFTER_END,
    BEFORE,
    BEFORE_END,
    BUDGET,
    COST,
    DURATION,
    LIMIT,
    MOVABLE,
    MOVABLES,
    NEED_COLUMNS,
    NEEDS,
    NEEDS_END,
    ONE_OFF,
    OPTIONS,
    OPTIONS_END,
    SEVERITY,
    SPENT,
    SPOTS,
    SPOTS_END,
    USE,
    WAY,
    WAY_COLUMNS,
    WIDTH,
    YEAR,
)
from grunnmur.plan.search.chance import below, share
from grunnmur.plan.search.kernel import kernel
from grunnmur.plan.search.step import best_of, decide, mend, shift
from grunnmur.plan.search.weigh import mark, period_of, way_of, workload

if TYPE_CHECKING:
    from grunnmur.plan.search.book import Vector


@kernel
def _late(facts: Vector, plan: Vector, i: int) -> bool:
    """Whether a precedence with the workload is broken."""
    about, t = workload(facts, i), period_of(plan, i)
    for k in range(facts[about + BEFORE], facts[about + BEFORE_END], 2):
        if period_of(plan, facts[k]) + facts[k + 1] > t:
            return True
    for k in range(facts[about + AFTER], facts[about + AFTER_END], 2):
        if period_of(plan, facts[k]) < t + facts[k + 1]:
            return True
    return False


@kernel
def _crowded(facts: Vector, plan: Vector, i: int) -> bool:
    """Whether there is too little of something the workload uses."""
    way, t, width = way_of(plan, i), period_of(plan, i), facts[WIDTH]
    about, done = workload(facts, i), facts[WAY] + way * WAY_COLUMNS
    for k in range(facts[about + SPOTS], facts[about + SPOTS_END]):
        at = facts[k] * width + t
        if plan[plan[USE] + at] > facts[facts[LIMIT] + at]:
            return True
    year = facts[facts[YEAR] + t]
    paid = year >= 0 and facts[done + ONE_OFF] > 0
    if paid and plan[plan[SPENT] + year] > facts[facts[BUDGET] + 2 * year]:
        return True
    start = max(0, t - facts[done + DURATION] + 1)
    for k in range(facts[done + NEEDS], facts[done + NEEDS_END], NEED_COLUMNS):
        first = 0 if facts[k + 1] > 0 else start
        last = width - 1 if facts[k + 3] > 0 else t
        for s in range(first, last + 1):
            at = facts[k] * width + s
            if plan[plan[USE] + at] > facts[facts[LIMIT] + at]:
                return True
    return False


@kernel
def _culprit(facts: Vector, plan: Vector) -> int:
    """A workload, drawn, that has part in a broken condition; −1 where there is none to move."""
    count = facts[MOVABLES]
    offset = below(plan, count)
    for n in range(count):
        i = facts[facts[MOVABLE] + (offset + n) % count]
        if mark(facts, way_of(plan, i), period_of(plan, i)) == 2:
            return i
        if _late(facts, plan, i) or _crowded(facts, plan, i):
            return i
    return -1


@kernel
def repair(facts: Vector, plan: Vector, rounds: int, price: float) -> None:
    """Moves culprits, one a round, until nothing is broken. `price` is NOK a broken condition."""
    unit = price / 1024.0
    for _ in range(rounds):
        if plan[SEVERITY] == 0:
            return
        i = _culprit(facts, plan)
        if i < 0:
            return
        about = workload(facts, i)
        count = (facts[about + OPTIONS_END] - facts[about + OPTIONS]) // 2
        cost, severity = plan[COST], plan[SEVERITY]
        tries = 2 * count if share(plan) < 0.5 else 4
        place = best_of(facts, plan, i, tries, unit)
        if place < 0:
            continue
        shift(facts, plan, i, place // facts[WIDTH], place % facts[WIDTH])
        mend(facts, plan, severity - 1, unit, 8)
        decide(facts, plan, cost, severity, -0.05 * price * log(share(plan) + 1e-300), unit)
