"""A short schedule of a project, and how short any could be.

Lists first, since they give good schedules at once; then the constraint solver, which proves,
beside more lists. Where there are maximum time lags the solver, begun from a schedule that the
lists found, is the better of the two and gets all workers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grunnmur.plan.activities import timed
from grunnmur.plan.activities.bounds import quick_bound
from grunnmur.plan.activities.distances import distances
from grunnmur.plan.activities.incumbent import Incumbent
from grunnmur.plan.activities.orders import ordered
from grunnmur.plan.activities.project import Project, Schedule
from grunnmur.plan.activities.proof import Proof
from grunnmur.plan.activities.task import Task, task
from grunnmur.plan.activities.usable import usable

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. `status` is optimal, feasible, infeasible (proven) or unknown.

    `bound` is a proven lower bound of the makespan; None where there is no schedule.
    """

    status: str
    schedule: Schedule | None
    makespan: int | None
    bound: int | None


def solve(
    project: Project,
    *,
    effort: int | None = None,
    seconds: float | None = None,
    clock: Clock | None = None,
    seed: int = 1,
    workers: int = 2,
) -> Answer:
    """The shortest schedule found within `effort` steps of lists, or `seconds` by the `clock`.

    By effort the same answer comes out each time. By seconds it may come sooner, if proven.
    """
    if not project.activities:
        return Answer("optimal", Schedule((), ()), 0, 0)
    ready = usable(project)
    far = None if ready is None else distances(ready.project)
    far = None if ready is None or far is None else ordered(ready.project, far)
    if ready is None or far is None:
        return _NONE_EXISTS
    ahead = task(ready.project, far, seed=seed, workers=workers)
    known = Incumbent(ahead.project, quick_bound(ahead.project, ahead.first, ahead.tail))
    if seconds is None:
        _by_effort(ahead, known, 2_000 if effort is None else effort)
    else:
        assert clock is not None, "a time limit needs a clock"
        timed.search(ahead, known, seconds, clock)
    if known.infeasible:
        return _NONE_EXISTS
    if known.schedule is None:
        return Answer("unknown", None, None, known.bound)
    status = "optimal" if known.bound == known.makespan else "feasible"
    return Answer(status, ready.original(known.schedule), known.makespan, known.bound)


_NONE_EXISTS = Answer("infeasible", None, None, None)


def _by_effort(task: Task, known: Incumbent, effort: int) -> None:
    """Each list search in turn, then the solver alone: nothing depends on who is first."""
    for number in range(task.workers if task.has_lists else 0):
        search = task.lists(number)
        for step in range(0, effort, _STRIDE):
            search.advance(min(_STRIDE, effort - step), step / effort)
        if search.makespan is not None:
            known.offer(search.schedule())
    if not known.settled.is_set():
        hint = known.schedule is not None and not task.plain
        Proof(task, known, workers=1, hint=hint).run(effort=effort / _STEPS_A_UNIT)


_STRIDE = 50
_STEPS_A_UNIT = 20_000
"""Steps of lists that take about as long as a unit of the solver's own measure of work."""
