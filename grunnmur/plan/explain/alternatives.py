"""Every other place of a workload, priced, with what it would break."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grunnmur.plan.explain.explanation import Alternative
from grunnmur.plan.ledger import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grunnmur.plan.check import Violation
    from grunnmur.plan.ledger import Ledger

_COUNTS = ("used", "limit", "workloads", "period_before", "period_after", "periods")


def alternatives(ledger: Ledger, n: int, tied: Sequence[int]) -> list[Alternative]:
    """Each disposition of workload `n` in each period, with `tied` moved along.

    Those moved along are done in the cheapest way their own conditions allow there, else as now.
    """
    before = {key(row): _used(row) for row in ledger.broken(users=False)}
    ways = ledger.tables.problem.workloads[n].dispositions
    found = []
    for period in range(ledger.tables.count):
        places = {m: Place(_cheapest(ledger, m, period), period) for m in tied if m != n}
        for way, disposition in enumerate(ways):
            with ledger.trying({**places, n: Place(way, period)}) as change:
                now = ledger.broken(users=False)
            new = tuple(row for row in now if _used(row) > before.get(key(row), -1))
            found.append(Alternative(period, disposition.name, change, new))
    return found


def key(row: Violation) -> tuple[Any, ...]:
    """What makes two violations the same condition, however much it is broken."""
    facts = ((name, str(fact)) for name, fact in row.facts.items() if name not in _COUNTS)
    return (row.code, *sorted(facts))


def new_key(row: Violation) -> tuple[str, str, str]:
    """The code, and which pin, forbid or freeze it is; empty where it is none."""
    for kind in ("pin", "forbid", "freeze"):
        if kind in row.facts:
            return row.code, kind, str(row.facts[kind])
    return row.code, "", ""


def _used(row: Violation) -> int:
    """How much is used, where more of it is worse."""
    return int(row.facts.get("used", 0))


def _cheapest(ledger: Ledger, m: int, period: int) -> int:
    tables = ledger.tables
    rows = range(int(tables.first_way[m]), int(tables.first_way[m + 1]))
    allowed = [row for row in rows if tables.allowed[row, period]]
    if not allowed:
        return ledger.way[m]
    best = min(allowed, key=lambda row: int(tables.own[row, 1 + period]))
    return best - int(tables.first_way[m])
