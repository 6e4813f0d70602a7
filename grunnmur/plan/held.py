"""The plan of an earlier run, held on to when the estate has changed a little."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from grunnmur.errors import ProblemError
from grunnmur.plan import json_form
from grunnmur.plan.build.built import Built, Note
from grunnmur.plan.plan import Move, Plan
from grunnmur.plan.problem import Problem
from grunnmur.plan.search.solve import solve

_FEW = 0.05
"""Where no more than this share of moves changes, nothing better is looked for."""


def plan_on(built: Built, earlier: Path | None, *, effort: int, workers: int) -> tuple[Built, Plan]:
    """A plan for the problem that keeps what the run in the folder `earlier` had planned, where that costs little.

    The same problem keeps its plan. In another one a move to another month must save what `built.stability` says;
    where much cannot stay, it is planned from nothing as well, and the better of the two is taken, changes counted.
    An earlier plan that cannot be read is a note of what was built.
    """
    problem = built.problem
    try:
        known = _read(earlier)
    except (ProblemError, ValueError) as error:
        note = Note("earlier_plan_unreadable", f"{earlier}", {"reason": str(error)[:200]})
        built, known = replace(built, notes=(*built.notes, note)), None
    if known is None:
        return built, solve(problem, effort=effort, workers=workers)
    asked, planned = known
    if planned.problem_digest == json_form.digest(problem):
        return built, planned
    before = replace(planned, moves=tuple(_moved(planned, asked, problem)), certificate=None)
    held = solve(problem, effort=effort, workers=workers, start=before, stability=built.stability)
    held = replace(held, parent=planned.id)  # not of the one with its periods moved
    if held.feasible and _changed(held, before) <= _FEW * len(before.moves):
        return built, held
    anew = solve(problem, effort=effort, workers=workers)

    def price(made: Plan) -> tuple[int, int]:
        return made.broken, made.cost + built.stability * _changed(made, before)

    return built, min(held, anew, key=price)


def _changed(made: Plan, before: Plan) -> int:
    """How many of the earlier moves are other ones."""
    stay = set(made.moves)
    return sum(move not in stay for move in before.moves)


def _read(earlier: Path | None) -> tuple[Problem, Plan] | None:
    """What the earlier run asked and planned; None where it did not plan."""
    if earlier is None or not (earlier / "plan.json").is_file():
        return None
    asked, planned = (json.loads((earlier / f"{n}.json").read_bytes()) for n in ("problem", "plan"))
    return json_form.read_problem(asked), json_form.read_plan(planned)


def _moved(planned: Plan, asked: Problem, problem: Problem) -> Iterator[Move]:
    """Moves whose period still lies ahead, by the day it begins."""
    number = {period.starts_on: n for n, period in enumerate(problem.periods)}
    for move in planned.moves:
        if move.period >= 0 and (begins := asked.periods[move.period].starts_on) in number:
            yield replace(move, period=number[begins])
