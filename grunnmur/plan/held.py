"""The plan of an earlier run, held on to when the estate has changed a little."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from grunnmur.plan import json_form
from grunnmur.plan.build.built import Built
from grunnmur.plan.plan import Move, Plan
from grunnmur.plan.problem import Problem
from grunnmur.plan.search import solve

_FEW = 0.05
"""Where no more than this share of moves changes, nothing better is looked for."""


def plan_on(built: Built, earlier: Path | None, *, effort: int, workers: int) -> Plan:
    """A plan for the problem that keeps what the run in the folder `earlier` had planned, where that costs little.

    The same problem keeps its plan. In another one a move to another month must save what `built.stability` says;
    where much cannot stay, it is planned from nothing as well, and the better of the two is taken, changes counted.
    """
    problem, before = built.problem, _before(earlier, built.problem)
    if before is None:
        return solve(problem, effort=effort, workers=workers)
    if before.problem_digest == json_form.digest(problem):
        return before
    held = solve(problem, effort=effort, workers=workers, start=before, stability=built.stability)
    if held.feasible and _changed(held, before) <= _FEW * len(before.moves):
        return held
    anew = solve(problem, effort=effort, workers=workers)
    return min(
        held,
        anew,
        key=lambda made: (made.broken, made.cost + built.stability * _changed(made, before)),
    )


def _changed(made: Plan, before: Plan) -> int:
    """How many of the earlier moves are other ones."""
    stay = set(made.moves)
    return sum(move not in stay for move in before.moves)


def _before(earlier: Path | None, problem: Problem) -> Plan | None:
    """The earlier run's plan, its moves in the periods of this problem."""
    if earlier is None or not (earlier / "plan.json").is_file():
        return None
    planned = json_form.read_plan(json.loads((earlier / "plan.json").read_bytes()))
    if planned.problem_digest == json_form.digest(problem):
        return planned
    asked = json_form.read_problem(json.loads((earlier / "problem.json").read_bytes()))
    return replace(planned, moves=tuple(_moved(planned, asked, problem)), certificate=None)


def _moved(planned: Plan, asked: Problem, problem: Problem) -> Iterator[Move]:
    """Moves whose period still lies ahead, by the day it begins."""
    number = {period.starts_on: n for n, period in enumerate(problem.periods)}
    for move in planned.moves:
        if move.period >= 0 and (begins := asked.periods[move.period].starts_on) in number:
            yield replace(move, period=number[begins])
