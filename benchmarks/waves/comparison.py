"""Baselines and our planner on the same instances, in the same time, priced by the checker."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import geometric_mean
from typing import Any

from benchmarks.waves import manifest, solving
from benchmarks.waves.baselines import communities, listed, monolith, scored
from benchmarks.waves.baselines.tables import Tables, tables
from benchmarks.waves.baselines.trial import Best
from benchmarks.waves.generate import generate
from benchmarks.waves.manifest import Row
from benchmarks.waves.solving import Effort
from grunnmur.plan import (
    CostParts,
    Move,
    Plan,
    Problem,
    check,
    digest,
    plan_document,
    problem_document,
)

METHODS = ("scored", "listed", "communities", "monolith", "ours")
PATH = Path(__file__).parent / "BASELINES.csv"
MONOLITH_MOST = 600
"""Workloads above which the constraint model is not tried: it only grows from where it fails."""

Costs = Mapping[str, int | None]


class NotFeasible(AssertionError):
    """A method's plan did not pass the checker."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What each method's plan costs, None where it found none; and our bound."""

    name: str
    workloads: int
    costs: Costs
    bound: int | None


def compare(rows: list[Row], effort: Effort, *, write: bool = False) -> None:
    """Prints a row an instance, and the mean ratios of each size. `write` keeps them in a file."""
    print(
        "instance | "
        + " | ".join(METHODS)
        + " | our gap | ours / "
        + " | ours / ".join(METHODS[:4])
    )
    found = []
    for row in rows:
        found.append(compared(row.name, manifest.instance(row), effort))
        print(_line(found[-1]), flush=True)
    for line in ratios(found):
        print(line)
    if write:
        _write(found, effort)


def sensitivity(effort: Effort, *, instances: int = 3) -> None:
    """The same comparison where bridges or fixed costs cost half or double."""
    print(
        "bridging | platforms | " + " | ".join(f"ours / {name}" for name in METHODS[:3]) + " | gap"
    )
    for bridging, platforms in ((1, 1), (0.5, 1), (2, 1), (1, 0.5), (1, 2)):
        found = [
            compared(
                f"seed {seed}",
                generate(500, 60, seed, bridging=bridging, platforms=platforms),
                effort,
                without=("monolith",),
            )
            for seed in range(1, instances + 1)
        ]
        means = " | ".join(_ratio(found, name) for name in METHODS[:3])
        gaps = [
            1 - row.bound / row.costs["ours"] for row in found if row.bound and row.costs["ours"]
        ]
        gap = solving.share(sum(gaps) / len(gaps) if gaps else None)
        print(f"{bridging} | {platforms} | {means} | {gap}", flush=True)


def compared(
    name: str, problem: Problem, effort: Effort, *, without: tuple[str, ...] = ()
) -> Compared:
    """Every method on one problem, one after the other, each with the whole time and all cores."""
    given, document = tables(problem), problem_document(problem)
    costs: dict[str, int | None] = {}
    bound = None
    for method in METHODS:
        if method == "ours":
            plan = solving.solved(problem, effort)
            costs[method], bound = _cost(document, plan_document(plan), method), plan.bound
        elif method in without:
            costs[method] = None
        else:
            best = _BASELINES[method](problem, given, effort)
            costs[method] = None if best is None else _priced(problem, document, best, method)
    return Compared(name, len(problem.workloads), costs, bound)


def _monolith(problem: Problem, given: Tables, effort: Effort) -> Best | None:
    if len(problem.workloads) > MONOLITH_MOST:
        return None
    return monolith.best(given, seed=effort.seed, **_limits(effort))


def _limits(effort: Effort) -> dict[str, Any]:
    return {"seconds": effort.seconds, "workers": effort.workers, "clock": effort.clock}


_BASELINES: dict[str, Callable[[Problem, Tables, Effort], Best | None]] = {
    "scored": lambda problem, given, effort: scored.best(problem, given, **_limits(effort)),
    "listed": lambda _, given, effort: listed.best(given, seed=effort.seed, **_limits(effort)),
    "communities": lambda _, given, effort: communities.best(
        given, seed=effort.seed, **_limits(effort)
    ),
    "monolith": _monolith,
}


def _priced(problem: Problem, document: Mapping[str, Any], best: Best, method: str) -> int:
    """What the checker says the baseline's plan costs."""
    moves = tuple(
        Move(row.id, row.dispositions[int(way)].name, int(period))
        for row, way, period in zip(problem.workloads, best.way, best.period, strict=True)
    )
    plan = plan_document(Plan(digest(problem), moves, best.cost, 0, CostParts()))
    for claim in ("cost_total", "cost_parts"):
        del plan[claim]
    return _cost(document, plan, method)


def _cost(document: Mapping[str, Any], plan: Mapping[str, Any], method: str) -> int:
    report = check(document, plan)
    if not report.feasible or report.cost is None:
        raise NotFeasible(f"{method}: {report.violations[:3]}")
    return report.cost


def _line(row: Compared) -> str:
    ours = row.costs["ours"]
    gap = 1 - row.bound / ours if row.bound is not None and ours else None
    costs = " | ".join(solving.amount(row.costs[name]) for name in METHODS)
    return f"{row.name} | {costs} | {solving.share(gap)} | " + " | ".join(
        _ratio([row], name) for name in METHODS[:4]
    )


def ratios(found: list[Compared]) -> Iterator[str]:
    """A line a size: the geometric mean of ours divided by each baseline's."""
    by_size: dict[int, list[Compared]] = defaultdict(list)
    for row in found:
        by_size[row.workloads].append(row)
    for size, rows in sorted(by_size.items()):
        means = ", ".join(f"{name} {_ratio(rows, name)}" for name in METHODS[:4])
        yield f"{size} workloads, {len(rows)} instances: ours / {means}"


def _ratio(rows: list[Compared], name: str) -> str:
    """Ours divided by the baseline's, the geometric mean over where both found a plan."""
    shares = [
        ours / other for row in rows if (ours := row.costs["ours"]) and (other := row.costs[name])
    ]
    return f"{geometric_mean(shares):.2f}" if shares else "–"


def _write(found: list[Compared], effort: Effort) -> None:
    """Replaces these instances' rows in the file."""
    kept = {row["name"]: row for row in stored()}
    for row in found:
        kept[row.name] = {
            "name": row.name,
            "workloads": str(row.workloads),
            "seconds": f"{effort.seconds:g}",
            **{name: "" if (cost := row.costs[name]) is None else str(cost) for name in METHODS},
            "bound": "" if row.bound is None else str(row.bound),
        }
    with PATH.open("w", encoding="utf-8", newline="") as file:
        columns = ("name", "workloads", "seconds", *METHODS, "bound")
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept[row.name] for row in manifest.rows() if row.name in kept)


def stored() -> list[dict[str, str]]:
    """The rows of the last comparison that was kept."""
    if not PATH.exists():
        return []
    with PATH.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
