"""Whether a problem means something, as docs/plan-json.md states it; the culprit is named."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from grunnmur.errors import ProblemError
from grunnmur.plan.check.statement import Row, Statement

_IDS = {
    "workloads": "id",
    "resources": "id",
    "slots": "organisation",
    "budgets": "year",
    "freezes": "id",
    "exclusions": "id",
    "together": "id",
    "pins": "id",
    "forbids": "id",
    "executed": "workload",
    "fixed_costs": "id",
    "outside": "id",
}
"""By which member no two rows of a list are alike."""
_WORKLOADS = {
    "precedences": ("before", "after"),
    "couplings": ("a", "b"),
    "pins": ("workload",),
    "forbids": ("workload",),
    "executed": ("workload",),
}
"""Members that name a workload; `workloads` of any other row names several."""


def require_sound(problem: Statement) -> None:
    """Raises ProblemError, naming the first thing that makes the problem meaningless."""
    _require_periods(problem)
    for name, member in _IDS.items():
        _require_once(name, [row[member] for row in problem.rows(name)])
    for workload in problem.rows("workloads"):
        _require_ways(workload)
        _require_resources(problem, workload)
    for name in problem.document:
        _require_workloads(problem, name)
    for name in ("pins", "forbids", "executed"):
        _require_dispositions(problem, name)
    _require_lengths(problem)
    _require_known_periods(problem)
    _require_no_cycle(problem)


def _require_periods(problem: Statement) -> None:
    periods = problem.rows("periods")
    if not periods:
        raise ProblemError("no_periods")
    for row in periods:
        if row["ends_on"] < row["starts_on"]:
            raise ProblemError("period_ends_before_start", starts_on=row["starts_on"])
    for earlier, later in pairwise(periods):
        if later["starts_on"] <= earlier["ends_on"]:
            raise ProblemError("periods_overlap", starts_on=later["starts_on"])


def _require_once(place: str, ids: list[str]) -> None:
    seen = set()
    for name in ids:
        if name in seen:
            raise ProblemError("given_twice", place=place, id=name)
        seen.add(name)


def _require_ways(workload: Row) -> None:
    if not workload["dispositions"]:
        raise ProblemError("no_disposition", workload=workload["id"])
    _require_once(
        f"dispositions of {workload['id']}", [way["name"] for way in workload["dispositions"]]
    )
    _require_once(f"organisations of {workload['id']}", workload.get("organisations", []))


def _require_resources(problem: Statement, workload: Row) -> None:
    known = problem.resources
    amounts = [workload.get("holds", {})]
    for way in workload["dispositions"]:
        amounts += [way.get("effort", {}), way.get("keeps", {})]
    for name in (name for row in amounts for name in row):
        if name not in known:
            raise ProblemError("unknown_resource", workload=workload["id"], id=name)


def _require_workloads(problem: Statement, name: str) -> None:
    if name in ("workloads", "wave_limit") or not isinstance(problem.document[name], list):
        return
    for number, row in enumerate(problem.rows(name)):
        named = [row[member] for member in _WORKLOADS.get(name, ())]
        for workload in (*named, *row.get("workloads", ())):
            if workload not in problem.workloads:
                raise ProblemError("unknown_workload", place=f"{name}[{number}]", id=workload)
        if name == "couplings" and row["a"] == row["b"]:
            raise ProblemError("coupled_to_itself", id=row["a"])


def _require_dispositions(problem: Statement, name: str) -> None:
    for row in problem.rows(name):
        wanted: str = row.get("disposition", "")
        if (wanted or name == "executed") and not problem.disposition(row["workload"], wanted):
            raise ProblemError("unknown_disposition", workload=row["workload"], id=wanted)


def _require_lengths(problem: Statement) -> None:
    for place, values in _series(problem):
        if isinstance(values, list) and len(values) != problem.count:
            length = len(values)
            raise ProblemError("wrong_length", place=place, length=length, periods=problem.count)
    limit = problem.document.get("wave_limit")
    if limit is not None and not any(problem.series(problem.document, "wave_limit")):
        raise ProblemError("wave_limit_allows_nothing")


def _series(problem: Statement) -> Iterator[tuple[str, object]]:
    """Every series there is, and its place."""
    members = {
        "workloads": ("exposure", "run_before"),
        "resources": ("capacity",),
        "slots": ("capacity",),
        "fixed_costs": ("cost",),
    }
    for name, columns in members.items():
        for number, row in enumerate(problem.rows(name)):
            yield from ((f"{name}[{number}].{column}", row.get(column)) for column in columns)
    yield "wave_limit", problem.document.get("wave_limit")


def _require_known_periods(problem: Statement) -> None:
    named = [(f"closed of {row['id']}", row.get("closed", [])) for row in problem.rows("workloads")]
    named += [(f"freezes {row['id']}", row["periods"]) for row in problem.rows("freezes")]
    named += [
        (f"executed {row['workload']}", [max(0, row["period"])]) for row in problem.rows("executed")
    ]
    for place, periods in named:
        for period in periods:
            if period >= problem.count:
                facts = {"period": period, "periods": problem.count}
                raise ProblemError("unknown_period", place=place, **facts)


def _require_no_cycle(problem: Statement) -> None:
    earlier: dict[str, list[str]] = {}
    for row in problem.rows("precedences"):
        earlier.setdefault(row["after"], []).append(row["before"])
    try:
        TopologicalSorter(earlier).prepare()
    except CycleError as error:
        raise ProblemError("precedence_cycle", cycle=error.args[1]) from error
