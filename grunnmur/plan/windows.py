"""Which periods a workload's own conditions leave it, as bit masks: bit p is period p."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from grunnmur.plan.conditions import Forbid, Pin
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.workload import Disposition, Workload

_Row = TypeVar("_Row", "Pin", "Forbid")


def windows(problem: Problem) -> dict[str, tuple[int, ...]]:
    """For each workload one mask a disposition: the periods no condition of its own rules out.

    Its own conditions are earliest, closed, freezes, hard deadlines, pins, forbids and that the
    work begins in the first period or later. Executed workloads are not restricted.
    """
    frozen = _FrozenPeriods(problem)
    pins, forbids = _by_workload(problem.pins), _by_workload(problem.forbids)
    executed = {move.workload for move in problem.executed}
    every = (1 << len(problem.periods)) - 1

    masks = {}
    for workload in problem.workloads:
        if workload.id in executed:
            masks[workload.id] = (every,) * len(workload.dispositions)
            continue
        base = every & _window(workload) & ~frozen.of(workload)
        masks[workload.id] = tuple(
            base
            & _from(disposition.duration - 1)
            & _pinned(pins[workload.id], disposition, every)
            & ~_forbidden(forbids[workload.id], disposition, every)
            for disposition in workload.dispositions
        )
    return masks


class _FrozenPeriods:
    """Frozen periods by organisation and service; most workloads share their answer."""

    def __init__(self, problem: Problem) -> None:
        self._freezes = [
            (freeze.organisation, freeze.service, _bits(freeze.periods))
            for freeze in problem.freezes
        ]
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}

    def of(self, workload: Workload) -> int:
        key = (workload.organisations, workload.services)
        if key not in self._known:
            mask = 0
            for organisation, service, bits in self._freezes:
                if (not organisation or organisation in workload.organisations) and (
                    not service or service in workload.services
                ):
                    mask |= bits
            self._known[key] = mask
        return self._known[key]


def _window(workload: Workload) -> int:
    mask = _from(workload.earliest) & ~_bits(workload.closed)
    for deadline in workload.deadlines:
        if deadline.hard:
            mask &= (1 << (deadline.last + 1)) - 1
    return mask


def _pinned(pins: list[Pin], disposition: Disposition, every: int) -> int:
    mask = every
    for pin in pins:
        if pin.disposition not in ("", disposition.name):
            return 0
        mask &= _between(pin.first, pin.before, every)
    return mask


def _forbidden(forbids: list[Forbid], disposition: Disposition, every: int) -> int:
    mask = 0
    for forbid in forbids:
        if forbid.disposition in ("", disposition.name):
            mask |= _between(forbid.first, forbid.before, every)
    return mask


def _between(first: int, before: int | None, every: int) -> int:
    mask = every & _from(first)
    return mask if before is None else mask & ((1 << before) - 1)


def _from(period: int) -> int:
    return ~((1 << period) - 1)


def _bits(periods: tuple[int, ...]) -> int:
    mask = 0
    for period in periods:
        mask |= 1 << period
    return mask


def _by_workload(rows: tuple[_Row, ...]) -> dict[str, list[_Row]]:
    grouped: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        grouped[row.workload].append(row)
    return grouped
