"""What one more unit of what a workload uses is worth, by the plan's certificate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grunnmur.catalogue import files
from grunnmur.plan.bound import Worth as Prices
from grunnmur.plan.bound import prices
from grunnmur.plan.explain.explanation import Worth

if TYPE_CHECKING:
    from grunnmur.plan.ledger import Ledger

_FILE = Path(files.__file__).parent / "effort" / "duration.yaml"
_HOURS = ("hour", "hours", "h", "time", "timer")
_A_BUDGET = 1000
"""NOK of a budget that are priced at a time: one krone is worth too little to be told."""


def worth(
    ledger: Ledger, n: int, certificate: Mapping[str, Any] | None
) -> tuple[Worth, ...] | None:
    """The worth of each row the workload uses, in each period it does; None without certificate.

    Rows whose worth is nought are left out. What is counted in hours is priced by the person-month.
    """
    if certificate is None:
        return None
    told = prices(ledger.tables.problem, certificate)
    found = [*_of_rows(ledger, n, told), *_of_budget(ledger, n, told)]
    return tuple(row for row in found if row.nok > 0)


def _of_rows(ledger: Ledger, n: int, told: Prices) -> Iterator[Worth]:
    problem = ledger.tables.problem
    spots = {(row, p) for row, first, end, _ in ledger.spans[n] for p in range(first, end)}
    for row, period in sorted(spots):
        if row == ledger.tables.wave_row:
            if told.wave_limit is not None:
                yield Worth("wave", "", period, "cutover", told.wave_limit[period])
        elif row >= len(problem.resources):
            name = problem.slots[row - len(problem.resources)].organisation
            yield Worth("slot", name, period, "slot", told.slots[name][period])
        else:
            resource = problem.resources[row]
            nok = told.resources[resource.id][period]
            if resource.unit.casefold() in _HOURS:
                yield Worth("hours", resource.id, period, "person-month", nok * _person_month())
            else:
                yield Worth("unit", resource.id, period, resource.unit, nok)


def _of_budget(ledger: Ledger, n: int, told: Prices) -> Iterator[Worth]:
    period = int(ledger.period[n])
    budget = ledger.tables.budget_of[period] if period >= 0 else None
    if budget is not None and ledger.ways()[n].one_off:
        year = ledger.tables.problem.budgets[budget].year
        yield Worth("budget", str(year), period, "NOK 1,000", told.budgets[year] * _A_BUDGET)


@cache
def _person_month() -> float:
    return float(files.read(_FILE)["person_month"]["hours"])
