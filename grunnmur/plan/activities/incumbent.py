"""What several searches of one project know together: the best schedule and the best bound."""

from __future__ import annotations

from threading import Event, Lock

from grunnmur.plan.activities.project import Project, Schedule
from grunnmur.plan.activities.verify import broken


class Incumbent:
    """The best schedule and bound so far. Any thread may offer another; a worse one is ignored."""

    def __init__(self, project: Project, bound: int) -> None:
        """No schedule is known yet; `bound` is a proven lower bound."""
        self._project = project
        self._lock = Lock()
        self.bound = bound
        self.schedule: Schedule | None = None
        self.makespan: int | None = None
        self.infeasible = False
        self.settled = Event()

    def offer(self, schedule: Schedule) -> None:
        """Keeps the schedule if it is shorter. A schedule that does not hold is our mistake."""
        found = broken(self._project, schedule)
        assert not found, found[0]
        with self._lock:
            makespan = schedule.makespan(self._project)
            if self.makespan is None or makespan < self.makespan:
                self.schedule, self.makespan = schedule, makespan
            self._settle()

    def raise_bound(self, bound: int) -> None:
        """Keeps the lower bound if it is higher."""
        with self._lock:
            self.bound = max(self.bound, bound)
            self._settle()

    def none_below(self, makespan: int | None) -> None:
        """It is proven that no schedule is shorter than this; None: that there is none at all."""
        if makespan is not None:
            self.raise_bound(makespan)
            return
        with self._lock:
            self.infeasible = True
            self.settled.set()

    def _settle(self) -> None:
        if self.makespan is not None and self.makespan <= self.bound:
            self.settled.set()
