"""What moves together, and the ways it can be done."""

from __future__ import annotations

from dataclasses import dataclass

from grunnmur.plan.amount import is_whole, require_whole, require_whole_series


@dataclass(frozen=True, slots=True)
class Disposition:
    """One way to move a workload: `duration` periods of work, the last one with the cutover in it.

    `effort` is (resource, amount in each of those periods). `keeps` is (resource, amount from the
    work's first period to the end): what it takes up on the new side. `one_off` falls due in the
    cutover's period; `exposure_after` and `run_after` are NOK for each period after it.
    """

    name: str
    duration: int
    effort: tuple[tuple[str, int], ...] = ()
    one_off: int = 0
    exposure_after: int = 0
    run_after: int = 0
    keeps: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        require_whole("disposition.duration", self.duration, least=1)
        require_whole("disposition.one_off", self.one_off, least=0)
        require_whole("disposition.exposure_after", self.exposure_after, least=0)
        require_whole("disposition.run_after", self.run_after, least=0)
        for resource, amount in self.effort:
            require_whole(f"disposition.effort.{resource}", amount, least=0)
        for resource, amount in self.keeps:
            require_whole(f"disposition.keeps.{resource}", amount, least=0)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last period a cutover should be in; hard, or at `penalty` NOK for each period later."""

    last: int
    hard: bool = False
    penalty: int = 0
    reason: str = ""

    def __post_init__(self) -> None:
        require_whole("deadline.last", self.last, least=0)
        require_whole("deadline.penalty", self.penalty, least=0)


@dataclass(frozen=True, slots=True)
class Workload:
    """What moves together. `exposure` and `run_before` hold NOK for every period.

    `holds` is (resource, amount up to and with the cutover's period): what it takes up on the old
    side. Exposure and run are paid for each period up to and with the cutover's. One cutover slot is used in each
    of `organisations`. No cutover before period `earliest` or in a `closed` period.
    """

    id: str
    name: str
    dispositions: tuple[Disposition, ...]
    kind: str = ""
    platform: str = ""
    organisations: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    exposure: tuple[int, ...] = ()
    run_before: tuple[int, ...] = ()
    earliest: int = 0
    closed: tuple[int, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    holds: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        require_whole("workload.earliest", self.earliest, least=0)
        require_whole_series("workload.exposure", self.exposure)
        require_whole_series("workload.run_before", self.run_before)
        assert all(is_whole(period) for period in self.closed)
        for resource, amount in self.holds:
            require_whole(f"workload.holds.{resource}", amount, least=0)
