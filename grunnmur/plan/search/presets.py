"""What people put first, as prices: a problem with the same conditions and other weights.

Weighted rather than level by level: one search instead of several, and nothing that comes second
is given away for a last krone of what comes first. A plan found for the weighted problem is a plan
for the problem itself; `repriced` says what it costs there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from grunnmur.plan import json_form
from grunnmur.plan.ledger import ledger_of
from grunnmur.plan.ledger import tables as ledger_tables
from grunnmur.plan.plan import Plan
from grunnmur.plan.priced import priced
from grunnmur.plan.problem import Problem
from grunnmur.plan.workload import Deadline, Disposition, Workload


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of the cost is multiplied by, whole numbers."""

    one_off: int = 1
    exposure: int = 1
    run: int = 1
    lateness: int = 1
    coupling: int = 1
    fixed: int = 1


PRESETS = {
    "risk-first": Weights(exposure=10, lateness=3),
    "cost-first": Weights(one_off=3, run=3, coupling=3, fixed=3),
    "date-first": Weights(lateness=10, fixed=5),
}
"""Judgement: ten is enough for one part to decide nearly everywhere, and leaves the others a say."""


def weighted(problem: Problem, weights: Weights) -> Problem:
    """The problem with every price multiplied; budgets too, where one-off costs are."""
    return replace(
        problem,
        workloads=tuple(_workload(row, weights) for row in problem.workloads),
        budgets=tuple(replace(row, amount=row.amount * weights.one_off) for row in problem.budgets),
        couplings=tuple(
            replace(
                row,
                a_first=row.a_first * weights.coupling,
                b_first=row.b_first * weights.coupling,
                neither=row.neither * weights.coupling,
            )
            for row in problem.couplings
        ),
        fixed_costs=tuple(
            replace(row, cost=_times(row.cost, weights.fixed)) for row in problem.fixed_costs
        ),
    )


def repriced(problem: Problem, plan: Plan) -> Plan:
    """The plan's moves with what they cost in the problem itself. Nothing is proven of it."""
    ledger = ledger_of(ledger_tables(problem), plan)
    digest = json_form.digest(problem)
    return priced(ledger, replace(plan, problem_digest=digest, bound=None, certificate=None))


def _workload(row: Workload, weights: Weights) -> Workload:
    return replace(
        row,
        exposure=_times(row.exposure, weights.exposure),
        run_before=_times(row.run_before, weights.run),
        deadlines=tuple(_deadline(due, weights) for due in row.deadlines),
        dispositions=tuple(_disposition(way, weights) for way in row.dispositions),
    )


def _disposition(way: Disposition, weights: Weights) -> Disposition:
    return replace(
        way,
        one_off=way.one_off * weights.one_off,
        exposure_after=way.exposure_after * weights.exposure,
        run_after=way.run_after * weights.run,
    )


def _deadline(due: Deadline, weights: Weights) -> Deadline:
    return replace(due, penalty=due.penalty * weights.lateness)


def _times(series: tuple[int, ...], weight: int) -> tuple[int, ...]:
    if weight == 1:
        return series
    return tuple((np.array(series, dtype=np.int64) * weight).tolist())
