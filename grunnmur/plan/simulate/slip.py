"""Where cutovers land when nobody has to wait for people: work, order, freezes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.simulate.chance import compiled

if TYPE_CHECKING:
    from grunnmur.plan.simulate.model import Flags, Model, Real, Whole

_STEPS = 4
"""Periods of delay that are told by comparing; longer ones are worked out."""
_NEVER_LATE = 1e-9


@compiled
def cut_over(model: Model, median: float, longer: Real, cutover: Whole, lost: Flags) -> None:
    """Fills `cutover` [workload, run]; `lost` [run] is whether something got none in time.

    A workload begins as planned. Its cutover is in the first period that is not before the
    planned one, not before its work is done, late enough after those it waits for, and not
    frozen. Those that must move together move with the last of them.
    """
    # Arrays are taken out of the model once: inside a loop that costs more than the work.
    order, executed, planned = model.order, model.executed, model.planned
    earlier_at, earlier, lag = model.earlier_at, model.earlier, model.earlier_lag
    calendar, open_from, horizon = model.calendar, model.open_from, model.horizon
    width = cutover.shape[1]
    work_done(model, median, longer, cutover)
    lost[:] = False
    at = np.empty(width, np.int64)
    changed = True
    while changed:
        changed = False
        for k in range(len(order)):
            n = order[k]
            if executed[n]:
                continue
            for run in range(width):
                at[run] = cutover[n, run]
            for e in range(earlier_at[n], earlier_at[n + 1]):
                before, later = earlier[e], lag[e]
                for run in range(width):
                    at[run] = max(at[run], cutover[before, run] + later)
            days = open_from[calendar[n]]
            for run in range(width):
                lost[run] |= at[run] >= horizon
                landed = days[min(at[run], horizon - 1)]
                landed = landed if at[run] > planned[n] else at[run]
                changed |= landed != cutover[n, run]
                cutover[n, run] = landed
        changed = _drawn_together(model, cutover) or (changed and not model.settles)


@compiled
def work_done(model: Model, median: float, longer: Real, done: Whole) -> None:
    """Fills `done` [workload, run] with the period in which the work ends, as planned or later.

    Work is a period late for each whole period that planned · median · exp(longer) has begun more
    than planned. The first steps are found by comparing logarithms.
    """
    steps = np.empty(_STEPS + 1)
    for n in range(len(done)):
        planned = float(model.duration[n])
        end = model.start[n] + model.duration[n] - 1
        end = model.planned[n] if model.executed[n] else max(end, model.planned[n])
        for step in range(_STEPS + 1):
            steps[step] = math.log((planned + step + _NEVER_LATE) / (planned * median))
        for run in range(done.shape[1]):
            late = 0
            for step in range(_STEPS):
                late += longer[n, run] > steps[step]
            done[n, run] = end if model.executed[n] else end + late
            if longer[n, run] > steps[_STEPS] and not model.executed[n]:
                periods = planned * median * math.exp(longer[n, run])
                done[n, run] = end + math.ceil(periods - _NEVER_LATE) - model.duration[n]


@compiled
def _drawn_together(model: Model, cutover: Whole) -> bool:
    """Moves each set that must move together to its last member; whether that changed any."""
    changed = False
    for group in range(len(model.group_at) - 1):
        members = model.group_member[model.group_at[group] : model.group_at[group + 1]]
        for run in range(cutover.shape[1]):
            last = np.int64(-1)
            for n in members:
                last = max(last, cutover[n, run])
            for n in members:
                changed = changed or cutover[n, run] < last
                cutover[n, run] = last
    return changed
