"""The earliest period by which sets of fixed costs can have ended, by counting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from grunnmur.plan.check.figures import kind_for
from grunnmur.plan.check.statement import amount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.check.ends import Ends, Ties
    from grunnmur.plan.check.figures import Figures
    from grunnmur.plan.check.limits import Limits
    from grunnmur.plan.check.statement import Row

    Ints = NDArray[np.int64]
    Need = tuple[list[tuple[Ints, Any]], Any]
    """For every workload from when on what is needed, perhaps twice; and what there is by period."""


def earliest_ends(ties: Ties, ends: Ends, limits: Limits, families: list[list[int]]) -> list[Ints]:
    """For each family, by set of its fixed costs as bit mask, its earliest end; −1 for none.

    `ends` are those of all plans. T where the set cannot end at all.
    """
    needs = list(_needs(ties, ends, limits))
    return [_earliest(ties, ends, family, needs) for family in families]


def _earliest(ties: Ties, ends: Ends, family: list[int], needs: list[Need]) -> Ints:
    figures = ties.figures
    count = figures.problem.count
    concerned = _concerned(ties, family)
    sets = np.arange(1 << len(family))
    found = np.full(len(sets), -1)
    masks, mask_of = np.unique(concerned, return_inverse=True)
    touched = (masks[None, :] & sets[:, None]) != 0
    for n in range(len(masks)):
        latest = int(ends.first[mask_of == n].max())
        found = np.maximum(found, np.where(touched[:, n], latest, -1))
    for number, fixed in enumerate(family):
        made = [int(figures.executed[n]) for n in _members(ties, fixed) if not figures.free[n]]
        found = np.maximum(found, np.where(sets >> number & 1, max(made, default=-1), -1))
    for parts, limit in needs:
        table = np.zeros((len(masks), count), dtype=limit.dtype)
        for begins, amounts in parts:
            np.add.at(table, (mask_of, begins), amounts)
        table[masks == 0] = 0
        waiting = (touched.astype(limit.dtype) @ table)[:, ::-1].cumsum(axis=1)[:, ::-1]
        so_far = np.concatenate([[0], np.cumsum(limit)]).astype(limit.dtype)
        wanted = np.where(waiting > 0, waiting + so_far[None, :count], 0).max(axis=1)
        found = np.maximum(found, np.searchsorted(so_far, wanted) - 1)
    return found


def _members(ties: Ties, fixed: int) -> list[int]:
    row = ties.figures.problem.rows("fixed_costs")[fixed]
    return [ties.figures.number[name] for name in row.get("workloads") or []]


def _concerned(ties: Ties, family: list[int]) -> Ints:
    """For each workload the fixed costs it must have moved for; 0 if it is executed."""
    free = ties.figures.free
    mask = [0] * len(free)
    for bit, fixed in enumerate(family):
        for n in _members(ties, fixed):
            mask[n] |= free[n] << bit
    changed = True
    while changed:
        changed = False
        for before, after, _ in ties.orders:
            if free[before] and mask[before] | mask[after] != mask[before]:
                mask[before] |= mask[after]
                changed = True
        for members in ties.sets:
            joint = 0
            for n in members:
                joint |= mask[n]
            if any(mask[n] != joint for n in members):
                changed = True
                for n in members:
                    mask[n] = joint
    return np.array(mask, dtype=np.int64)


def _needs(ties: Ties, ends: Ends, limits: Limits) -> Iterator[Need]:
    figures = ties.figures
    first = np.clip(ends.first, 0, figures.problem.count - 1)
    usable = figures.open_periods & figures.free[:, None]
    for limit in limits.wave:
        once = figures.free.astype(limit.dtype)
        yield [(first, once)], np.where(usable.any(axis=0), limit, 0)
    for uses, limit in zip(limits.slot_uses, limits.slots, strict=True):
        if uses.any():
            possible = usable[uses > 0].any(axis=0)
            yield [(first, uses.astype(limit.dtype))], np.where(possible, limit, 0)
    yield from _work(ties, ends, limits)
    if limits.budgets:
        yield _spending(ties, first, limits)


def _work(ties: Ties, ends: Ends, limits: Limits) -> Iterator[Need]:
    figures = ties.figures
    count, of = figures.problem.count, figures.workload_of
    possible = figures.allowed.any(axis=1)
    duration = np.array([way["duration"] for way in figures.ways], dtype=np.int64)
    begins = np.maximum(ends.first[of] - duration + 1, 0)
    begin = _smallest(figures, np.where(possible, begins, count - 1))
    held_until = np.clip(ends.first, 0, None) + 1
    work = _totals(limits, figures.ways, "effort", "keeps")
    holds = _totals(limits, list(figures.problem.workloads.values()), "holds")
    for n, limit in enumerate(limits.resources):
        days, held = work[n] * duration, holds[n]
        largest = int(days.sum()) + int(held.sum()) * count + int(limit.sum())
        kind = kind_for(largest * 4)
        much = days.max(initial=0)
        least = _smallest(figures, np.where(possible, days, much)).astype(kind)
        held = held.astype(kind) * held_until
        free = figures.free
        yield [(begin, least * free), (np.zeros_like(begin), held * free)], limit.astype(kind)


def _totals(limits: Limits, rows: Sequence[Row], *members: str) -> Any:  # noqa: ANN401
    """[resource, row]: what the members name of each resource, added up."""
    number = {name: n for n, name in enumerate(limits.resource_names)}
    totals = np.zeros((len(number), len(rows)), dtype=object)
    for n, row in enumerate(rows):
        for member in members:
            for name in row.get(member) or {}:
                totals[number[name], n] += amount(row[member], name)
    return totals


def _spending(ties: Ties, first: Ints, limits: Limits) -> Need:
    """Budgets: what is there for a year is there from its first period on."""
    figures = ties.figures
    once = [amount(way, "one_off") for way in figures.ways]
    kind = kind_for((sum(once) + sum(limits.budgets)) * (figures.problem.count + 1) * 4)
    possible = figures.allowed.any(axis=1)
    values = np.where(possible, np.array(once, dtype=kind), np.array(max(once), dtype=kind))
    least = _smallest(figures, values) * figures.free
    opens = np.arange(figures.problem.count)
    limit = np.full(figures.problem.count, int(least.sum()), dtype=kind)
    for period, row in enumerate(limits.budget_of.tolist()):
        if row >= 0:
            same = period > 0 and limits.budget_of[period - 1] == row
            opens[period] = opens[period - 1] if same else period
            limit[period] = 0 if same else limits.budgets[row]
    return [(opens[first], least)], limit


def _smallest(figures: Figures, values: Any) -> Any:  # noqa: ANN401 - whole numbers of any size
    return np.minimum.reduceat(values, figures.first_way[:-1])
