"""Plans anew around what a person has changed, and keeps the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from grunnmur.plan.conditions import Pin
from grunnmur.plan.search import solve

if TYPE_CHECKING:
    from grunnmur.plan.edit.editor import Editor
    from grunnmur.plan.plan import Plan


def replan(
    editor: Editor,
    *,
    effort: int | None = None,
    seconds: float | None = None,
    seed: int = 1,
    stability: int = 0,
    workers: int = 2,
    clock: Callable[[], float] | None = None,
) -> Plan:
    """A plan for the editor's problem in which what was moved by hand stays where it was put.

    `stability` is NOK for each other workload that does not keep its move. What was moved by hand
    is pinned while the search runs, so no bound is proven; the one of the plan before still holds
    where the problem is the same. ProblemError where a move by hand breaks the workload's own
    conditions, which no plan around it can mend.
    """
    wanted, start = editor.problem, editor.plan()
    place = {move.workload: move for move in start.moves}
    held = tuple(
        Pin(
            f"by hand {name}",
            name,
            place[name].period,
            place[name].period + 1,
            place[name].disposition,
        )
        for name in editor.touched
    )
    found = solve(
        replace(wanted, pins=(*wanted.pins, *held)),
        effort=effort,
        seconds=seconds,
        seed=seed,
        workers=workers,
        start=start,
        stability=stability,
        prove=False,
        clock=clock,
    )
    return replace(editor.plan(found.moves), effort=found.effort, seed=found.seed)
