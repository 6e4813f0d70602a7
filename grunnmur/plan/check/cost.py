"""What a plan costs, in exact whole numbers, as docs/plan-json.md states it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from grunnmur.plan.check.moves import Made
from grunnmur.plan.check.statement import Row, Statement, amount

PARTS = ("one_off", "exposure", "run", "lateness", "coupling", "fixed")


class Costs:
    """The costs of one problem, summed up beforehand so that a plan's are soon added."""

    def __init__(self, problem: Statement) -> None:
        self._problem = problem
        self._exposure = {name: _sums(problem, row, "exposure") for name, row in _rows(problem)}
        self._run = {name: _sums(problem, row, "run_before") for name, row in _rows(problem)}
        self._fixed = [
            (row.get("workloads") or [], _sums(problem, row, "cost"))
            for row in problem.rows("fixed_costs")
        ]
        self._couplings = [
            (row["a"], row["b"], *(amount(row, name) for name in ("a_first", "b_first", "neither")))
            for row in problem.rows("couplings")
        ]

    def parts(self, moves: Mapping[str, Made]) -> dict[str, int]:
        """The parts of the total cost of a complete plan."""
        parts = dict.fromkeys(PARTS, 0)
        for name, move in moves.items():
            way, period = move.way, move.period
            left = self._problem.count - 1 - period
            parts["one_off"] += amount(way, "one_off")
            parts["exposure"] += self._exposure[name][period + 1]
            parts["exposure"] += left * amount(way, "exposure_after")
            parts["run"] += self._run[name][period + 1] + left * amount(way, "run_after")
            parts["lateness"] += _late(move.workload, period)
        for name_a, name_b, a_first, b_first, neither in self._couplings:
            a, b = moves[name_a].period, moves[name_b].period
            parts["coupling"] += a_first * (b - a) if b > a else b_first * (a - b)
            parts["coupling"] += neither * (min(a, b) + 1)
        for workloads, sums in self._fixed:
            parts["fixed"] += sums[max((moves[name].period for name in workloads), default=-1) + 1]
        return parts


def coupling_cost(row: Row, a: int, b: int) -> int:
    """What a coupling costs when its workloads move in periods a and b."""
    apart = amount(row, "a_first") * max(0, b - a) + amount(row, "b_first") * max(0, a - b)
    return apart + amount(row, "neither") * (min(a, b) + 1)


def _rows(problem: Statement) -> list[tuple[str, Row]]:
    return list(problem.workloads.items())


def _sums(problem: Statement, row: Row, name: str) -> list[int]:
    """Sums of a series: entry p is of the periods before p."""
    return list(accumulate(problem.series(row, name), initial=0))


def _late(workload: Row, period: int) -> int:
    """What being later than its soft deadlines costs the workload."""
    return sum(
        amount(row, "penalty") * max(0, period - row.get("last", 0))
        for row in workload.get("deadlines") or []
        if not row.get("hard")
    )
