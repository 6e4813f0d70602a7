"""A plan with everything that follows from where its workloads stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grunnmur.plan.curves import curves

if TYPE_CHECKING:
    from grunnmur.plan.ledger import Ledger
    from grunnmur.plan.plan import Plan


def priced(ledger: Ledger, plan: Plan) -> Plan:
    """The plan with the ledger's moves, what they cost, their curves and how much they break."""
    found = curves(ledger)
    return replace(
        plan,
        moves=ledger.moves(),
        cost=ledger.cost,
        cost_total=ledger.cost_total,
        cost_parts=ledger.cost_parts(),
        risk_curve=found.risk,
        cash_curve=found.cash,
        broken=len(ledger.broken(users=False)),
    )
