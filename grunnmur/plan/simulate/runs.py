"""The compiled runs: durations drawn, cutovers found, the plan priced anew, sums kept.

Some runs go side by side: what is done to one workload or one coupling is done to all of them in
turn, so that the processor does several at a time and never has to guess which way a run goes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.simulate.chance import compiled, fill_normal
from grunnmur.plan.simulate.knock_on import cut_over_with_capacity
from grunnmur.plan.simulate.price import priced, shared_out, spent
from grunnmur.plan.simulate.slip import cut_over

if TYPE_CHECKING:
    from grunnmur.plan.simulate.model import Flags, Model, Real, Whole

SIDE_BY_SIDE = 16
NEVER_LATE = 1e-9
"""Work that ends this little into a period has ended before it: rounding, not delay."""


@compiled
def run_block(
    model: Model, seed: int, first: int, median: float, own: float, team: float, capacity: bool,
    cost: Real, ends: Whole, part_cost: Real, over: Flags, unfinished: Flags,
    late: Whole, slipped: Whole, missed: Whole, drawn: Real, with_cost: Real, with_end: Real,
) -> None:  # fmt: skip
    """Runs `first`, `first` + 1, … one for each row of `cost`; everything found is written there.

    `cost` [run], `ends` [run, part], `part_cost` [run, part], `over` [run, budget] and `unfinished`
    [run] are by run; `late`, `slipped`, `missed` [workload] and `drawn`, `with_cost`, `with_end`
    [factor] are sums: of the factor, and of it times what the run cost, or ended, more than
    planned. Part 0 is the programme. Factors are workloads, then teams.
    """
    count = len(model.planned)
    planned = np.empty((count, 1), np.int64)
    planned[:, 0] = model.planned
    planned_each, planned_cost = np.empty((count, 1)), np.empty(1)
    priced(model, planned, planned_each, planned_cost)
    for begin in range(0, len(cost), SIDE_BY_SIDE):
        width = min(SIDE_BY_SIDE, len(cost) - begin)
        rows = slice(begin, begin + width)
        factor, longer = np.empty((count + len(model.team), width)), np.empty((count, width))
        cutover, each = np.empty((count, width), np.int64), np.empty((count, width))
        fill_normal(seed, first + begin, factor)
        stretch(model, own, team, factor, longer)
        if capacity:
            work(model, median, longer)
            for lane in range(width):
                at = np.empty(count, np.int64)
                unfinished[begin + lane] = cut_over_with_capacity(model, longer[:, lane], at)
                cutover[:, lane] = at
        else:
            cut_over(model, median, longer, cutover, unfinished[rows])
        priced(model, cutover, each, cost[rows])
        shared_out(model, cutover, each, ends[rows], part_cost[rows])
        spent(model, cutover, over[rows])
        count_late(model, cutover, late, slipped, missed)
        more = cost[rows] - planned_cost[0]
        longest = ends[rows, 0] - model.planned.max()
        for n in range(len(factor)):
            for lane in range(width):
                drawn[n] += factor[n, lane]
                with_cost[n] += factor[n, lane] * more[lane]
                with_end[n] += factor[n, lane] * longest[lane]


@compiled
def stretch(model: Model, own: float, team: float, factor: Real, longer: Real) -> None:
    """Fills `longer` [workload, run]: the logarithm of how much longer work takes than usual."""
    weight = model.team
    count, width = longer.shape
    for n in range(count):
        for lane in range(width):
            longer[n, lane] = own * factor[n, lane]
        for k in range(len(weight)):
            if weight[k, n] != 0.0:
                share = team * weight[k, n]
                for lane in range(width):
                    longer[n, lane] += share * factor[count + k, lane]


@compiled
def work(model: Model, median: float, longer: Real) -> None:
    """Turns how much longer, as a logarithm, into periods of work; never fewer than planned."""
    usual = -math.log(median)
    for n in range(len(longer)):
        planned = float(model.duration[n])
        for lane in range(longer.shape[1]):
            periods = planned
            if longer[n, lane] > usual:
                periods *= median * math.exp(longer[n, lane])
            longer[n, lane] = max(planned, periods - NEVER_LATE)


@compiled
def count_late(model: Model, cutover: Whole, late: Whole, slipped: Whole, missed: Whole) -> None:
    """Adds to the sums of how often and how much workloads were late."""
    for n in range(len(cutover)):
        planned, last = model.planned[n], model.last_hard[n]
        for lane in range(cutover.shape[1]):
            late[n] += cutover[n, lane] > planned
            slipped[n] += max(0, cutover[n, lane] - planned)
            missed[n] += cutover[n, lane] > last
