"""The plan's moves, and whether there is one for each workload."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grunnmur.plan.check.report import Violation
from grunnmur.plan.check.statement import Row, Statement


@dataclass(frozen=True, slots=True)
class Made:
    """A move that names a workload, a disposition and a period that exist."""

    workload: Row
    way: Row
    period: int
    executed: bool


def read_moves(problem: Statement, plan: Row) -> tuple[dict[str, Made], list[Violation]]:
    """The moves that mean something, by workload, and what is wrong with the others."""
    made: dict[str, Made] = {}
    wrong: list[Violation] = []
    for row in plan["moves"]:
        found = _read(problem, row, made)
        if isinstance(found, Violation):
            wrong.append(found)
        else:
            made[row["workload"]] = found
    wrong.extend(
        Violation("workload_missing", {"workload": name})
        for name in problem.workloads
        if name not in made
    )
    wrong.extend(_changed(problem, made))
    return made, wrong


def _read(problem: Statement, row: Row, made: dict[str, Made]) -> Made | Violation:
    name, chosen, period = row["workload"], row["disposition"], row["period"]
    if name not in problem.workloads:
        return Violation("workload_unknown", {"workload": name})
    if name in made:
        return Violation("workload_twice", {"workload": name})
    way = problem.disposition(name, chosen)
    if way is None:
        return Violation("disposition_unknown", {"workload": name, "disposition": chosen})
    least = -1 if name in problem.executed else 0
    if not least <= period < problem.count:
        return Violation("period_unknown", {"workload": name, "period": period})
    return Made(problem.workloads[name], way, period, name in problem.executed)


def _changed(problem: Statement, made: dict[str, Made]) -> Iterator[Violation]:
    for name, row in problem.executed.items():
        move = made.get(name)
        if move and (move.way["name"], move.period) != (row["disposition"], row["period"]):
            facts = {"workload": name, "disposition": row["disposition"], "period": row["period"]}
            yield Violation("executed_changed", facts)
