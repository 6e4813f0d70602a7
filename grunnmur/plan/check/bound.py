"""The bound that needs no certificate, worked out again from the statement."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.check.cost import coupling_cost
from grunnmur.plan.check.statement import Row, Statement

if TYPE_CHECKING:
    from grunnmur.plan.check.figures import Figures

Ends = dict[str, tuple[int, int]]


def window_bound(figures: Figures) -> int:
    """The bound of the avoidable cost; −1 where the ends leave some workload no period at all."""
    problem, open_periods = figures.problem, figures.open_periods
    if not problem.workloads:
        return 0
    ends = _ends(figures)
    if any(first > last for first, last in ends.values()):
        return -1
    total = 0
    never = int(figures.own.max()) + 1
    least = np.minimum.reduceat(
        np.where(figures.allowed, figures.own, never), figures.first_way[:-1], axis=0
    )
    for name, n in figures.number.items():
        if figures.free[n]:
            first, last = ends[name]
            inside = open_periods[n, first : last + 1]
            if inside.any():
                cost = least[n, first : last + 1][inside].min()
                total += int(cost) - figures.cheapest[n]
    for row in problem.rows("couplings"):
        total += _least(row, ends[row["a"]], ends[row["b"]])
    for row in problem.rows("fixed_costs"):
        last = max((ends[name][0] for name in row.get("workloads") or []), default=-1)
        total += sum(problem.series(row, "cost")[: last + 1])
    return total


def _ends(figures: Figures) -> Ends:
    problem = figures.problem
    before: dict[str, list[tuple[str, int]]] = {name: [] for name in problem.workloads}
    after: dict[str, list[tuple[str, int]]] = {name: [] for name in problem.workloads}
    for row in problem.rows("precedences"):
        before[row["after"]].append((row["before"], row.get("lag", 0)))
        after[row["before"]].append((row["after"], row.get("lag", 0)))
    graph = {name: [earlier for earlier, _ in rows] for name, rows in before.items()}
    order = list(TopologicalSorter(graph).static_order())
    first, last = _own_ends(problem, figures)
    for name in order:
        if name not in problem.executed:
            first[name] = max([first[name], *(first[b] + lag for b, lag in before[name])])
    for name in reversed(order):
        if name not in problem.executed:
            later = [last[a] - lag for a, lag in after[name] if a not in problem.executed]
            last[name] = min([last[name], *later])
    return {name: (first[name], last[name]) for name in order}


def _own_ends(problem: Statement, figures: Figures) -> tuple[dict[str, int], dict[str, int]]:
    open_periods = figures.open_periods
    first = {name: int(open_periods[n].argmax()) for name, n in figures.number.items()}
    last = {
        name: problem.count - 1 - int(open_periods[n, ::-1].argmax())
        for name, n in figures.number.items()
    }
    made = {name: row["period"] for name, row in problem.executed.items()}
    return first | made, last | made


def _least(row: Row, a: tuple[int, int], b: tuple[int, int]) -> int:
    """The smallest cost of the coupling inside the ends. It is linear but for a kink where both
    move together, so the smallest is at an end of one or where the two meet."""
    meeting = max(a[0], b[0])
    candidates = [(p, q) for p in a for q in b]
    if meeting <= min(a[1], b[1]):
        candidates += [(meeting, meeting), (min(a[1], b[1]),) * 2]
    for p in a:
        candidates.append((p, min(max(p, b[0]), b[1])))
    for q in b:
        candidates.append((min(max(q, a[0]), a[1]), q))
    return min(coupling_cost(row, p, q) for p, q in candidates)
