"""Scenarios: a problem with its plan, and small changes that make one problem into another.

More capacity is paid for: what it costs stands as a fixed cost that runs until the last cutover.
A comparison does not let a scenario win by capacity that has no price.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grunnmur.errors import ProblemError
from grunnmur.plan.conditions import FixedCost, Freeze

if TYPE_CHECKING:
    from grunnmur.plan.plan import Plan
    from grunnmur.plan.problem import Problem

CAPACITY = "capacity"
"""The kind of fixed cost that pays for capacity."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named problem with the plan that answers it."""

    name: str
    problem: Problem
    plan: Plan


def own_staff(
    problem: Problem, amount: Mapping[str, int], *, price: int, first: int = 0, ramp: int = 6
) -> Problem:
    """The problem with more people of one's own: `amount` more of each resource a period.

    They come evenly over `ramp` periods from period `first`. `price` is NOK for each unit.
    """
    count = len(problem.periods)
    steps = max(1, ramp)
    growth = [min(steps, max(0, p - first + 1)) for p in range(count)]
    more = {name: [n * step // steps for step in growth] for name, n in amount.items()}
    return _with_capacity(problem, more, price, "own")


def partner(
    problem: Problem,
    amount: Mapping[str, int],
    *,
    price: int,
    first: int = 0,
    until: int | None = None,
) -> Problem:
    """The problem with a partner's people: `amount` more of each resource in each period.

    From period `first` to before `until`, else to the end. `price` is NOK for each unit.
    """
    count = len(problem.periods)
    end = count if until is None else until
    there = [first <= p < end for p in range(count)]
    more = {name: [n * flag for flag in there] for name, n in amount.items()}
    return _with_capacity(problem, more, price, "partner")


def hybrid(
    problem: Problem,
    amount: Mapping[str, int],
    *,
    partner_price: int,
    own_price: int,
    hand_over: int,
    ramp: int = 6,
) -> Problem:
    """The problem with a partner's people until period `hand_over`, and one's own from then on."""
    first = partner(problem, amount, price=partner_price, until=hand_over)
    return own_staff(first, amount, price=own_price, first=hand_over, ramp=ramp)


def more_money(problem: Problem, share: float) -> Problem:
    """The problem with every budget that share larger, rounded down to whole NOK."""
    return replace(
        problem,
        budgets=tuple(
            replace(row, amount=int(row.amount * (1 + share))) for row in problem.budgets
        ),
    )


def later_freeze(problem: Problem, by: int, *, freeze: str = "") -> Problem:
    """The problem with its freezes, or the one named, moved `by` periods; past the ends they go."""
    if freeze and freeze not in {row.id for row in problem.freezes}:
        raise ProblemError("unknown_freeze", id=freeze)
    return replace(
        problem,
        freezes=tuple(
            _moved(row, by, len(problem.periods)) if freeze in ("", row.id) else row
            for row in problem.freezes
        ),
    )


def _moved(row: Freeze, by: int, count: int) -> Freeze:
    return replace(row, periods=tuple(p + by for p in row.periods if 0 <= p + by < count))


def _with_capacity(
    problem: Problem, more: Mapping[str, list[int]], price: int, who: str
) -> Problem:
    known = {row.id for row in problem.resources}
    for name in more:
        if name not in known:
            raise ProblemError("unknown_resource", workload=who, id=name)
    resources = tuple(
        replace(row, capacity=tuple(map(sum, zip(row.capacity, more[row.id], strict=True))))
        if row.id in more
        else row
        for row in problem.resources
    )
    everyone = tuple(row.id for row in problem.workloads)
    costs = tuple(
        FixedCost(
            f"{who} {name}", everyone, tuple(n * price for n in amounts), f"{CAPACITY} {name}"
        )
        for name, amounts in sorted(more.items())
    )
    return replace(problem, resources=resources, fixed_costs=(*problem.fixed_costs, *costs))
