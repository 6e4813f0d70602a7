"""By when a set of workloads can be done at all, by counting what it takes and what there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.bound.reach import Reach
    from grunnmur.plan.bound.tables import Tables

    Ints = NDArray[np.int64]

_MUCH = 1 << 60


def earliest_ends(tables: Tables, reach: Reach, groups: list[Ints]) -> Ints:
    """[set of groups]: the earliest period by which all of the workloads in them can be done.

    Sets are bit masks over `groups`; index 0 is the empty one, with −1. A set takes its workloads
    and all that must come before them. For each row and each period s, what is taken by those that
    cannot begin before s has to fit into what there is from s on. T where it never fits.
    """
    count = tables.count
    sets = np.arange(1 << len(groups))
    signature = _signatures(tables, groups)
    kinds, kind = np.unique(signature, return_inverse=True)
    within = (kinds[None, :] & sets[:, None]) != 0
    ends = _executed_ends(tables, groups, sets)
    for k in range(len(kinds)):
        inside = kind == k
        ends = np.maximum(ends, np.where(within[:, k], reach.first[inside].max(initial=-1), -1))
    for need, limit in _rows(tables, reach, kind, len(kinds)):
        waiting = np.cumsum((within.astype(need.dtype) @ need)[:, ::-1], axis=1)[:, ::-1]
        done = np.concatenate([np.zeros(1, dtype=limit.dtype), np.cumsum(limit)])
        target = np.where(waiting > 0, done[None, :count] + waiting, 0).max(axis=1)
        ends = np.maximum(ends, np.searchsorted(done, target) - 1)
    return ends


def _executed_ends(tables: Tables, groups: list[Ints], sets: Ints) -> Ints:
    ends = np.full(len(sets), -1)
    for n, members in enumerate(groups):
        made = tables.executed[members]
        last = made[made > -2].max(initial=-1)
        ends = np.maximum(ends, np.where(sets >> n & 1, last, -1))
    return ends


def _signatures(tables: Tables, groups: list[Ints]) -> Ints:
    """Which groups each workload has to be done for; 0 for those already executed."""
    free = tables.executed == -2
    signature = np.zeros(tables.workload_count, dtype=np.int64)
    for n, members in enumerate(groups):
        signature[members[free[members]]] |= 1 << n
    tied = free[tables.after]
    while True:
        before = signature.copy()
        np.bitwise_or.at(signature, tables.before[tied], signature[tables.after[tied]])
        for n in range(len(tables.units.start) - 1):
            members = tables.units[n]
            if len(members) > 1:
                signature[members] = np.bitwise_or.reduce(signature[members])
        if (signature == before).all():
            break
    return np.where(tables.executed == -2, signature, 0)


def _rows(tables: Tables, reach: Reach, kind: Ints, kinds: int) -> Iterator[tuple[Ints, Ints]]:
    """For each row: what is taken by kind of workload and first period; and what there is."""
    yield from _cutover_rows(tables, reach, kind, kinds)
    yield from _work_rows(tables, reach, kind, kinds)
    if len(tables.limits.budgets):
        yield _budget_row(tables, reach, kind, kinds)


def _cutover_rows(
    tables: Tables, reach: Reach, kind: Ints, kinds: int
) -> Iterator[tuple[Ints, Ints]]:
    free = np.flatnonzero(tables.executed == -2)
    open_to = tables.period_allowed
    rows = [(free, limit) for limit in tables.limits.wave]
    slots = tables.slot_rows
    owner = np.repeat(np.arange(tables.workload_count), np.diff(slots.start))
    rows += [(owner[slots.items == n], limit) for n, limit in enumerate(tables.limits.slots)]
    for members, limit in rows:
        if len(members):
            need = np.zeros((kinds, tables.count), dtype=np.int64)
            np.add.at(need, (kind[members], reach.first[members]), 1)
            yield need, np.where(open_to[members].any(axis=0), limit, 0)


def _work_rows(tables: Tables, reach: Reach, kind: Ints, kinds: int) -> Iterator[tuple[Ints, Ints]]:
    uses, options = tables.uses, np.arange(len(tables.option_of))
    possible = tables.allowed.any(axis=1)
    option = np.repeat(options, np.diff(uses.start))
    begin = np.maximum(0, reach.first[tables.option_of] - tables.duration + 1)
    begin = _least(tables, np.where(possible, begin, tables.count))
    free = tables.executed == -2
    for n, limit in enumerate(tables.limits.resources):
        mine = uses.resource == n
        work = np.zeros(len(options), dtype=np.int64)
        work[option[mine]] = (uses.effort + uses.keep)[mine] * tables.duration[option[mine]]
        work = _least(tables, np.where(possible, work, _MUCH))
        hold = np.zeros(len(options), dtype=np.int64)
        hold[option[mine]] = uses.hold[mine]
        held = hold[tables.first_option[:-1]] * (reach.first + 1)
        if float(work[free].sum(dtype=float)) + float(held[free].sum(dtype=float)) > _MUCH:
            continue
        need = np.zeros((kinds, tables.count), dtype=np.int64)
        np.add.at(need, (kind[free], begin[free]), work[free])
        np.add.at(need[:, 0], kind[free], held[free])
        if need.any():
            yield need, limit


def _budget_row(tables: Tables, reach: Reach, kind: Ints, kinds: int) -> tuple[Ints, Ints]:
    """Budgets count as there from the first period of their year; where none is, as enough."""
    free = tables.executed == -2
    possible = tables.allowed.any(axis=1)
    least = _least(tables, np.where(possible, tables.one_off, _MUCH))
    year_first = np.arange(tables.count)
    for period in range(1, tables.count):
        if tables.year[period] >= 0 and tables.year[period] == tables.year[period - 1]:
            year_first[period] = year_first[period - 1]
    need = np.zeros((kinds, tables.count), dtype=np.int64)
    np.add.at(need, (kind[free], year_first[reach.first[free]]), least[free])
    limit = np.full(tables.count, int(need.sum()))
    for period in np.flatnonzero(tables.year >= 0).tolist():
        opens = year_first[period] == period
        limit[period] = tables.limits.budgets[tables.year[period]] if opens else 0
    return need, limit


def _least(tables: Tables, values: Ints) -> Ints:
    return np.asarray(np.minimum.reduceat(values, tables.first_option[:-1]))
