"""What a plan leaves exposed and pays, period by period, as docs/plan-json.md states it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from grunnmur.plan.check.moves import Made
from grunnmur.plan.check.statement import Row, Statement, amount

CURVES = ("risk_curve", "cash_curve")


def curves(problem: Statement, moves: Mapping[str, Made]) -> dict[str, list[int]]:
    """Both curves of a complete plan, by name: one number for each period."""
    risk, cash = _Curve(problem.count), _Curve(problem.count)
    for move in moves.values():
        way, row, moved = move.way, move.workload, move.period
        risk.add_series(problem.series(row, "exposure")[: max(0, moved)])
        risk.add(moved, problem.count, amount(way, "exposure_after"))
        if moved >= 0:
            cash.add(moved, moved + 1, amount(way, "one_off"))
        cash.add_series(problem.series(row, "run_before")[: moved + 1])
        cash.add(moved + 1, problem.count, amount(way, "run_after"))
    for row in problem.rows("couplings"):
        _add_coupling(cash, row, moves[row["a"]].period, moves[row["b"]].period)
    for row in problem.rows("fixed_costs"):
        last = max((moves[name].period for name in row.get("workloads") or []), default=-1)
        cash.add_series(problem.series(row, "cost")[: last + 1])
    return dict(zip(CURVES, (risk.values(), cash.values()), strict=True))


class _Curve:
    """A sum of series and of amounts that last some periods."""

    def __init__(self, count: int) -> None:
        self._sums = [0] * count
        self._changes = [0] * (count + 1)

    def add(self, first: int, end: int, nok: int) -> None:
        """Adds NOK in each period from the first up to the end; those before 0 are none."""
        self._changes[max(0, first)] += nok
        self._changes[max(0, first, end)] -= nok

    def add_series(self, values: list[int]) -> None:
        """Adds a series that begins in period 0."""
        for period, nok in enumerate(values):
            self._sums[period] += nok

    def values(self) -> list[int]:
        """One number for each period."""
        steps = accumulate(self._changes[:-1])
        return [one + other for one, other in zip(self._sums, steps, strict=True)]


def _add_coupling(cash: _Curve, row: Row, a: int, b: int) -> None:
    first, last = min(a, b), max(a, b)
    cash.add(0, first + 1, amount(row, "neither"))
    cash.add(first + 1, last + 1, amount(row, "a_first" if a < b else "b_first"))
