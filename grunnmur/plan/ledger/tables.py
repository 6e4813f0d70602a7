"""The problem as arrays of whole numbers: own costs, allowed periods, limits and ties.

Workloads are numbers in the problem's order. Ways are the dispositions of all workloads in a row:
those of workload i are `first_way[i]` up to `first_way[i + 1]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.ledger.couplings import Couplings, couplings
from grunnmur.plan.windows import windows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from grunnmur.plan.conditions import Forbid, Pin
    from grunnmur.plan.problem import Problem

Groups = tuple[tuple[int, ...], ...]
Span = tuple[int, int, int, int]
"""(row, first period, period after the last, amount)."""


@dataclass(frozen=True, slots=True)
class Tables:
    """All arrays of one problem, NOK and amounts as 64-bit whole numbers.

    `own` is [way, 1 + period]: column 0 is a cutover before the first period; `exposure`, `run` and
    `late` are its parts, of which the first two are [workload, 1 + period] up to the cutover.
    `limit` is [row, period]: first resources, then slots, then one row for the wave limit;
    no limit is `NO_LIMIT`. `fixed` is [fixed cost, 1 + period], summed up. `links_of[i]` are the
    precedences workload i is part of.
    """

    problem: Problem
    number: Mapping[str, int]
    first_way: NDArray[np.int64]
    own: NDArray[np.int64]
    allowed: NDArray[np.bool_]
    exposure: NDArray[np.int64]
    run: NDArray[np.int64]
    late: NDArray[np.int64]
    limit: NDArray[np.int64]
    budgets: NDArray[np.int64]
    budget_of: tuple[int | None, ...]
    resource: Mapping[str, int]
    slots: Mapping[str, int]
    couplings: Couplings
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    lag: NDArray[np.int64]
    exclusions: Groups
    exclusions_of: Groups
    links_of: Groups
    together: Groups
    fixed_groups: tuple[NDArray[np.int64], ...]
    fixed_groups_of: Groups
    fixed: NDArray[np.int64]
    executed: NDArray[np.bool_]
    cheapest: NDArray[np.int64]
    wishes: Mapping[str, tuple[Pin | Forbid, ...]]

    @property
    def count(self) -> int:
        """The number of periods."""
        return len(self.problem.periods)

    @property
    def wave_row(self) -> int:
        """The row of `limit` that holds the wave limit."""
        return len(self.limit) - 1

    def way_number(self, workload: int, name: str) -> int | None:
        """Which of the workload's dispositions has the name, counted from 0."""
        ways = self.problem.workloads[workload].dispositions
        return next((n for n, way in enumerate(ways) if way.name == name), None)

    def tied_to(self, workload: int) -> list[int]:
        """The workload and those that must move with it and have not been executed, sorted."""
        tied, waiting = {workload}, [workload]
        while waiting:
            member = waiting.pop()
            for group in self.together:
                if member in group:
                    fresh = set(group) - tied
                    tied |= fresh
                    waiting.extend(fresh)
        return sorted(n for n in tied if not self.executed[n])

    def spans(self, workload: int, way: int, period: int) -> list[Span]:
        """What the workload uses of which row of `limit`, if it moves so."""
        row = self.problem.workloads[workload]
        chosen = row.dispositions[way]
        start = max(0, period - chosen.duration + 1)
        spans = [(self.resource[name], start, period + 1, n) for name, n in chosen.effort]
        spans += [(self.resource[name], 0, period + 1, n) for name, n in row.holds]
        spans += [(self.resource[name], start, self.count, n) for name, n in chosen.keeps]
        if period >= 0:
            spans += [
                (self.slots[name], period, period + 1, 1)
                for name in row.organisations
                if name in self.slots
            ]
            spans.append((self.wave_row, period, period + 1, 1))
        return spans


NO_LIMIT = 1 << 62


def tables(problem: Problem) -> Tables:
    """The arrays of the problem."""
    number = {row.id: n for n, row in enumerate(problem.workloads)}
    first_way = np.cumsum([0, *(len(row.dispositions) for row in problem.workloads)])
    exposure = _summed([row.exposure for row in problem.workloads], len(problem.periods))
    run = _summed([row.run_before for row in problem.workloads], len(problem.periods))
    late = _late(problem)
    own = _own(problem, first_way, exposure + run + late)
    allowed = _allowed(problem)
    executed = _executed(problem, number)
    before, after, lag = _precedences(problem, number)
    exclusions = _groups((row.workloads for row in problem.exclusions), number)
    years = [row.year for row in problem.budgets]
    groups = [[number[name] for name in row.workloads] for row in problem.fixed_costs]
    return Tables(
        problem=problem,
        number=number,
        first_way=first_way,
        own=own,
        allowed=allowed,
        exposure=exposure,
        run=run,
        late=late,
        limit=_limits(problem),
        budgets=np.array([row.amount for row in problem.budgets], dtype=np.int64),
        budget_of=tuple(
            years.index(period.starts_on.year) if period.starts_on.year in years else None
            for period in problem.periods
        ),
        resource={row.id: n for n, row in enumerate(problem.resources)},
        slots={row.organisation: len(problem.resources) + n for n, row in enumerate(problem.slots)},
        couplings=couplings(problem.couplings, number),
        before=before,
        after=after,
        lag=lag,
        exclusions=exclusions,
        exclusions_of=_membership(exclusions, len(number)),
        links_of=_membership(np.stack([before, after], axis=1).tolist(), len(number)),
        together=_groups((row.workloads for row in problem.together), number),
        fixed_groups=tuple(np.array(group, dtype=np.int64) for group in groups),
        fixed_groups_of=_membership(groups, len(number)),
        fixed=_summed([row.cost for row in problem.fixed_costs], len(problem.periods)),
        executed=executed,
        cheapest=cheapest(problem, first_way, own, allowed, number),
        wishes=_by_workload((*problem.pins, *problem.forbids)),
    )


def cheapest(
    problem: Problem,
    first_way: NDArray[np.int64],
    own: NDArray[np.int64],
    allowed: NDArray[np.bool_],
    number: Mapping[str, int],
) -> NDArray[np.int64]:
    """The cheapest conceivable own cost of each workload; of an executed one its own cost."""
    possible = np.where(allowed, own[:, 1:], NO_LIMIT).min(axis=1)
    least = np.minimum.reduceat(possible, first_way[:-1])
    for move in problem.executed:
        n = number[move.workload]
        names = [way.name for way in problem.workloads[n].dispositions]
        least[n] = own[first_way[n] + names.index(move.disposition), 1 + move.period]
    return least


def _summed(series: Sequence[tuple[int, ...]], count: int) -> NDArray[np.int64]:
    """Sums up to and with each period, after a column of zeros."""
    sums = np.zeros((len(series), count + 1), dtype=np.int64)
    if series:
        np.cumsum(np.array(series, dtype=np.int64), axis=1, out=sums[:, 1:])
    return sums


def _late(problem: Problem) -> NDArray[np.int64]:
    periods = np.arange(-1, len(problem.periods))
    late = np.zeros((len(problem.workloads), len(periods)), dtype=np.int64)
    for n, row in enumerate(problem.workloads):
        for deadline in row.deadlines:
            if not deadline.hard:
                late[n] += deadline.penalty * np.maximum(0, periods - deadline.last)
    return late


def _own(
    problem: Problem, first_way: NDArray[np.int64], old: NDArray[np.int64]
) -> NDArray[np.int64]:
    ways = [way for row in problem.workloads for way in row.dispositions]
    after = np.array([way.exposure_after + way.run_after for way in ways], dtype=np.int64)
    one_off = np.array([way.one_off for way in ways], dtype=np.int64)
    left = len(problem.periods) - 1 - np.arange(-1, len(problem.periods))
    repeated = np.repeat(old, np.diff(first_way), axis=0)
    return repeated + one_off[:, None] + after[:, None] * left[None, :]


def _allowed(problem: Problem) -> NDArray[np.bool_]:
    masks = windows(problem)
    flat = [mask for row in problem.workloads for mask in masks[row.id]]
    size = (len(problem.periods) + 7) // 8
    packed = np.frombuffer(b"".join(mask.to_bytes(size, "little") for mask in flat), dtype=np.uint8)
    bits = np.unpackbits(packed.reshape(len(flat), size), axis=1, bitorder="little")
    return bits[:, : len(problem.periods)].astype(np.bool_)


def _executed(problem: Problem, number: Mapping[str, int]) -> NDArray[np.bool_]:
    flags = np.zeros(len(number), dtype=np.bool_)
    flags[[number[move.workload] for move in problem.executed]] = True
    return flags


def _limits(problem: Problem) -> NDArray[np.int64]:
    rows = [row.capacity for row in problem.resources] + [row.capacity for row in problem.slots]
    unlimited = (NO_LIMIT,) * len(problem.periods)
    wave = unlimited if problem.wave_limit is None else problem.wave_limit
    return np.array([*rows, wave], dtype=np.int64)


def _precedences(
    problem: Problem, number: Mapping[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    rows = [(number[row.before], number[row.after], row.lag) for row in problem.precedences]
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 3)
    return columns[:, 0].copy(), columns[:, 1].copy(), columns[:, 2].copy()


def _groups(rows: Iterable[tuple[str, ...]], number: Mapping[str, int]) -> Groups:
    return tuple(tuple(number[name] for name in names) for names in rows)


def _membership(groups: Sequence[Sequence[int]], count: int) -> Groups:
    found: list[list[int]] = [[] for _ in range(count)]
    for n, group in enumerate(groups):
        for member in group:
            found[member].append(n)
    return tuple(tuple(sorted(set(row))) for row in found)


def _by_workload(rows: Iterable[Pin | Forbid]) -> dict[str, tuple[Pin | Forbid, ...]]:
    grouped: dict[str, tuple[Pin | Forbid, ...]] = {}
    for row in rows:
        grouped[row.workload] = (*grouped.get(row.workload, ()), row)
    return grouped
