"""The bound at given multipliers, in whole numbers of 1/scale NOK. Nothing is rounded here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.bound.ascent import Domain
    from grunnmur.plan.bound.layout import Layout
    from grunnmur.plan.bound.multipliers import Multipliers

    Ints = NDArray[np.int64]

_NEVER = 1 << 62
_ROOM = float(1 << 60)


def bound(layout: Layout, domain: Domain, given: Multipliers, scale: int) -> int | None:
    """What every plan of the domain costs at least, avoidable cost; None if there is no plan.

    Raises OverflowError where 64 bits would not be enough.
    """
    if domain.empty:
        return None
    _require_room(layout, given, scale)
    slope = _slopes(layout, given.ties)
    units = _units(layout, domain, _costs(layout, given, slope, scale))
    groups = _groups(layout, domain, slope, scale)
    if units is None or groups is None:
        return None
    paid = sum(
        int(price) * int(limit)
        for prices, limits in zip(given.rows, layout.tables.limits.all(), strict=True)
        for price, limit in zip(prices.flat, limits.flat, strict=True)
        if price
    )
    return units + groups + layout.constant * scale - paid


def _require_room(layout: Layout, given: Multipliers, scale: int) -> None:
    tables = layout.tables
    most = float(np.abs(layout.own).max()) * scale + float(tables.fixed.max(initial=0)) * scale
    most += float(np.abs(given.ties).sum(dtype=float))
    uses = tables.uses
    largest = float((uses.effort + uses.hold + uses.keep).max(initial=0))
    most += largest * float(given.rows[0].sum(dtype=float))
    most += sum(float(row.sum(dtype=float)) for row in given.rows[1:])
    most += float(given.rows[3].sum(dtype=float)) * float(tables.one_off.max(initial=0))
    if most * 16 > _ROOM:
        raise OverflowError


def _slopes(layout: Layout, priced: Ints) -> Ints:
    """[node, period]: what the ties add to a node that has moved by the period."""
    ties, tables = layout.ties, layout.tables
    slope = np.zeros((tables.workload_count + len(tables.fixed), tables.count), dtype=np.int64)
    np.add.at(slope, ties.a, priced)
    for lag in np.unique(ties.lag):
        mine = (ties.lag == lag) & (lag < tables.count)
        np.subtract.at(slope[:, : tables.count - lag], ties.b[mine], priced[mine, lag:])
    return slope


def _costs(layout: Layout, given: Multipliers, slope: Ints, scale: int) -> Ints:
    """[option, period]: own cost, what is used at its price, and what the ties add."""
    tables = layout.tables
    resources, slots, wave, budgets, exclusions = given.rows
    common = slope[: tables.workload_count, ::-1].cumsum(axis=1)[:, ::-1].copy()
    common += wave.sum(axis=0)
    for rows, price in ((tables.slot_rows, slots), (tables.exclusion_rows, exclusions)):
        owner = np.repeat(np.arange(tables.workload_count), np.diff(rows.start))
        np.add.at(common, owner, price[rows.items])
    cost: Ints = layout.own * scale + common[tables.option_of]
    in_budget = np.append(budgets, 0)[tables.year]
    cost += tables.one_off[:, None] * in_budget
    _add_use(layout, resources, cost)
    return cost


def _add_use(layout: Layout, price: Ints, cost: Ints) -> None:
    tables, uses = layout.tables, layout.tables.uses
    option = np.repeat(np.arange(len(tables.option_of)), np.diff(uses.start))
    begin = np.maximum(0, np.arange(tables.count) - tables.duration[:, None] + 1)
    for n, row in enumerate(price):
        mine = uses.resource == n
        if not row.any() or not mine.any():
            continue
        so_far = np.concatenate([[0], np.cumsum(row)])
        until, before = so_far[1:], so_far[begin[option[mine]]]
        cost[option[mine]] += (
            uses.effort[mine][:, None] * (until - before)
            + uses.hold[mine][:, None] * until
            + uses.keep[mine][:, None] * (so_far[-1] - before)
        )


def _units(layout: Layout, domain: Domain, cost: Ints) -> int | None:
    """The least cost of each set that moves together, added up."""
    tables, reach = layout.tables, domain.reach
    periods = np.arange(tables.count)
    first, last = reach.first[tables.option_of], reach.last[tables.option_of]
    inside = tables.allowed & (first[:, None] <= periods) & (periods <= last[:, None])
    least = np.minimum.reduceat(np.where(inside, cost, _NEVER), tables.first_option[:-1], axis=0)
    total = 0
    for n in np.flatnonzero(np.diff(tables.units.start) > 1).tolist():
        members = tables.units[n]
        possible = (least[members] < _NEVER).all(axis=0)
        if not possible.any():
            return None
        total += int(least[members][:, possible].sum(axis=0).min())
    single = tables.units.items[tables.units.start[:-1][np.diff(tables.units.start) == 1]]
    single = single[tables.executed[single] == -2]
    cheapest = least[single].min(axis=1)
    if (cheapest >= _NEVER).any():
        return None
    return total + int(sum(cheapest.tolist()))


def _groups(layout: Layout, domain: Domain, slope: Ints, scale: int) -> int | None:
    """The least cost of the fixed costs' ends, in any order of finishing that can be."""
    tables, family = layout.tables, layout.families
    total = 0
    for f in range(len(family.start) - 1):
        members = family.groups[family.start[f] : family.start[f + 1]].tolist()
        ends = family.ends[family.ends_start[f] : family.ends_start[f + 1]].tolist()
        tails = [_tail(layout, domain, slope, g, scale) for g in members]
        lows = [int(domain.group_low[g]) for g in members]
        path = [0] + [_NEVER] * (len(ends) - 1)
        for s in range(1, len(ends)):
            for j in range(len(members)):
                if s >> j & 1 and path[s ^ 1 << j] < _NEVER:
                    at = min(max(ends[s], lows[j]), tables.count)
                    if tails[j][at] < _NEVER:
                        path[s] = min(path[s], path[s ^ 1 << j] + tails[j][at])
        if path[-1] >= _NEVER:
            return None
        total += path[-1]
    return total


def _tail(layout: Layout, domain: Domain, slope: Ints, group: int, scale: int) -> list[int]:
    """By period, the least a fixed cost's end in it or later costs."""
    tables = layout.tables
    cost = tables.fixed[group] * scale
    cost = cost + slope[tables.workload_count + group, ::-1].cumsum()[::-1]
    periods = np.arange(tables.count)
    inside = (domain.group_low[group] <= periods) & (periods <= domain.group_high[group])
    kept = np.where(inside, cost, _NEVER)
    return [*np.minimum.accumulate(kept[::-1])[::-1].tolist(), _NEVER]
