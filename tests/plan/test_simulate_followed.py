"""What a simulation with knock-on gives is what following the plan period by period gives."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grunnmur.plan.json_form import problem_document
from grunnmur.plan.ledger import ledger_of, tables
from grunnmur.plan.plan import CostParts, Move, Plan
from grunnmur.plan.problem import Problem
from grunnmur.plan.simulate import Variation, simulate
from grunnmur.plan.simulate.chance import fill_normal
from grunnmur.plan.simulate.knock_on import cut_over_with_capacity
from grunnmur.plan.simulate.model import Model, model
from grunnmur.plan.simulate.runs import stretch, work

from .followed import Followed
from .rich import rich_problems

RUNS = 20
VARIED = Variation(1.0, 0.5, 0.3)


@st.composite
def planned(draw: Any) -> tuple[Problem, Plan]:
    """A problem with every kind of row, and a plan of it, which may well break some."""
    given_problem = draw(rich_problems(most=6))
    executed = {row.workload: row for row in given_problem.executed}
    moves = tuple(
        Move(row.id, executed[row.id].disposition, executed[row.id].period)
        if row.id in executed
        else Move(
            row.id,
            draw(st.sampled_from(row.dispositions)).name,
            draw(st.integers(0, len(given_problem.periods) - 1)),
        )
        for row in given_problem.workloads
    )
    return given_problem, Plan("", moves, 0, 0, CostParts())


@settings(max_examples=10, deadline=None)
@given(planned(), st.integers(0, 1000))
def test_each_run_is_the_plan_followed(case: tuple[Problem, Plan], seed: int) -> None:
    given_problem, plan = case
    followed = Followed(problem_document(given_problem), [asdict(move) for move in plan.moves])
    ids = [row.id for row in given_problem.workloads]
    arrays, drawn = drawn_periods(given_problem, plan, seed)
    at = np.empty((len(ids), RUNS), np.int64)
    lost = [cut_over_with_capacity(arrays, drawn[:, run], at[:, run]) for run in range(RUNS)]

    found = simulate(given_problem, plan, runs=RUNS, seed=seed, capacity=True, variation=VARIED)

    dates = [followed.dates(dict(zip(ids, row, strict=True))) for row in drawn.T.tolist()]
    assert [dict(zip(ids, row, strict=True)) for row in at.T.tolist()] == [at for at, _ in dates]
    assert lost == [lost for _, lost in dates]
    assert found.unfinished == np.mean(lost)
    assert found.programme.cost.mean == np.mean([followed.cost(at) for at, _ in dates])
    assert found.programme.end.mean == np.mean([max(at.values()) for at, _ in dates])
    over = np.mean([followed.over(at) for at, _ in dates], axis=0)
    assert [share for _, share in found.over_budget] == over.tolist()


def drawn_periods(given_problem: Problem, plan: Plan, seed: int) -> tuple[Model, Any]:
    """What the simulation draws: periods of work of each workload in each run."""
    count = len(given_problem.workloads)
    ledger = ledger_of(tables(given_problem), plan)
    arrays = model(ledger, [[]] * count, [-1] * len(given_problem.fixed_costs))
    factor, periods = np.empty((count + len(arrays.team), RUNS)), np.empty((count, RUNS))
    fill_normal(seed, 0, factor)
    stretch(arrays, VARIED.own, VARIED.team, factor, periods)
    work(arrays, VARIED.median, periods)
    return arrays, periods
