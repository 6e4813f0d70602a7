"""Where the gap of one problem lies: the same problem without one kind of condition at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.waves import solving
from benchmarks.waves.solving import Effort
from grunnmur.plan import Problem, read_problem
from grunnmur.plan.workload import Workload


def without(paths: list[Path], effort: Effort) -> None:
    """Prints cost, bound and gap of each problem as it is, and with less in it, in NOK."""
    for path in paths:
        problem = read_problem(json.loads(path.read_text(encoding="utf-8")))
        print(f"{path.name}, {len(problem.workloads)} workloads")
        print("without | cost | bound | between | gap | broken", flush=True)
        for name, less in lessened(problem):
            plan = solving.solved(less, effort)
            between = None if plan.bound is None else plan.cost - plan.bound
            print(
                f"{name} | {plan.cost:,} | {solving.amount(plan.bound)} | {solving.amount(between)} | "
                f"{solving.share(plan.gap)} | {plan.broken}",
                flush=True,
            )


def lessened(problem: Problem) -> Iterator[tuple[str, Problem]]:
    """The problem, without one kind of condition at a time, and without all that ties workloads together."""
    yield "nothing", problem
    yield "couplings", replace(problem, couplings=())
    yield "precedences", replace(problem, precedences=())
    yield "fixed costs", replace(problem, fixed_costs=())
    yield "resources", replace(problem, resources=(), workloads=tuple(_unworked(problem)))
    yield "slots and wave limit", replace(problem, slots=(), wave_limit=None)
    yield "freezes", replace(problem, freezes=())
    loose = replace(problem, couplings=(), precedences=(), fixed_costs=())
    yield "couplings, precedences and fixed costs", loose


def _unworked(problem: Problem) -> Iterator[Workload]:
    for row in problem.workloads:
        ways = tuple(replace(way, effort=(), keeps=()) for way in row.dispositions)
        yield replace(row, dispositions=ways, holds=())
