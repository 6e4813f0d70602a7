"""Why a workload stands where it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grunnmur.errors import ProblemError
from grunnmur.plan.explain.alternatives import alternatives, new_key
from grunnmur.plan.explain.binding import binding_rows
from grunnmur.plan.explain.explanation import Alternative, Explanation, WishPrice
from grunnmur.plan.explain.worth import worth
from grunnmur.plan.ledger import broken, ledger_of, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grunnmur.plan.ledger import Ledger
    from grunnmur.plan.plan import Plan
    from grunnmur.plan.problem import Problem


def explain(problem: Problem, plan: Plan, workload: str) -> Explanation:
    """What keeps the workload where it is, and what else would cost.

    `workload` is its id. ProblemError where there is none such, or the plan is not complete.
    """
    ledger = ledger_of(tables(problem), plan)
    n = ledger.tables.number.get(workload)
    if n is None:
        raise ProblemError("unknown_workload", place="explain", id=workload)
    row = problem.workloads[n]
    way, period = ledger.at(n)
    tied = ledger.tables.tied_to(n)
    executed = bool(ledger.tables.executed[n])
    found = [] if executed else alternatives(ledger, n, tied)
    others = [a for a in found if (a.period, a.disposition) != (period, row.dispositions[way].name)]
    return Explanation(
        workload=row.id,
        name=row.name,
        disposition=row.dispositions[way].name,
        period=period,
        executed=executed,
        moves_with=tuple(problem.workloads[m].id for m in tied if m != n),
        binding=() if executed else tuple(binding_rows(ledger, n)),
        months=tuple(_best_by_period(others, period)),
        ways=tuple(a for a in others if a.period == period),
        wishes=tuple(_wish_prices(ledger, n, others)),
        worth=worth(ledger, n, plan.certificate),
    )


def _best_by_period(others: Sequence[Alternative], period: int) -> list[Alternative]:
    best: dict[int, Alternative] = {}
    for found in others:
        if found.period == period:
            continue
        old = best.get(found.period)
        if old is None or _rank(found) < _rank(old):
            best[found.period] = found
    return [best[p] for p in sorted(best)]


def _rank(found: Alternative) -> tuple[int, int]:
    return len(found.broken), found.change


def _wish_prices(ledger: Ledger, n: int, others: Sequence[Alternative]) -> list[WishPrice]:
    problem, workload = ledger.tables.problem, ledger.tables.problem.workloads[n]
    rows = [("pin", row.id, row.reason) for row in problem.pins if row.workload == workload.id]
    rows += [
        ("forbid", row.id, row.reason) for row in problem.forbids if row.workload == workload.id
    ]
    rows += [
        ("freeze", row.id, row.reason) for row in problem.freezes if broken.concerns(row, workload)
    ]
    return [_wish_price(kind, name, reason, others) for kind, name, reason in rows]


def _wish_price(kind: str, name: str, reason: str, others: Sequence[Alternative]) -> WishPrice:
    """The best of the alternatives that break the row and nothing else."""
    freed = [
        found
        for found in others
        if found.broken and all(new_key(row)[1:] == (kind, name) for row in found.broken)
    ]
    best = min(freed, key=lambda found: (found.change, found.period), default=None)
    if best is None or best.change >= 0:
        return WishPrice(kind, name, reason, 0, None)
    return WishPrice(kind, name, reason, -best.change, best)
