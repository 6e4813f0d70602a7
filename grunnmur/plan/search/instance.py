"""The problem as tables of numbers, the form the search works on.

Workloads, resources, organisations and groups are numbers from 0 in the problem's order. Costs are
floats that hold whole numbers below 2**53, so that sums are exact and the same in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.search.pairs import Pairs, pair_tables
from grunnmur.plan.windows import windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.problem import Problem
    from grunnmur.plan.workload import Disposition, Workload


@dataclass(frozen=True, slots=True)
class Way:
    """One disposition of one workload: what it needs, and the periods its own conditions leave."""

    duration: int
    effort: tuple[tuple[int, int], ...]
    one_off: int
    mask: int


@dataclass(frozen=True, slots=True)
class Instance:
    """All tables. `unary[i]` is NOK by disposition and period; `earliest`, `latest` hold for plans.

    `before[i]` and `after[i]` are (workload, lag). `fixed[g]` is the cost up to and with each
    period, index 0 being "before the first". `executed` is (disposition, period) by workload.
    """

    problem: Problem
    period_count: int
    ways: tuple[tuple[Way, ...], ...]
    unary: tuple[NDArray[np.float64], ...]
    baseline: tuple[int, ...]
    organisations: tuple[tuple[int, ...], ...]
    slots: tuple[tuple[int, ...] | None, ...]
    capacity: NDArray[np.int64]
    year_of: tuple[int, ...]
    budgets: tuple[tuple[int, int], ...]
    before: tuple[tuple[tuple[int, int], ...], ...]
    after: tuple[tuple[tuple[int, int], ...], ...]
    pairs: Pairs
    exclusions_of: tuple[tuple[int, ...], ...]
    groups_of: tuple[tuple[int, ...], ...]
    fixed: tuple[tuple[int, ...], ...]
    executed: dict[int, tuple[int, int]]
    earliest: tuple[int, ...]
    latest: tuple[int, ...]

    @property
    def count(self) -> int:
        """The number of workloads."""
        return len(self.ways)


def instance(problem: Problem) -> Instance:
    """The tables of the problem."""
    number = {row.id: n for n, row in enumerate(problem.workloads)}
    organisation = _organisations(problem)
    ways = _ways(problem)
    executed = _executed(problem, number)
    unary = tuple(
        np.stack([unary_cost(row, way, len(problem.periods)) for way in row.dispositions])
        for row in problem.workloads
    )
    before, after = _precedences(problem, number)
    earliest, latest = _ends(ways, before, after, executed, len(problem.periods))
    return Instance(
        problem=problem,
        period_count=len(problem.periods),
        ways=ways,
        unary=unary,
        baseline=_baselines(problem, ways, unary, executed),
        organisations=tuple(
            tuple(organisation[name] for name in row.organisations) for row in problem.workloads
        ),
        slots=_slots(problem, organisation),
        capacity=np.array([row.capacity for row in problem.resources], dtype=np.int64).reshape(
            len(problem.resources), len(problem.periods)
        ),
        year_of=tuple(period.starts_on.year for period in problem.periods),
        budgets=tuple((row.year, row.amount) for row in problem.budgets),
        before=before,
        after=after,
        pairs=pair_tables(problem.couplings, number, len(problem.periods)),
        exclusions_of=_membership([row.workloads for row in problem.exclusions], number),
        groups_of=_membership([row.workloads for row in problem.fixed_costs], number),
        fixed=tuple(_running_total(row.cost) for row in problem.fixed_costs),
        executed=executed,
        earliest=earliest,
        latest=latest,
    )


def unary_cost(workload: Workload, way: Disposition, count: int) -> NDArray[np.float64]:
    """NOK of the workload's own, for a cutover in each period."""
    old = np.cumsum(np.array(workload.exposure) + np.array(workload.run_before))
    left = np.arange(count - 1, -1, -1)
    late = np.zeros(count, dtype=np.int64)
    for deadline in workload.deadlines:
        if not deadline.hard:
            late += deadline.penalty * np.maximum(0, np.arange(count) - deadline.last)
    total = way.one_off + old + left * (way.exposure_after + way.run_after) + late
    return total.astype(np.float64)


def executed_cost(workload: Workload, way: Disposition, period: int, count: int) -> int:
    """NOK of the workload's own, where it has moved; period −1 is before the first."""
    if period >= 0:
        return int(unary_cost(workload, way, count)[period])
    return way.one_off + count * (way.exposure_after + way.run_after)


def _ways(problem: Problem) -> tuple[tuple[Way, ...], ...]:
    resource = {row.id: n for n, row in enumerate(problem.resources)}
    masks = windows(problem)
    return tuple(
        tuple(
            Way(
                way.duration,
                tuple((resource[name], amount) for name, amount in way.effort if amount),
                way.one_off,
                mask,
            )
            for way, mask in zip(row.dispositions, masks[row.id], strict=True)
        )
        for row in problem.workloads
    )


def _organisations(problem: Problem) -> dict[str, int]:
    names = dict.fromkeys(row.organisation for row in problem.slots)
    for row in problem.workloads:
        names.update(dict.fromkeys(row.organisations))
    return {name: n for n, name in enumerate(names)}


def _slots(problem: Problem, organisation: dict[str, int]) -> tuple[tuple[int, ...] | None, ...]:
    slots: list[tuple[int, ...] | None] = [None] * len(organisation)
    for row in problem.slots:
        slots[organisation[row.organisation]] = row.capacity
    return tuple(slots)


def _executed(problem: Problem, number: dict[str, int]) -> dict[int, tuple[int, int]]:
    executed = {}
    for move in problem.executed:
        workload = problem.workloads[number[move.workload]]
        names = [way.name for way in workload.dispositions]
        executed[number[move.workload]] = (names.index(move.disposition), move.period)
    return executed


def _baselines(
    problem: Problem,
    ways: tuple[tuple[Way, ...], ...],
    unary: tuple[NDArray[np.float64], ...],
    executed: dict[int, tuple[int, int]],
) -> tuple[int, ...]:
    count = len(problem.periods)
    baselines = []
    for n, workload in enumerate(problem.workloads):
        if n in executed:
            way, period = executed[n]
            cost = executed_cost(workload, workload.dispositions[way], period, count)
            baselines.append(cost)
            continue
        allowed = np.array([[way.mask >> t & 1 for t in range(count)] for way in ways[n]], bool)
        baselines.append(int(unary[n][allowed].min()))
    return tuple(baselines)


_Links = tuple[tuple[tuple[int, int], ...], ...]


def _precedences(problem: Problem, number: dict[str, int]) -> tuple[_Links, _Links]:
    before: list[list[tuple[int, int]]] = [[] for _ in number]
    after: list[list[tuple[int, int]]] = [[] for _ in number]
    for row in problem.precedences:
        before[number[row.after]].append((number[row.before], row.lag))
        after[number[row.before]].append((number[row.after], row.lag))
    return tuple(map(tuple, before)), tuple(map(tuple, after))


def _ends(
    ways: tuple[tuple[Way, ...], ...],
    before: _Links,
    after: _Links,
    executed: dict[int, tuple[int, int]],
    count: int,
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The earliest and latest period of each workload that own conditions and precedences leave."""
    masks = [_union(row) for row in ways]
    earliest = [(mask & -mask).bit_length() - 1 for mask in masks]
    latest = [mask.bit_length() - 1 for mask in masks]
    for n, (_, period) in executed.items():
        earliest[n] = latest[n] = period
    order = in_order(before, after)
    for n in order:
        if n not in executed:
            earliest[n] = max([earliest[n], *(earliest[b] + lag for b, lag in before[n])])
    for n in reversed(order):
        if n not in executed:
            later = [latest[a] - lag for a, lag in after[n] if a not in executed]
            latest[n] = min([latest[n], *later])
    return tuple(min(e, count - 1) for e in earliest), tuple(latest)


def in_order(before: _Links, after: _Links) -> list[int]:
    """All workloads, each after those that precede it."""
    waiting = [len(row) for row in before]
    order = [n for n, count in enumerate(waiting) if not count]
    for n in order:
        for later, _ in after[n]:
            waiting[later] -= 1
            if not waiting[later]:
                order.append(later)
    return order


def _union(row: tuple[Way, ...]) -> int:
    mask = 0
    for way in row:
        mask |= way.mask
    return mask


def _membership(sets: list[tuple[str, ...]], number: dict[str, int]) -> tuple[tuple[int, ...], ...]:
    member: list[list[int]] = [[] for _ in number]
    for n, names in enumerate(sets):
        for name in dict.fromkeys(names):
            member[number[name]].append(n)
    return tuple(map(tuple, member))


def _running_total(cost: tuple[int, ...]) -> tuple[int, ...]:
    totals = [0]
    for value in cost:
        totals.append(totals[-1] + value)
    return tuple(totals)
