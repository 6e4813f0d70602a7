"""Scenarios side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from grunnmur.errors import ProblemError
from grunnmur.plan import json_form
from grunnmur.plan.compare.comparison import Comparison, Figure, Lack, Sensitivity
from grunnmur.plan.compare.lacks import CONDITIONS, SCOPE, Lacks, lacks
from grunnmur.plan.curves import curves
from grunnmur.plan.ledger import Ledger, ledger_of, tables

if TYPE_CHECKING:
    from grunnmur.plan.compare.scenario import Scenario
    from grunnmur.plan.plan import CostParts

PARTS = ("one_off", "exposure", "run", "lateness", "coupling", "fixed")
FACTORS = (0.5, 2.0)
Value = int | float | date | None
_ALL = (SCOPE, CONDITIONS, *PARTS)
_RESTS_ON: Mapping[str, tuple[str, ...]] = {
    "cost_total": _ALL,
    "violations": (SCOPE, CONDITIONS),
    "end": (SCOPE, CONDITIONS),
    "tardy": (SCOPE, CONDITIONS, "lateness"),
    **{part: (SCOPE, CONDITIONS, part) for part in PARTS},
}
"""What each figure that has a best rests on; the others are shown and not ranked."""


def compare(scenarios: Sequence[Scenario]) -> Comparison:
    """The scenarios side by side. ProblemError where there are fewer than two."""
    if len(scenarios) < 2:
        raise ProblemError("compare_needs_two")
    sheets = [_sheet(scenario) for scenario in scenarios]
    missing = lacks([scenario.problem for scenario in scenarios])
    keys = list(dict.fromkeys(key for sheet in sheets for key in sheet.values))
    figures = [_figure(key, sheets, missing) for key in _in_order(keys)]
    return Comparison(
        names=tuple(scenario.name for scenario in scenarios),
        figures=tuple(figures),
        sensitivities=tuple(_sensitivities(sheets, missing)),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The figures of one scenario by code and subject."""

    values: Mapping[tuple[str, str], Value]
    parts: CostParts
    broken: int


def _sheet(scenario: Scenario) -> _Sheet:
    ledger = ledger_of(tables(scenario.problem), scenario.plan)
    parts, broken = ledger.cost_parts(), len(ledger.broken(users=False))
    series = curves(ledger)
    bound = _bound(scenario)
    values: dict[tuple[str, str], Value] = {
        ("cost_total", ""): parts.total,
        ("cost_avoidable", ""): ledger.cost,
        ("bound", ""): bound,
        ("gap", ""): None
        if bound is None or broken
        else (ledger.cost - bound) / max(1, ledger.cost),
        ("violations", ""): broken,
        **{(part, ""): amount for part, amount in asdict(parts).items()},
        ("tardy", ""): _tardy(ledger),
        ("end", ""): _end(ledger, range(len(ledger.way))),
        **_platform_ends(ledger),
        **{("cash", str(year)): nok for year, nok in series.by_year(series.cash).items()},
        **{
            ("peak", row.id): int(ledger.used[n].max())
            for n, row in enumerate(scenario.problem.resources)
        },
    }
    return _Sheet(values, parts, broken)


def _bound(scenario: Scenario) -> int | None:
    """The plan's bound; of a plan for another problem nothing is proven here."""
    same = scenario.plan.problem_digest == json_form.digest(scenario.problem)
    return scenario.plan.bound if same else None


def _platform_ends(ledger: Ledger) -> dict[tuple[str, str], Value]:
    members: dict[str, list[int]] = {}
    for n, row in enumerate(ledger.tables.problem.workloads):
        if row.platform:
            members.setdefault(row.platform, []).append(n)
    return {("end", name): _end(ledger, rows) for name, rows in sorted(members.items())}


def _end(ledger: Ledger, members: Sequence[int]) -> date | None:
    last = max((int(ledger.period[n]) for n in members), default=-1)
    return ledger.tables.problem.periods[last].ends_on if last >= 0 else None


def _tardy(ledger: Ledger) -> int:
    """Workloads whose cutover is later than a deadline, soft or hard."""
    return sum(
        any(period > deadline.last for deadline in row.deadlines)
        for row, period in zip(ledger.tables.problem.workloads, ledger.period.tolist(), strict=True)
    )


def _in_order(keys: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Figures of one code together, in the order the codes were first met."""
    codes = list(dict.fromkeys(code for code, _ in keys))
    return sorted(keys, key=lambda key: (codes.index(key[0]), key[1]))


def _figure(key: tuple[str, str], sheets: Sequence[_Sheet], missing: Sequence[Lacks]) -> Figure:
    code, subject = key
    values = tuple(sheet.values.get(key) for sheet in sheets)
    why = tuple(_why_not(code, sheet, row) for sheet, row in zip(sheets, missing, strict=True))
    return Figure(code, subject, values, _best(code, values, why), why)


def _why_not(code: str, sheet: _Sheet, missing: Lacks) -> tuple[Lack, ...]:
    found = [lack for what in _RESTS_ON.get(code, ()) for lack in missing[what]]
    if sheet.broken and code in _RESTS_ON and code != "violations":
        found.append(Lack("breaks_conditions", {"count": sheet.broken}))
    return tuple(found)


def _best(code: str, values: Sequence[Value], why: Sequence[tuple[Lack, ...]]) -> tuple[int, ...]:
    """The lowest of those that can be compared: of every ranked figure less is better."""
    fair = [
        (value, n)
        for n, (value, lack) in enumerate(zip(values, why, strict=True))
        if value is not None and not lack
    ]
    if code not in _RESTS_ON or len(fair) < 2:
        return ()
    least = min(value for value, _ in fair)
    best = tuple(n for value, n in fair if value == least)
    return best if len(best) < len(fair) else ()


def _sensitivities(sheets: Sequence[_Sheet], missing: Sequence[Lacks]) -> list[Sensitivity]:
    fair = [
        n
        for n, (sheet, row) in enumerate(zip(sheets, missing, strict=True))
        if not _why_not("cost_total", sheet, row)
    ]
    found = []
    for part in PARTS if len(fair) > 1 else ():
        amounts = [getattr(sheet.parts, part) for sheet in sheets]
        totals = [sheet.parts.total for sheet in sheets]
        turns_at = _turns_at(totals, amounts, fair)
        for factor in FACTORS if any(amounts) else ():
            changed = tuple(
                total + round((factor - 1) * amount)
                for total, amount in zip(totals, amounts, strict=True)
            )
            least = min(changed[n] for n in fair)
            best = tuple(n for n in fair if changed[n] == least)
            found.append(Sensitivity(part, factor, changed, best, turns_at))
    return found


def _turns_at(totals: Sequence[int], amounts: Sequence[int], fair: Sequence[int]) -> float | None:
    """The factor of the part nearest to 1 at which another scenario is as cheap as the cheapest."""
    first = min(fair, key=lambda n: (totals[n], n))
    turns = [
        1 + (totals[n] - totals[first]) / (amounts[first] - amounts[n])
        for n in fair
        if n != first and amounts[n] != amounts[first]
    ]
    return min((turn for turn in turns if turn >= 0), key=lambda turn: abs(turn - 1), default=None)
