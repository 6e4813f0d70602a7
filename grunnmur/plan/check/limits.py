"""What executed moves leave of every row for the others, and who takes part in which row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grunnmur.plan.check.figures import kind_for
from grunnmur.plan.check.moves import Made
from grunnmur.plan.check.shared import taken
from grunnmur.plan.check.statement import amount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.check.figures import Figures
    from grunnmur.plan.check.statement import Row

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits by row and period, never below 0; `wave` has one row or none, `budgets` one number a
    row. `slot_uses` [row, workload] is how many slots a free workload takes; `excluded` lists the
    free workloads of each exclusion; `budget_of` is the budget row of a period or −1.
    """

    resource_names: list[str]
    resources: Any
    slots: Any
    wave: Any
    budgets: list[int]
    exclusions: Any
    slot_uses: Ints
    excluded: list[list[int]]
    budget_of: Ints


def limits(figures: Figures) -> Limits:
    """The limits of the statement's rows."""
    problem, free = figures.problem, figures.free
    years = [row["year"] for row in problem.rows("budgets")]
    starts = [int(row["starts_on"][:4]) for row in problem.document["periods"]]
    waves = [problem.document] if problem.document.get("wave_limit") is not None else []
    found = Limits(
        [row["id"] for row in problem.rows("resources")],
        _series(figures, problem.rows("resources"), "capacity"),
        _series(figures, problem.rows("slots"), "capacity"),
        _series(figures, waves, "wave_limit"),
        [amount(row, "amount") for row in problem.rows("budgets")],
        np.ones((len(problem.rows("exclusions")), problem.count), dtype=np.int64),
        _slot_uses(figures),
        [
            sorted({n for n in map(figures.number.__getitem__, row["workloads"]) if free[n]})
            for row in problem.rows("exclusions")
        ],
        np.array([years.index(year) if year in years else -1 for year in starts]),
    )
    for name, move in problem.executed.items():
        way = problem.disposition(name, move["disposition"])
        assert way is not None
        made = Made(problem.workloads[name], way, move["period"], True)
        _take(figures, found, made)
    for left in (found.resources, found.slots, found.wave, found.exclusions):
        left[left < 0] = 0
    found.budgets[:] = [max(0, left) for left in found.budgets]
    return found


def _series(figures: Figures, rows: list[Row], name: str) -> Any:  # noqa: ANN401
    values = [figures.problem.series(row, name) for row in rows]
    largest = max((max(row) for row in values), default=0)
    kind = kind_for((largest + 1) * 1024 * figures.problem.count)
    return np.array(values, dtype=kind).reshape(len(rows), figures.problem.count)


def _slot_uses(figures: Figures) -> Ints:
    row_of = {row["organisation"]: n for n, row in enumerate(figures.problem.rows("slots"))}
    uses = np.zeros((len(row_of), len(figures.executed)), dtype=np.int64)
    for n, workload in enumerate(figures.problem.workloads.values()):
        for organisation in workload.get("organisations") or []:
            if organisation in row_of and figures.free[n]:
                uses[row_of[organisation], n] += 1
    return uses


def _take(figures: Figures, found: Limits, made: Made) -> None:
    problem, at = figures.problem, made.period
    for resource, used, periods in taken(made, problem.count):
        row = found.resource_names.index(resource)
        found.resources[row, periods.start : periods.stop] -= used
    if at < 0:
        return
    for n, slots in enumerate(problem.rows("slots")):
        mentions = made.workload.get("organisations") or []
        found.slots[n, at] -= mentions.count(slots["organisation"])
    found.wave[:, at] -= 1
    if found.budget_of[at] >= 0:
        found.budgets[found.budget_of[at]] -= amount(made.way, "one_off")
    for n, exclusion in enumerate(problem.rows("exclusions")):
        found.exclusions[n, at] -= made.workload["id"] in exclusion["workloads"]
