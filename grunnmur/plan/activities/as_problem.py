"""A project as a planning problem: the special case in which only the end of the last counts.

One disposition a workload, no coupling, no prices; a fixed cost of 1 NOK in each period up to and
with the last cutover, over all workloads: the total cost of a plan is the makespan.
"""

from __future__ import annotations

from datetime import date

from grunnmur.errors import ProblemError
from grunnmur.plan.activities.project import Lag, Project, Schedule
from grunnmur.plan.conditions import FixedCost, Precedence, Resource
from grunnmur.plan.period import months
from grunnmur.plan.plan import Move
from grunnmur.plan.problem import Problem
from grunnmur.plan.workload import Disposition, Workload

WAY = "do"
"""The name of the only disposition."""


def as_problem(project: Project, *, horizon: int, first_on: date) -> Problem:
    """The problem whose plans are the schedules of `horizon` time units, a month each.

    Activities without duration are left out, the order through them kept. Raises ProblemError where
    a problem has no words for the project: several modes, stocks, maximum lags.
    """
    _require_expressible(project)
    lasting = [n for n, modes in enumerate(project.activities) if modes[0].duration > 0]
    return Problem(
        name=project.name,
        periods=months(first_on, horizon),
        workloads=tuple(_workload(project, n, horizon) for n in lasting),
        resources=tuple(
            Resource(f"resource {n}", (capacity,) * horizon)
            for n, capacity in enumerate(project.capacity)
        ),
        precedences=tuple(_precedence(project, lag) for lag in _direct(project)),
        fixed_costs=(FixedCost("makespan", tuple(map(str, lasting)), (1,) * horizon),),
    )


def moves(project: Project, schedule: Schedule) -> tuple[Move, ...]:
    """The schedule as moves: an activity's cutover is in its last time unit."""
    return tuple(
        Move(str(n), WAY, start + modes[0].duration - 1)
        for n, (start, modes) in enumerate(zip(schedule.starts, project.activities, strict=True))
        if modes[0].duration > 0
    )


def _require_expressible(project: Project) -> None:
    reasons = {
        "several modes": not project.has_one_mode,
        "a stock": bool(project.stock),
        "a lag that is no wait after an end": any(
            lag.gap < 0 or not lag.after_end for lag in project.lags
        ),
        "a wait at an activity without duration": any(
            lag.gap > 0 and project.activities[end][0].duration == 0
            for lag in project.lags
            for end in (lag.before, lag.after)
        ),
    }
    for reason, found in reasons.items():
        if found:
            raise ProblemError("project_not_a_problem", project=project.name, reason=reason)


def _workload(project: Project, number: int, horizon: int) -> Workload:
    mode = project.activities[number][0]
    effort = tuple((f"resource {n}", amount) for n, amount in enumerate(mode.uses))
    return Workload(
        id=str(number),
        name=f"activity {number}",
        dispositions=(Disposition(WAY, mode.duration, effort),),
        exposure=(0,) * horizon,
        run_before=(0,) * horizon,
    )


def _precedence(project: Project, lag: Lag) -> Precedence:
    duration = project.activities[lag.after][0].duration
    return Precedence(str(lag.before), str(lag.after), lag.gap + duration)


def _direct(project: Project) -> list[Lag]:
    """The lags between activities that last, also those that went through one without duration."""
    lags = list(project.lags)
    for number, modes in enumerate(project.activities):
        if modes[0].duration > 0:
            continue
        into = [lag for lag in lags if lag.after == number]
        out = [lag for lag in lags if lag.before == number]
        lags = [lag for lag in lags if number not in (lag.before, lag.after)]
        lags += [Lag(a.before, b.after, a.gap + b.gap) for a in into for b in out]
    gaps: dict[tuple[int, int], int] = {}
    for lag in lags:
        pair = (lag.before, lag.after)
        gaps[pair] = max(lag.gap, gaps.get(pair, 0))
    return [Lag(before, after, gap) for (before, after), gap in sorted(gaps.items())]
