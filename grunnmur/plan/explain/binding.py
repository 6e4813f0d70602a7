"""The conditions that keep a workload in its period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from grunnmur.plan.conditions import Pin
from grunnmur.plan.explain.explanation import Binding
from grunnmur.plan.ledger import broken

if TYPE_CHECKING:
    from grunnmur.plan.ledger import Ledger

_CODES = {
    "over_capacity": "binds_capacity",
    "over_slots": "binds_slots",
    "over_wave_limit": "binds_wave_limit",
}


def binding_rows(ledger: Ledger, n: int) -> Iterator[Binding]:
    """The rows that bind the workload where it stands.

    A row of room binds where what is left is less than what the workload takes: a second one like
    it would not fit. A row of time binds where one period earlier, or later, would break it.
    """
    yield from _room(ledger, n)
    yield from _budget(ledger, n)
    yield from _order(ledger, n)
    yield from _time(ledger, n)
    yield from _shut(ledger, n)
    yield from _wishes(ledger, n)


def _room(ledger: Ledger, n: int) -> Iterator[Binding]:
    tables = ledger.tables
    own: dict[tuple[int, int], int] = {}
    for row, first, end, amount in ledger.spans[n]:
        for period in range(first, end):
            own[row, period] = own.get((row, period), 0) + amount
    for (row, period), amount in sorted(own.items()):
        used, limit = int(ledger.used[row, period]), int(tables.limit[row, period])
        if amount and limit - used < amount:
            code, named = broken.row_of(ledger, row)
            facts = {"period": period, "used": used, "limit": limit, "own": amount}
            yield Binding(_CODES[code], {**named, **facts})


def _budget(ledger: Ledger, n: int) -> Iterator[Binding]:
    tables = ledger.tables
    budget = tables.budget_of[int(ledger.period[n])]
    one_off = ledger.ways()[n].one_off
    if (
        budget is not None
        and one_off > 0
        and tables.budgets[budget] - ledger.spent[budget] < one_off
    ):
        row = tables.problem.budgets[budget]
        facts = {"used": int(ledger.spent[budget]), "limit": row.amount, "own": one_off}
        yield Binding("binds_budget", {"year": row.year, **facts})


def _order(ledger: Ledger, n: int) -> Iterator[Binding]:
    tables = ledger.tables
    period = ledger.period
    for link in tables.links_of[n]:
        row = tables.problem.precedences[link]
        before, after = int(tables.before[link]), int(tables.after[link])
        if period[after] == period[before] + row.lag:
            other = row.before if after == n else row.after
            code = "binds_after" if after == n else "binds_before"
            at = int(period[before] if after == n else period[after])
            facts = {"other": other, "lag": row.lag, "period": at, "reason": row.reason}
            yield Binding(code, facts)


def _time(ledger: Ledger, n: int) -> Iterator[Binding]:
    workload, way = ledger.tables.problem.workloads[n], ledger.ways()[n]
    period = int(ledger.period[n])
    if period == workload.earliest and period > 0:
        yield Binding("binds_earliest", {"earliest": workload.earliest})
    if period == way.duration - 1 and way.duration > 1:
        yield Binding("binds_duration", {"duration": way.duration})
    for deadline in workload.deadlines:
        if deadline.hard and period == deadline.last:
            yield Binding("binds_deadline", {"last": deadline.last, "reason": deadline.reason})


def _shut(ledger: Ledger, n: int) -> Iterator[Binding]:
    workload, period = ledger.tables.problem.workloads[n], int(ledger.period[n])
    for freeze in ledger.tables.problem.freezes:
        if broken.concerns(freeze, workload):
            for near in (period - 1, period + 1):
                if near in freeze.periods:
                    facts = {"freeze": freeze.id, "period": near, "reason": freeze.reason}
                    yield Binding("binds_freeze", facts)
    for near in (period - 1, period + 1):
        if near in workload.closed:
            yield Binding("binds_closed", {"period": near})


def _wishes(ledger: Ledger, n: int) -> Iterator[Binding]:
    workload, way = ledger.tables.problem.workloads[n], ledger.ways()[n]
    period = int(ledger.period[n])
    for wish in ledger.tables.wishes.get(workload.id, ()):
        stands = isinstance(wish, Pin)
        if any(broken.says(wish, way, near) != stands for near in (period - 1, period + 1)):
            kind = "binds_pin" if stands else "binds_forbid"
            yield Binding(kind, {"id": wish.id, "reason": wish.reason})
