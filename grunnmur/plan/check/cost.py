"""What a plan costs, in exact whole numbers, as docs/plan-json.md states it."""

from __future__ import annotations

from collections.abc import Mapping

from grunnmur.plan.check.moves import Made
from grunnmur.plan.check.own import OwnConditions
from grunnmur.plan.check.statement import Row, Statement


def own_parts(problem: Statement, workload: Row, way: Row, period: int) -> dict[str, int]:
    """The parts of the workload's own cost."""
    left = problem.count - 1 - period
    exposure = problem.series(workload, "exposure")[: period + 1]
    run = problem.series(workload, "run_before")[: period + 1]
    return {
        "one_off": way.get("one_off", 0),
        "exposure": sum(exposure) + left * way.get("exposure_after", 0),
        "run": sum(run) + left * way.get("run_after", 0),
        "lateness": own_late(workload, period),
    }


def coupling_cost(row: Row, a: int, b: int) -> int:
    """What a coupling costs when its workloads move in periods a and b."""
    cost: int = row.get("a_first", 0) * max(0, b - a) + row.get("b_first", 0) * max(0, a - b)
    return cost + int(row.get("neither", 0)) * (min(a, b) + 1)


def cost_parts(problem: Statement, moves: Mapping[str, Made]) -> dict[str, int]:
    """The parts of the total cost of a complete plan."""
    parts = dict.fromkeys(("one_off", "exposure", "run", "lateness", "coupling", "fixed"), 0)
    for move in moves.values():
        for name, cost in own_parts(problem, move.workload, move.way, move.period).items():
            parts[name] += cost
    for row in problem.rows("couplings"):
        parts["coupling"] += coupling_cost(row, moves[row["a"]].period, moves[row["b"]].period)
    for row in problem.rows("fixed_costs"):
        last = max((moves[name].period for name in row.get("workloads") or []), default=-1)
        parts["fixed"] += sum(problem.series(row, "cost")[: last + 1])
    return parts


class OwnCosts:
    """The allowed periods and own costs of every workload: what cheapest and bound are made of."""

    def __init__(self, problem: Statement) -> None:
        self._problem = problem
        self._own = OwnConditions(problem)
        self.options = {name: self._options(row) for name, row in problem.workloads.items()}

    def cheapest(self) -> int:
        """The cheapest conceivable cost of every workload, added up."""
        return sum(min(costs.values()) for costs in self.options.values())

    def _options(self, workload: Row) -> dict[int, int]:
        """The smallest own cost in each period the own conditions allow."""
        executed = self._problem.executed.get(workload["id"])
        if executed is not None:
            way = self._problem.disposition(workload["id"], executed["disposition"])
            assert way is not None
            parts = own_parts(self._problem, workload, way, executed["period"])
            return {executed["period"]: sum(parts.values())}
        options: dict[int, int] = {}
        count = self._problem.count
        for way in workload["dispositions"]:
            costs = self._costs(workload, way)
            for period in self._own.allowed(workload, way, count):
                options[period] = min(costs[period], options.get(period, costs[period]))
        return options

    def _costs(self, workload: Row, way: Row) -> list[int]:
        """Own costs period by period; each adds what one more period of the old costs."""
        problem = self._problem
        old = [
            exposure + run
            for exposure, run in zip(
                problem.series(workload, "exposure"),
                problem.series(workload, "run_before"),
                strict=True,
            )
        ]
        new = way.get("exposure_after", 0) + way.get("run_after", 0)
        paid = way.get("one_off", 0) + problem.count * new
        costs = []
        for period in range(problem.count):
            paid += old[period] - new
            costs.append(paid + own_late(workload, period))
        return costs


def own_late(workload: Row, period: int) -> int:
    """What being later than its soft deadlines costs the workload."""
    return sum(
        row.get("penalty", 0) * max(0, period - row.get("last", 0))
        for row in workload.get("deadlines") or []
        if not row.get("hard")
    )
