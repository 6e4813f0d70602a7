"""Compiled prices of cutovers: the plan's cost, that of its parts, and the budgets exceeded.

All arrays of a workload hold one column a run, as in `runs`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.simulate.chance import compiled

if TYPE_CHECKING:
    from grunnmur.plan.simulate.model import Flags, Model, Real, Whole


@compiled
def priced(model: Model, cutover: Whole, each: Real, cost: Real) -> None:
    """Fills `cost` [run] with NOK of the plan, and `each` [workload, run] with the workload's own.

    A workload's own is its own cost and half of its couplings.
    """
    # Arrays are taken out of the model once: inside a loop that costs more than the work.
    own, pair_a, pair_b = model.own, model.pair_a, model.pair_b
    a_first, b_first, neither = model.pair_a_first, model.pair_b_first, model.pair_neither
    count, width = cutover.shape
    for n in range(count):
        for run in range(width):
            each[n, run] = own[n, 1 + cutover[n, run]]
    for k in range(len(pair_a)):
        a, b = pair_a[k], pair_b[k]
        first, second, both = 0.5 * a_first[k], 0.5 * b_first[k], 0.5 * neither[k]
        for run in range(width):
            at_a, at_b = float(cutover[a, run]), float(cutover[b, run])
            half = both * (min(at_a, at_b) + 1.0)
            half += first * max(0.0, at_b - at_a) + second * max(0.0, at_a - at_b)
            each[a, run] += half
            each[b, run] += half
    cost[:] = 0.0
    for n in range(count):
        for run in range(width):
            cost[run] += each[n, run]
    last = np.empty(width, np.int64)
    for group in range(len(model.fixed)):
        last_of(model, group, cutover, last)
        for run in range(width):
            cost[run] += model.fixed[group, 1 + last[run]]


@compiled
def last_of(model: Model, group: int, cutover: Whole, last: Whole) -> None:
    """Fills `last` [run] with the last cutover of a fixed cost's workloads; −1 if it has none."""
    member = model.fixed_member
    last[:] = -1
    for k in range(model.fixed_at[group], model.fixed_at[group + 1]):
        for run in range(len(last)):
            last[run] = max(last[run], cutover[member[k], run])


@compiled
def shared_out(model: Model, cutover: Whole, each: Real, end: Whole, cost: Real) -> None:
    """Fills `end` and `cost` [run, part]: the last cutover of each part, and its NOK.

    Part 0 is the programme; of it only the end, its cost is the plan's.
    """
    part_at, part_of, weight = model.part_at, model.part, model.part_weight
    count, width = cutover.shape
    ends = np.full((model.part_count, width), -1, np.int64)
    costs = np.zeros((model.part_count, width))
    for n in range(count):
        for run in range(width):
            ends[0, run] = max(ends[0, run], cutover[n, run])
        for k in range(part_at[n], part_at[n + 1]):
            part, share = part_of[k], weight[k]
            for run in range(width):
                ends[part, run] = max(ends[part, run], cutover[n, run])
                costs[part, run] += share * each[n, run]
    last = np.empty(width, np.int64)
    for group in range(len(model.fixed)):
        part = model.fixed_part[group]
        if part > 0:
            last_of(model, group, cutover, last)
            for run in range(width):
                costs[part, run] += model.fixed[group, 1 + last[run]]
    end[:] = ends.T
    cost[:] = costs.T


@compiled
def spent(model: Model, cutover: Whole, over: Flags) -> None:
    """Marks in `over` [run, budget] what one-off costs exceed; after the plan no budget is known."""
    budget_of, one_off, periods = model.budget_of, model.one_off, model.periods
    count, width = cutover.shape
    budgets = len(model.budget)
    paid = np.zeros((budgets + 1, width), np.int64)
    for n in range(count):
        for run in range(width):
            at = cutover[n, run]
            budget = budget_of[at] if 0 <= at < periods else budgets
            paid[budget, run] += one_off[n]
    for run in range(width):
        for k in range(budgets):
            over[run, k] = paid[k, run] > model.budget[k]
