"""Simulates a plan many times and says how dates and costs spread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.errors import ProblemError
from grunnmur.plan.ledger import ledger_of, tables
from grunnmur.plan.simulate import summary
from grunnmur.plan.simulate.model import Model, model
from grunnmur.plan.simulate.outcome import Outcome, Risk
from grunnmur.plan.simulate.runs import run_block
from grunnmur.plan.simulate.variation import Variation, usual

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.ledger import Ledger
    from grunnmur.plan.plan import Plan
    from grunnmur.plan.problem import Problem

_BLOCK = 100
"""Runs summed up at a time; the same on every machine, so that sums are."""
MOST_RUNS = 1_000_000


@dataclass(slots=True)
class _Sums:
    """What the runs write."""

    cost: NDArray[np.float64]
    ends: NDArray[np.int64]
    part_cost: NDArray[np.float64]
    over: NDArray[np.bool_]
    unfinished: NDArray[np.bool_]
    late: NDArray[np.int64]
    slipped: NDArray[np.int64]
    missed: NDArray[np.int64]
    drawn: NDArray[np.float64]
    with_cost: NDArray[np.float64]
    with_end: NDArray[np.float64]


def simulate(
    problem: Problem,
    plan: Plan,
    *,
    runs: int = 10_000,
    seed: int = 1,
    capacity: bool = False,
    variation: Variation | None = None,
    workers: int = 2,
) -> Outcome:
    """How the plan's dates and costs spread when durations vary.

    A Monte Carlo simulation: durations are drawn (see Variation), cutovers slip as order and
    freezes make them, with `capacity` also as skills, slots and exclusions do, and the plan is
    priced anew. `runs` is from 2. The seed decides the outcome; `workers` does not.
    """
    if not 2 <= runs <= MOST_RUNS:
        raise ProblemError("number_out_of_range", name="runs", value=runs, least=2)
    if not problem.workloads:
        raise ProblemError("nothing_to_simulate")
    varied = variation or usual()
    ledger = ledger_of(tables(problem), plan)
    named = summary.named_parts(problem)
    arrays = model(ledger, named.of_workload, named.of_fixed_cost)
    sums = _run(arrays, runs, seed, capacity=capacity, variation=varied, workers=workers)
    return Outcome(
        runs=runs,
        seed=seed,
        capacity=capacity,
        variation=varied,
        after=arrays.horizon - arrays.periods,
        parts=summary.parts(named, ledger, arrays, sums.cost, sums.ends, sums.part_cost),
        drivers=summary.drivers(
            ledger,
            sums.drawn.sum(axis=0),
            (sums.cost, sums.with_cost),
            (sums.ends[:, 0], sums.with_end),
        ),
        risks=_risks(ledger, sums, runs),
        over_budget=tuple(
            (row.year, float(share))
            for row, share in zip(problem.budgets, sums.over.mean(axis=0), strict=True)
        ),
        unfinished=float(sums.unfinished.mean()),
    )


def _run(
    arrays: Model, runs: int, seed: int, *, capacity: bool, variation: Variation, workers: int
) -> _Sums:
    count, factors = len(arrays.planned), len(arrays.planned) + len(arrays.team)
    blocks = -(-runs // _BLOCK)
    sums = _Sums(
        cost=np.zeros(runs),
        ends=np.zeros((runs, arrays.part_count), dtype=np.int64),
        part_cost=np.zeros((runs, arrays.part_count)),
        over=np.zeros((runs, len(arrays.budget)), dtype=np.bool_),
        unfinished=np.zeros(runs, dtype=np.bool_),
        late=np.zeros((blocks, count), dtype=np.int64),
        slipped=np.zeros((blocks, count), dtype=np.int64),
        missed=np.zeros((blocks, count), dtype=np.int64),
        drawn=np.zeros((blocks, factors)),
        with_cost=np.zeros((blocks, factors)),
        with_end=np.zeros((blocks, factors)),
    )

    def one(block: int) -> None:
        rows = slice(block * _BLOCK, min(runs, (block + 1) * _BLOCK))
        run_block(
            arrays,
            seed,
            rows.start,
            variation.median,
            variation.own,
            variation.team,
            capacity,
            sums.cost[rows],
            sums.ends[rows],
            sums.part_cost[rows],
            sums.over[rows],
            sums.unfinished[rows],
            sums.late[block],
            sums.slipped[block],
            sums.missed[block],
            sums.drawn[block],
            sums.with_cost[block],
            sums.with_end[block],
        )

    one(0)  # alone, so that what must be compiled is compiled once
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        list(pool.map(one, range(1, blocks)))
    return sums


def _risks(ledger: Ledger, sums: _Sums, runs: int) -> tuple[Risk, ...]:
    """Every workload that was late in some run, those latest on average first."""
    late, slipped, missed = (field.sum(axis=0) for field in (sums.late, sums.slipped, sums.missed))
    ids = [row.id for row in ledger.tables.problem.workloads]
    found = [
        Risk(ids[n], late[n] / runs, slipped[n] / runs, missed[n] / runs)
        for n in np.flatnonzero(late + missed).tolist()
    ]
    return tuple(sorted(found, key=lambda row: (-row.slip, row.workload)))
