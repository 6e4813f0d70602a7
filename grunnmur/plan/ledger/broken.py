"""Which conditions a ledger breaks, told as the checker tells them.

Written with arrays so that a whole region is gone through in milliseconds; that it agrees with
`check` is tested on random plans.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from grunnmur.plan.check import Violation
from grunnmur.plan.conditions import Forbid, Pin

if TYPE_CHECKING:
    from grunnmur.plan.conditions import Freeze
    from grunnmur.plan.ledger.ledger import Ledger, Place
    from grunnmur.plan.workload import Disposition, Workload


def all_broken(ledger: Ledger, *, users: bool = True) -> list[Violation]:
    """Every condition that does not hold.

    Without `users`, rows that are used too much do not say by whom, which takes a tenth of the time.
    """
    return [
        *_executed(ledger),
        *_own(ledger),
        *_order(ledger),
        *_exclusions(ledger),
        *_together(ledger),
        *_limits(ledger, users=users),
        *_budgets(ledger, users=users),
    ]


def misfits(ledger: Ledger, n: int, place: Place) -> int:
    """How many conditions workload `n` would have part in breaking at `place`, the others staying."""
    tables, period = ledger.tables, ledger.period
    count = int(not tables.allowed[tables.first_way[n] + place.way, place.period])
    for link in tables.links_of[n]:
        before, after = tables.before[link], tables.after[link]
        first = place.period if before == n else period[before]
        second = place.period if after == n else period[after]
        count += int(second < first + tables.lag[link])
    for group in tables.exclusions_of[n]:
        others = [other for other in tables.exclusions[group] if other != n]
        count += int(place.period in period[others])
    free = tables.limit - ledger.used
    for row, first, end, amount in ledger.spans[n]:
        free[row, first:end] += amount
    for row, first, end, amount in tables.spans(n, *place):
        free[row, first:end] -= amount
        count += int((free[row, first:end] < 0).any()) if amount else 0
    return count + _too_dear(ledger, n, place)


def _too_dear(ledger: Ledger, n: int, place: Place) -> int:
    tables = ledger.tables
    ways = tables.problem.workloads[n].dispositions
    budget = tables.budget_of[place.period]
    if budget is None or not ways[place.way].one_off:
        return 0
    spent = int(ledger.spent[budget]) + ways[place.way].one_off
    if ledger.period[n] >= 0 and tables.budget_of[int(ledger.period[n])] == budget:
        spent -= ways[ledger.way[n]].one_off
    return int(spent > int(tables.budgets[budget]))


def _executed(ledger: Ledger) -> Iterator[Violation]:
    for move in ledger.tables.problem.executed:
        n = ledger.tables.number[move.workload]
        way = ledger.tables.problem.workloads[n].dispositions[ledger.way[n]].name
        if (way, int(ledger.period[n])) != (move.disposition, move.period):
            facts = {"workload": move.workload, "disposition": move.disposition}
            yield Violation("executed_changed", {**facts, "period": move.period})


def _own(ledger: Ledger) -> Iterator[Violation]:
    tables = ledger.tables
    rows = tables.first_way[:-1] + np.array(ledger.way, dtype=np.int64)
    stands = tables.allowed[rows, np.maximum(ledger.period, 0)]
    for n in np.flatnonzero(~stands & ~tables.executed).tolist():
        yield from own_broken(ledger, n)


def own_broken(ledger: Ledger, n: int) -> Iterator[Violation]:
    """The conditions of the workload's own that do not hold."""
    workload = ledger.tables.problem.workloads[n]
    way, period = workload.dispositions[ledger.way[n]], int(ledger.period[n])
    found = _time_broken(workload, way, period)
    found += [
        ("in_freeze", {"freeze": freeze.id})
        for freeze in ledger.tables.problem.freezes
        if period in freeze.periods and concerns(freeze, workload)
    ]
    for wish in ledger.tables.wishes.get(workload.id, ()):
        if isinstance(wish, Pin) and not says(wish, way, period):
            found.append(("pin_broken", {"pin": wish.id}))
        if isinstance(wish, Forbid) and says(wish, way, period):
            found.append(("forbid_broken", {"forbid": wish.id}))
    for code, facts in found:
        yield Violation(code, {"workload": workload.id, "period": period, **facts})


def _time_broken(
    workload: Workload, way: Disposition, period: int
) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    if period - way.duration + 1 < 0:
        found.append(("begins_before_first_period", {}))
    if period < workload.earliest:
        found.append(("before_earliest", {"earliest": workload.earliest}))
    if period in workload.closed:
        found.append(("in_closed_period", {}))
    found += [
        ("after_deadline", {"last": row.last})
        for row in workload.deadlines
        if row.hard and period > row.last
    ]
    return found


def concerns(freeze: Freeze, workload: Workload) -> bool:
    """Whether the freeze is one of the workload's."""
    return (not freeze.organisation or freeze.organisation in workload.organisations) and (
        not freeze.service or freeze.service in workload.services
    )


def says(row: Pin | Forbid, way: Disposition, period: int) -> bool:
    """Whether the row speaks of a cutover in the period, done so."""
    inside = row.first <= period and (row.before is None or period < row.before)
    return inside and row.disposition in ("", way.name)


def _order(ledger: Ledger) -> Iterator[Violation]:
    tables, period = ledger.tables, ledger.period
    late = period[tables.after] < period[tables.before] + tables.lag
    for n in np.flatnonzero(late & ~tables.executed[tables.after]).tolist():
        row = tables.problem.precedences[n]
        facts = {"before": row.before, "after": row.after, "lag": row.lag}
        first, second = int(period[tables.before[n]]), int(period[tables.after[n]])
        yield Violation(
            "precedence_broken", {**facts, "period_before": first, "period_after": second}
        )


def _exclusions(ledger: Ledger) -> Iterator[Violation]:
    tables = ledger.tables
    period = ledger.period.tolist()
    for row, group in zip(tables.problem.exclusions, tables.exclusions, strict=True):
        if len({period[n] for n in group}) == len(group):
            continue
        members = sorted(set(group), key=lambda n: tables.problem.workloads[n].id)
        for at in sorted({period[n] for n in members if period[n] >= 0}):
            same = [n for n in members if period[n] == at]
            if len(same) > 1 and not tables.executed[same].all():
                names = [tables.problem.workloads[n].id for n in same]
                yield Violation(
                    "exclusion_broken", {"exclusion": row.id, "period": at, "workloads": names}
                )


def _together(ledger: Ledger) -> Iterator[Violation]:
    tables = ledger.tables
    for row, group in zip(tables.problem.together, tables.together, strict=True):
        periods = sorted(set(ledger.period[list(group)].tolist()))
        if len(periods) > 1 and not tables.executed[list(group)].all():
            yield Violation("together_broken", {"together": row.id, "periods": periods})


def _limits(ledger: Ledger, *, users: bool) -> Iterator[Violation]:
    tables = ledger.tables
    over = np.argwhere((ledger.used > tables.limit) & (ledger.movable > 0)).tolist()
    names = users_of(ledger, {row for row, _ in over}) if users and over else {}
    for row, period in over:
        code, facts = row_of(ledger, row)
        numbers = {"used": int(ledger.used[row, period]), "limit": int(tables.limit[row, period])}
        who = {"workloads": names.get((row, period), [])} if users else {}
        yield Violation(code, {**facts, "period": period, **numbers, **who})


def row_of(ledger: Ledger, row: int) -> tuple[str, dict[str, str]]:
    """The code of a row of `limit` that is used too much, and what names it."""
    problem = ledger.tables.problem
    if row == ledger.tables.wave_row:
        return "over_wave_limit", {}
    if row < len(problem.resources):
        return "over_capacity", {"resource": problem.resources[row].id}
    return "over_slots", {"organisation": problem.slots[row - len(problem.resources)].organisation}


def users_of(ledger: Ledger, rows: set[int]) -> dict[tuple[int, int], list[str]]:
    """The ids of the workloads that use each of these rows of `limit`, by row and period."""
    found: dict[tuple[int, int], list[str]] = {}
    for n, workload in enumerate(ledger.tables.problem.workloads):
        seen: dict[tuple[int, int], str] = {}
        for row, first, end, amount in ledger.spans[n]:
            if row in rows and amount:
                seen.update(dict.fromkeys(((row, p) for p in range(first, end)), workload.id))
        for spot, name in seen.items():
            found.setdefault(spot, []).append(name)
    return found


def _budgets(ledger: Ledger, *, users: bool) -> Iterator[Violation]:
    tables = ledger.tables
    over = (ledger.spent > tables.budgets) & (ledger.movable_spent > 0)
    for n in np.flatnonzero(over).tolist():
        row = tables.problem.budgets[n]
        facts = {"year": row.year, "used": int(ledger.spent[n]), "limit": row.amount}
        who = {"workloads": _payers(ledger, n)} if users else {}
        yield Violation("over_budget", {**facts, **who})


def _payers(ledger: Ledger, budget: int) -> list[str]:
    tables = ledger.tables
    return [
        workload.id
        for n, workload in enumerate(tables.problem.workloads)
        if ledger.period[n] >= 0
        and tables.budget_of[int(ledger.period[n])] == budget
        and workload.dispositions[ledger.way[n]].one_off
    ]
