"""The statement as arrays of whole numbers, for what concerns every workload at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grunnmur.errors import ProblemError
from grunnmur.plan.check.own import OwnConditions
from grunnmur.plan.check.statement import amount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.check.statement import Row, Statement

Array = Any
"""Whole numbers: 64 bits where every sum has room in them, Python's own where one may not."""
_ROOM = 1 << 61


@dataclass(frozen=True, slots=True)
class Figures:
    """Ways are the dispositions of all workloads in a row; `first_way` is where each one's begin.

    `own` [way, period] is NOK; `allowed` the same shape, by own conditions, and for an executed
    workload its own way in its own period, or in period 0 for period −1. `executed` is the period,
    or −2 for a workload that is free. `cheapest` is the cheapest conceivable cost.
    """

    problem: Statement
    number: dict[str, int]
    first_way: NDArray[np.int64]
    workload_of: NDArray[np.int64]
    ways: list[Row]
    own: Array
    allowed: NDArray[np.bool_]
    executed: NDArray[np.int64]
    cheapest: list[int]

    @property
    def free(self) -> NDArray[np.bool_]:
        """Whether each workload is free: not executed."""
        return np.equal(self.executed, -2)

    @property
    def open_periods(self) -> NDArray[np.bool_]:
        """[workload, period]: whether some way is allowed then."""
        if not len(self.executed):
            return np.zeros((0, self.problem.count), dtype=bool)
        joint: NDArray[np.bool_] = np.logical_or.reduceat(self.allowed, self.first_way[:-1], axis=0)
        return joint


def figures(problem: Statement, own: OwnConditions) -> Figures:
    """The arrays of the statement. ProblemError where own conditions leave a workload no period."""
    rows = list(problem.workloads.values())
    ways = [way for row in rows for way in row["dispositions"]]
    counts = [len(row["dispositions"]) for row in rows]
    first_way = np.cumsum([0, *counts], dtype=np.int64)
    workload_of = np.repeat(np.arange(len(rows)), counts)
    number = {name: n for n, name in enumerate(problem.workloads)}
    executed = np.full(len(rows), -2, dtype=np.int64)
    for name, move in problem.executed.items():
        executed[number[name]] = move["period"]
    costs = _own_costs(problem, rows, ways, workload_of)
    allowed = np.zeros((len(ways), problem.count), dtype=bool)
    for n, way in enumerate(ways):
        row = rows[workload_of[n]]
        if executed[workload_of[n]] == -2:
            allowed[n, own.allowed(row, way, problem.count)] = True
        elif problem.executed[row["id"]]["disposition"] == way["name"]:
            allowed[n, max(0, executed[workload_of[n]])] = True
    for n, row in enumerate(rows):
        if not allowed[first_way[n] : first_way[n + 1]].any():
            raise ProblemError(
                "no_allowed_period",
                workload=row["id"],
                name=row["name"],
                closed_by=own.closing(row, problem.count),
            )
    cheapest = _cheapest(problem, first_way, costs, allowed, executed, ways)
    return Figures(
        problem, number, first_way, workload_of, ways, costs, allowed, executed, cheapest
    )


def kind_for(largest: int) -> Any:  # noqa: ANN401 - a numpy type
    """The type of numbers whose sums are at most the largest."""
    return np.int64 if largest < _ROOM else object


def _own_costs(
    problem: Statement, rows: list[Row], ways: list[Row], workload_of: NDArray[np.int64]
) -> Array:
    count = problem.count
    series = [
        [*problem.series(row, "exposure"), *problem.series(row, "run_before")] for row in rows
    ]
    after = [0, *(amount(way, "exposure_after") + amount(way, "run_after") for way in ways)]
    once = [0, *(amount(way, "one_off") for way in ways)]
    late = [_late(row) for row in rows]
    largest = max(map(max, (*series, *late, after, once)), default=0)
    kind = kind_for(largest * 8 * (count + 1))
    periods = np.arange(count).astype(kind)
    values = np.array(series, dtype=kind).reshape(len(rows), 2 * count)
    paid = (values[:, :count] + values[:, count:]).cumsum(axis=1)
    for n, row in enumerate(rows):
        for due in row.get("deadlines") or []:
            if not due.get("hard"):
                later = np.maximum(periods - due.get("last", 0), 0)
                paid[n] = paid[n] + due.get("penalty", 0) * later
    left = (count - 1 - periods)[None, :]
    added = (
        np.array(once[1:], dtype=kind)[:, None] + np.array(after[1:], dtype=kind)[:, None] * left
    )
    return paid[workload_of] + added


def _late(row: Row) -> list[int]:
    return [0, *(amount(due, "penalty") for due in row.get("deadlines") or [])]


def _cheapest(
    problem: Statement,
    first_way: NDArray[np.int64],
    own: Array,
    allowed: NDArray[np.bool_],
    executed: NDArray[np.int64],
    ways: list[Row],
) -> list[int]:
    """The smallest own cost that own conditions allow; of an executed workload its own."""
    cheapest = []
    for n in range(len(executed)):
        mine = slice(first_way[n], first_way[n + 1])
        cost = int(own[mine][allowed[mine]].min())
        if executed[n] == -1:
            way = ways[first_way[n] + int(allowed[mine].any(axis=1).argmax())]
            after = way.get("exposure_after", 0) + way.get("run_after", 0)
            cost = way.get("one_off", 0) + problem.count * after
        cheapest.append(cost)
    return cheapest
