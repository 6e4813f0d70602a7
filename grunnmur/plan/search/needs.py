"""What workloads use of what there is so much of, as flat lists of rows, amounts and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.workload import Disposition, Workload

Numbers = NDArray[np.int64]
_Need = tuple[int, int, int, int]


class Rows(NamedTuple):
    """What ways need of resources (old side, work, new side), where cutovers take one, the limits.

    `typical` is what a workload uses on average of a row, `reach` the longest work that uses it:
    who uses it in a period has its cutover less than that later. `year` is the number of the budget
    of each period, −1 for none.
    """

    need_start: Numbers
    need_row: Numbers
    need_hold: Numbers
    need_work: Numbers
    need_keep: Numbers
    spot_start: Numbers
    spot_row: Numbers
    limit: Numbers
    typical: Numbers
    reach: Numbers
    year: Numbers
    budget: Numbers
    budget_typical: Numbers


def rows(
    problem: Problem,
    number: dict[str, int],
    way_start: Numbers,
    executed: tuple[Numbers, Numbers],
) -> Rows:
    """All rows. Limits are what executed moves leave, never below 0."""
    resource = {row.id: n for n, row in enumerate(problem.resources)}
    needs = [_needs(row, way, resource) for row in problem.workloads for way in row.dispositions]
    flat = np.array([need for row in needs for need in row], dtype=np.int64).reshape(-1, 4)
    spots, limits = _spots(problem, number)
    limit = np.array(
        [*(row.capacity for row in problem.resources), *limits], dtype=np.int64
    ).reshape(-1, len(problem.periods))
    year_number = {row.year: n for n, row in enumerate(problem.budgets)}
    year = np.array([year_number.get(p.starts_on.year, -1) for p in problem.periods], np.int64)
    budget = np.array([row.amount for row in problem.budgets], dtype=np.int64)
    ways = [way for row in problem.workloads for way in row.dispositions]
    for n, (way, period) in enumerate(zip(*executed, strict=True)):
        if way >= 0:
            _take(limit, needs[way], ways[way].duration, int(period))
            if period >= 0:
                limit[spots[n], period] -= 1
                if year[period] >= 0:
                    budget[year[period]] -= ways[way].one_off
    once = [way.one_off for way in ways if way.one_off]
    return Rows(
        need_start=_starts([len(row) for row in needs]),
        need_row=np.ascontiguousarray(flat[:, 0]),
        need_hold=np.ascontiguousarray(flat[:, 1]),
        need_work=np.ascontiguousarray(flat[:, 2]),
        need_keep=np.ascontiguousarray(flat[:, 3]),
        spot_start=_starts([len(row) for row in spots]),
        spot_row=np.array([row for found in spots for row in found], dtype=np.int64),
        limit=np.maximum(0, limit),
        typical=_typical(flat, len(limit)),
        reach=_reach(needs, ways, len(limit)),
        year=year,
        budget=np.maximum(0, budget),
        budget_typical=np.full(len(budget), _mean(once)),
    )


def _needs(row: Workload, way: Disposition, resource: dict[str, int]) -> list[_Need]:
    amounts: dict[int, list[int]] = {}
    for place, taken in enumerate((row.holds, way.effort, way.keeps)):
        for name, amount in taken:
            if amount:
                amounts.setdefault(resource[name], [0, 0, 0])[place] += amount
    return [(n, *found) for n, found in sorted(amounts.items())]  # type: ignore[misc]


def _spots(
    problem: Problem, number: dict[str, int]
) -> tuple[list[list[int]], list[tuple[int, ...]]]:
    """The rows each workload takes one of in its cutover's period, and those rows' limits."""
    first = len(problem.resources)
    slot = {row.organisation: first + n for n, row in enumerate(problem.slots)}
    limits = [row.capacity for row in problem.slots]
    found = [
        sorted({slot[name] for name in row.organisations if name in slot})
        for row in problem.workloads
    ]
    if problem.wave_limit is not None:
        for row in found:
            row.append(first + len(limits))
        limits.append(problem.wave_limit)
    for exclusion in problem.exclusions:
        for name in sorted(set(exclusion.workloads)):
            found[number[name]].append(first + len(limits))
        limits.append((1,) * len(problem.periods))
    return found, limits


def _take(limit: Numbers, needs: list[_Need], duration: int, period: int) -> None:
    start = max(0, period - duration + 1)
    for row, hold, work, keep in needs:
        limit[row, : period + 1] -= hold
        limit[row, start : period + 1] -= work
        limit[row, start:] -= keep


def _typical(flat: Numbers, count: int) -> Numbers:
    """What workloads that use any of a row use of it on average."""
    typical = np.ones(count, dtype=np.int64)
    amount = flat[:, 1:].max(axis=1, initial=0)
    for row in np.unique(flat[:, 0]):
        typical[row] = _mean(amount[flat[:, 0] == row])
    return typical


def _reach(needs: list[list[_Need]], ways: list[Disposition], count: int) -> Numbers:
    reach = np.ones(count, dtype=np.int64)
    for row, way in zip(needs, ways, strict=True):
        for need in row:
            reach[need[0]] = max(reach[need[0]], way.duration)
    return reach


def _mean(values: list[int] | Numbers) -> int:
    return max(1, round(float(np.mean(values)))) if len(values) else 1


def _starts(sizes: list[int]) -> Numbers:
    return np.concatenate([[0], np.cumsum(np.array(sizes, dtype=np.int64))]).astype(np.int64)
