"""Others on the same instances in the same run. Each needs its own package, for this alone."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from functools import partial
from unittest.mock import patch

from benchmarks.clocked import Clocked
from grunnmur.plan.activities import Answer, Project, Schedule


def pyjobshop(
    project: Project, *, seconds: float, workers: int, clock: Callable[[], float]
) -> Answer:
    """PyJobShop, which makes a model for CP-SAT and lets it run with its own settings.

    It knows the wall's clock only, so the solver inside is stopped from outside by ours.
    """
    import pyjobshop

    model = pyjobshop.Model()
    renewable = [model.add_renewable(capacity) for capacity in project.capacity]
    stocks = [model.add_consumable(amount) for amount in project.stock]
    tasks = [model.add_task() for _ in project.activities]
    for task, modes in zip(tasks, project.activities, strict=True):
        for mode in modes:
            demands = list(zip([*renewable, *stocks], [*mode.uses, *mode.consumes], strict=True))
            used = [(resource, amount) for resource, amount in demands if amount]
            resources, amounts = [row[0] for row in used], [row[1] for row in used]
            model.add_mode(task, resources, mode.duration, amounts)
    for lag in project.lags:
        add = model.add_end_before_start if lag.after_end else model.add_start_before_start
        add(tasks[lag.before], tasks[lag.after], lag.gap)
    inside = importlib.import_module("pyjobshop.solvers.ortools.CPModel")
    with patch.object(inside, "CpSolver", partial(Clocked, clock, seconds)):
        result = model.solve(num_workers=workers, display=False)
    status = str(result.status.value).lower()
    if result.best is None or not result.best.tasks:
        return Answer("infeasible" if "infeasible" in status else "unknown", None, None, None)
    schedule = _schedule(project, result.best.tasks)
    bound = -int(-(result.lower_bound - 1e-6) // 1)
    return Answer(status, schedule, schedule.makespan(project), bound)


def timed(solver: Callable[[], Answer]) -> tuple[Answer, float, float]:
    """The answer, the seconds it took by the clock, and those of the processor, of all threads."""
    began, worked = time.monotonic(), time.process_time()
    return solver(), time.monotonic() - began, time.process_time() - worked


def _schedule(project: Project, tasks: list) -> Schedule:  # type: ignore[type-arg]
    first, starts, modes = 0, [], []
    for task, ways in zip(tasks, project.activities, strict=True):
        starts.append(int(task.start))
        modes.append(int(task.mode) - first)
        first += len(ways)
    return Schedule(tuple(starts), tuple(modes))
