"""The constraint solver at work for the incumbent: what it finds and proves is told at once."""

from __future__ import annotations

from grunnmur.plan.activities import exact
from grunnmur.plan.activities.incumbent import Incumbent
from grunnmur.plan.activities.network import longest_schedule
from grunnmur.plan.activities.task import Task


class Proof:
    """One attempt to shorten the incumbent, or to prove that nothing is shorter.

    From a `hint` the solver searches around the incumbent; without, it looks only for what is
    shorter, and proves the incumbent best when there is none. In one mode it does so without linear
    relaxations: they bound little where resources are scarce and cost most of the time (a j30
    project that took 13 s of work without them was not proven in 33 s with them).
    """

    def __init__(self, task: Task, known: Incumbent, *, workers: int, hint: bool = False) -> None:
        """Nothing runs before `run`."""
        self._known = known
        self._tried = None if hint else known.makespan
        most = longest_schedule(task.project) if known.makespan is None else known.makespan
        most -= self._tried is not None
        form = exact.form(task.project, task.first, task.tail, least=known.bound, most=most)
        if hint and known.schedule is not None:
            exact.hint(form, known.schedule, most)
        relaxed = hint or not task.project.has_one_mode
        self._run = exact.Run(form, workers=workers, seed=task.seed, relaxed=relaxed)

    def run(self, *, effort: float | None = None) -> None:
        """Tells the incumbent of what is found, until it is settled, stopped or out of effort."""
        found = self._run.solve(
            effort=effort,
            on_bound=self._hear_bound,
            on_schedule=self._known.offer,
        )
        if found.bound is None:
            self._known.none_below(self._tried)
            return
        if found.schedule is not None:
            self._known.offer(found.schedule)
        self._hear_bound(found.bound)

    def stop(self) -> None:
        """Ends the run soon."""
        self._run.stop()

    def _hear_bound(self, bound: int) -> None:
        self._known.raise_bound(bound if self._tried is None else min(bound, self._tried))
        if self._known.settled.is_set():
            self._run.stop()
