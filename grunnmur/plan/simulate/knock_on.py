"""Where cutovers land when work that overruns keeps its people: period by period.

In each period those planned earlier come first. Work that finds no people in a period waits; work
begun keeps what it has put up on the new side; the old side is let go after the cutover.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.simulate.chance import compiled, inlined

if TYPE_CHECKING:
    from grunnmur.plan.simulate.model import Flags, Index, Model, Real, Whole

_NEARLY = 1e-6
"""Of a unit: amounts are whole, shares of a period's work are not."""


@compiled
def cut_over_with_capacity(model: Model, needed: Real, cutover: Whole) -> bool:  # noqa: C901 - a kernel
    """Fills `cutover`; whether some workload did not get one before the horizon.

    As without capacity, and in each period resources, slots, the wave limit and exclusions hold.
    """
    # Arrays are taken out of the model once: inside a loop that costs more than the work.
    order, executed, start, planned = model.order, model.executed, model.start, model.planned
    effort_at, effort_row, effort = model.effort_at, model.effort_row, model.effort
    keeps_at, keeps_row, keeps = model.keeps_at, model.keeps_row, model.keeps
    holds_at, holds_row, holds = model.holds_at, model.holds_row, model.holds
    slot_at, slot = model.slot_at, model.slot
    earlier_at, earlier, lag = model.earlier_at, model.earlier, model.earlier_lag
    excluded_at, excluded = model.exclusion_at, model.exclusion
    calendar, open_from, room = model.calendar, model.open_from, model.room
    together, group_at, group_member = model.together, model.group_at, model.group_member
    left = needed.copy()
    begun = np.zeros(len(cutover), np.bool_)
    waiting = np.zeros(len(group_at), np.int64)
    shut = np.full(model.exclusion_count, -1, np.int64)
    free, held = np.empty(len(room)), np.zeros(len(room))
    first, longest = 0, 1
    for n in range(len(cutover)):
        cutover[n] = planned[n] if executed[n] else -1
        longest = max(longest, model.duration[n])
        if not executed[n]:
            take(n, -1.0, holds_at, holds_row, holds, held)
    for period in range(model.horizon):
        for row in range(len(free)):
            free[row] = room[row, period] - held[row]
        while first < len(order) and (cutover[order[first]] >= 0 or executed[order[first]]):
            first += 1
        for k in range(first, len(order)):
            n = order[k]
            if planned[n] - longest + 1 > period:
                break
            if cutover[n] >= 0 or executed[n] or start[n] > period:
                continue
            group = together[n]
            if left[n] > 0.0:
                share = min(1.0, left[n])
                if not has_room(n, share, effort_at, effort_row, effort, free):
                    continue
                take(n, share, effort_at, effort_row, effort, free)
                if not begun[n]:
                    if not has_room(n, 1.0, keeps_at, keeps_row, keeps, free):
                        take(n, -share, effort_at, effort_row, effort, free)
                        continue
                    take(n, 1.0, keeps_at, keeps_row, keeps, free)
                    take(n, -1.0, keeps_at, keeps_row, keeps, held)
                    begun[n] = True
                left[n] -= 1.0
                if left[n] <= 0.0 and group >= 0:
                    waiting[group] += 1
            if left[n] > 0.0 or period < planned[n]:
                continue
            # A set that must move together moves as one when the work of all of it is done.
            members = order[k : k + 1]
            if group >= 0:
                members = group_member[group_at[group] : group_at[group + 1]]
                if waiting[group] < len(members):
                    continue
            moved = 0
            for m in members:
                if not (
                    period >= planned[m]
                    and open_from[calendar[m], period] == period
                    and free[-1] >= 1.0
                    and has_slots(m, slot_at, slot, free)
                    and in_order(m, period, earlier_at, earlier, lag, cutover, executed)
                    and not is_excluded(m, period, excluded_at, excluded, shut)
                ):
                    break
                cutover[m] = period
                free[-1] -= 1.0
                moved += 1
                for e in range(slot_at[m], slot_at[m + 1]):
                    free[slot[e]] -= 1.0
                for e in range(excluded_at[m], excluded_at[m + 1]):
                    shut[excluded[e]] = period
            if moved < len(members):
                for m in members[:moved]:
                    cutover[m] = -1
                    free[-1] += 1.0
                    for e in range(slot_at[m], slot_at[m + 1]):
                        free[slot[e]] += 1.0
                    for e in range(excluded_at[m], excluded_at[m + 1]):
                        shut[excluded[e]] = -1
                continue
            for m in members:
                take(m, 1.0, holds_at, holds_row, holds, held)
    lost = False
    for n in range(len(cutover)):
        if cutover[n] < 0 and not executed[n]:
            cutover[n] = model.horizon - 1
            lost = True
    return lost


@inlined
def has_room(n: int, share: float, at: Index, row: Index, amount: Whole, free: Real) -> bool:
    """Whether there is enough of each row for a share of the workload's amounts."""
    enough = True
    for k in range(at[n], at[n + 1]):
        enough = enough and free[row[k]] >= share * amount[k] - _NEARLY
    return enough


@inlined
def take(n: int, share: float, at: Index, row: Index, amount: Whole, free: Real) -> None:
    """Takes a share of the workload's amounts from what is free; a negative one gives back."""
    for k in range(at[n], at[n + 1]):
        free[row[k]] -= share * amount[k]


@inlined
def in_order(
    n: int,
    period: int,
    earlier_at: Index,
    earlier: Index,
    lag: Whole,
    cutover: Whole,
    executed: Flags,
) -> bool:
    """Whether all the workload waits for have had their cutover early enough."""
    ordered = True
    for k in range(earlier_at[n], earlier_at[n + 1]):
        other = earlier[k]
        done = cutover[other] >= 0 or executed[other]
        ordered = ordered and done and period >= cutover[other] + lag[k]
    return ordered


@inlined
def is_excluded(n: int, period: int, excluded_at: Index, excluded: Index, shut: Whole) -> bool:
    """Whether another one of an exclusion has had its cutover in the period."""
    found = False
    for k in range(excluded_at[n], excluded_at[n + 1]):
        found = found or shut[excluded[k]] == period
    return found


@inlined
def has_slots(n: int, slot_at: Index, slot: Index, free: Real) -> bool:
    """Whether every organisation of the workload has a slot left."""
    enough = True
    for k in range(slot_at[n], slot_at[n + 1]):
        enough = enough and free[slot[k]] >= 1.0
    return enough
