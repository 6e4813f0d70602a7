"""Others on the same instances in the same run. Each needs its own package, for this alone."""

from __future__ import annotations

import time
from collections.abc import Callable

from grunnmur.plan.activities import Answer, Project, Schedule


def pyjobshop(project: Project, *, seconds: float, workers: int) -> Answer:
    """PyJobShop, which makes a model for CP-SAT and lets it run with its own settings."""
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
    result = model.solve(time_limit=seconds, num_workers=workers, display=False)
    status = str(result.status.value).lower()
    if result.best is None or not result.best.tasks:
        return Answer("infeasible" if "infeasible" in status else "unknown", None, None, None)
    schedule = _schedule(project, result.best.tasks)
    bound = -int(-(result.lower_bound - 1e-6) // 1)
    return Answer(status, schedule, schedule.makespan(project), bound)


def timed(solver: Callable[[], Answer]) -> tuple[Answer, float]:
    """The answer and the seconds it took."""
    began = time.monotonic()
    return solver(), time.monotonic() - began


def _schedule(project: Project, tasks: list) -> Schedule:  # type: ignore[type-arg]
    first, starts, modes = 0, [], []
    for task, ways in zip(tasks, project.activities, strict=True):
        starts.append(int(task.start))
        modes.append(int(task.mode) - first)
        first += len(ways)
    return Schedule(tuple(starts), tuple(modes))
