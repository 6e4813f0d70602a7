"""Which periods a workload's own conditions leave it, as bit masks: bit p is period p."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from grunnmur.plan.conditions import Forbid, Pin
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.workload import Disposition, Workload

_Row = TypeVar("_Row", "Pin", "Forbid")
_FAR = 1 << 16
"""No problem has so many periods; a period or a duration in one may be any number up to 10^13."""


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


@dataclass(frozen=True, slots=True)
class Rule:
    """One of a workload's own conditions: its code, what names it, and for each disposition the
    periods it leaves, as a mask that may run on past the last of them."""

    code: str
    facts: Mapping[str, Any]
    masks: tuple[int, ...]


def own_rules(problem: Problem, workload: Workload) -> Iterator[Rule]:
    """A workload's own conditions one by one; together they leave what `windows` says."""
    yield from _rules_of_time(workload)
    for freeze in problem.freezes:
        if _concerns(freeze.organisation, freeze.service, workload):
            yield _rule(workload, "freeze", ~_bits(freeze.periods), freeze=freeze.id)
    every = (1 << len(problem.periods)) - 1
    for pin in problem.pins:
        if pin.workload == workload.id:
            masks = (_pinned([pin], way, every) for way in workload.dispositions)
            yield _rule(workload, "pin", *masks, pin=pin.id)
    for forbid in problem.forbids:
        if forbid.workload == workload.id:
            masks = (~_forbidden([forbid], way, every) for way in workload.dispositions)
            yield _rule(workload, "forbid", *masks, forbid=forbid.id)


def _rules_of_time(workload: Workload) -> Iterator[Rule]:
    if any(way.duration > 1 for way in workload.dispositions):
        masks = (_from(way.duration - 1) for way in workload.dispositions)
        yield _rule(workload, "duration", *masks)
    if workload.earliest:
        yield _rule(workload, "earliest", _from(workload.earliest), earliest=workload.earliest)
    if workload.closed:
        yield _rule(workload, "closed", ~_bits(workload.closed))
    for deadline in workload.deadlines:
        if deadline.hard:
            why = {"reason": deadline.reason} if deadline.reason else {}
            mask = _before(deadline.last + 1)
            yield _rule(workload, "deadline", mask, last=deadline.last, **why)


def _rule(workload: Workload, code: str, *masks: int, **facts: object) -> Rule:
    """The rule; one mask is the same for every disposition."""
    of_each = masks if len(masks) > 1 else masks * len(workload.dispositions)
    return Rule(code, {"workload": workload.id, **facts}, of_each)


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
                if _concerns(organisation, service, workload):
                    mask |= bits
            self._known[key] = mask
        return self._known[key]


def _concerns(organisation: str, service: str, workload: Workload) -> bool:
    """Whether what is said of an organisation and a service, empty of all, is of the workload."""
    here = not organisation or organisation in workload.organisations
    return here and (not service or service in workload.services)


def _window(workload: Workload) -> int:
    mask = _from(workload.earliest) & ~_bits(workload.closed)
    for deadline in workload.deadlines:
        if deadline.hard:
            mask &= _before(deadline.last + 1)
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
    return mask if before is None else mask & _before(before)


def _from(period: int) -> int:
    return ~_before(period)


def _before(period: int) -> int:
    return (1 << min(period, _FAR)) - 1


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
