"""A project: activities that take time and resources, in an order with time lags.

The resource-constrained project scheduling problem (RCPSP) in its usual three forms: one way to do
each activity, several ways (multi-mode), and maximum time lags (RCPSP/max).
"""

from __future__ import annotations

from dataclasses import dataclass

from grunnmur.errors import ProblemError
from grunnmur.plan.amount import require_whole, require_whole_series


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to do an activity: `duration` time units, and what it takes.

    `uses` holds an amount for each renewable resource, in each of its time units; `consumes` an
    amount for each non-renewable one, once.
    """

    duration: int
    uses: tuple[int, ...] = ()
    consumes: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        require_whole("mode.duration", self.duration, least=0)
        require_whole_series("mode.uses", self.uses)
        require_whole_series("mode.consumes", self.consumes)


@dataclass(frozen=True, slots=True)
class Lag:
    """`after` starts at least `gap` time units after `before` has started, or ended.

    A maximum lag is written backwards: that `b` starts at most 5 after `a` has started is
    `Lag(b, a, -5, after_end=False)`.
    """

    before: int
    after: int
    gap: int = 0
    after_end: bool = True


@dataclass(frozen=True, slots=True)
class Project:
    """Activities, each with its modes, numbered from 0; what they share; their order.

    `capacity` holds how much of each renewable resource there is in every time unit, `stock` how
    much of each non-renewable one there is in all. A wrong one cannot be built.
    """

    name: str
    activities: tuple[tuple[Mode, ...], ...]
    lags: tuple[Lag, ...] = ()
    capacity: tuple[int, ...] = ()
    stock: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        require_whole_series("project.capacity", self.capacity)
        require_whole_series("project.stock", self.stock)
        for number, modes in enumerate(self.activities):
            self._require_modes(number, modes)
        for lag in self.lags:
            for end in (lag.before, lag.after):
                if not 0 <= end < len(self.activities):
                    raise ProblemError("activity_unknown", project=self.name, activity=end)
            if abs(lag.gap) > _LONGEST_GAP:
                raise ProblemError("gap_out_of_range", project=self.name, gap=lag.gap)

    def _require_modes(self, number: int, modes: tuple[Mode, ...]) -> None:
        if not modes:
            raise ProblemError("activity_without_mode", project=self.name, activity=number)
        for mode in modes:
            if (len(mode.uses), len(mode.consumes)) != (len(self.capacity), len(self.stock)):
                raise ProblemError("mode_of_other_resources", project=self.name, activity=number)

    @property
    def has_one_mode(self) -> bool:
        """Whether there is only one way to do each activity."""
        return all(len(modes) == 1 for modes in self.activities)


_LONGEST_GAP = 10**9


@dataclass(frozen=True, slots=True)
class Schedule:
    """When each activity starts, counted from 0, and in which of its modes it is done."""

    starts: tuple[int, ...]
    modes: tuple[int, ...]

    def makespan(self, project: Project) -> int:
        """When the last activity has ended."""
        ends = (
            start + modes[mode].duration
            for start, mode, modes in zip(self.starts, self.modes, project.activities, strict=True)
        )
        return max(ends, default=0)
