"""CP-SAT by a clock of ours: seconds that do not pass while others have the machine."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

from ortools.sat.python import cp_model

_TICK = 0.05


class Clocked(cp_model.CpSolver):
    """The solver as it is, but stopped when `clock` has gone on by `seconds`."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        """Nothing runs before `solve`."""
        super().__init__()
        self._clock = clock
        self._seconds = seconds

    def solve(self, *given: Any) -> Any:
        """The solver's own answer."""
        began = self._clock()
        with ThreadPoolExecutor(1) as pool:
            job = pool.submit(super().solve, *given)
            while wait((job,), timeout=_TICK).not_done:
                if self._clock() - began >= self._seconds:
                    self.stop_search()
            return job.result()
