"""Finds a plan: many constructions, the best few made better, the best of those kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grunnmur.plan import json_form
from grunnmur.plan.plan import Move, Plan
from grunnmur.plan.search.bound import window_bound
from grunnmur.plan.search.construct import Schedule, construct, insist
from grunnmur.plan.search.improve import mend, sweep
from grunnmur.plan.search.instance import Instance, instance
from grunnmur.plan.search.price import Places, broken_count, cost_parts
from grunnmur.plan.search.reshuffle import reshuffle
from grunnmur.plan.search.rule import rules

if TYPE_CHECKING:
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.search.state import State

DEFAULT_EFFORT = 3000
"""Handfuls tried after the constructions: some seconds for a whole region."""
_INSISTED = 4
"""How many rules try again where none made everything fit."""
_KEPT = 2
"""How many of the constructions are worth sweeping. Judgement: the third seldom overtakes."""


def solve(problem: Problem, *, effort: int = DEFAULT_EFFORT, seed: int = 1) -> Plan:
    """A plan for the problem; the same problem, effort and seed give the same plan.

    Where the conditions cannot all hold, it is the plan found that breaks fewest of them, and
    `broken` says how many; `check` says which.
    """
    tables = instance(problem)
    best = _best_construction(tables, seed)
    state = best.state
    if best.broken:
        mend(state)
    reshuffle(state, effort=effort, seed=seed)
    sweep(state)
    if best.broken:
        mend(state)
    return _plan(tables, _places(state), effort, seed)


def _best_construction(tables: Instance, seed: int) -> Schedule:
    tried = [(rule, construct(tables, rule)) for rule in rules(tables, seed)]
    tried.sort(key=lambda row: row[1].rank)
    kept = [schedule for _, schedule in tried[:_KEPT]]
    if kept[0].broken:
        kept = [insist(tables, rule, schedule) for rule, schedule in tried[:_INSISTED]]
    for schedule in kept:
        sweep(schedule.state)
    return min(kept, key=lambda schedule: schedule.rank)


def _places(state: State) -> Places:
    return list(zip(state.way, state.period.tolist(), strict=True))


def _plan(tables: Instance, places: Places, effort: int, seed: int) -> Plan:
    problem = tables.problem
    parts = cost_parts(tables, places)
    return Plan(
        problem_digest=json_form.digest(problem),
        moves=tuple(
            Move(row.id, row.dispositions[way].name, period)
            for row, (way, period) in zip(problem.workloads, places, strict=True)
        ),
        cost=parts.total - sum(tables.baseline),
        cost_total=parts.total,
        cost_parts=parts,
        broken=broken_count(tables, places),
        bound=window_bound(tables),
        effort=effort,
        seed=seed,
    )
