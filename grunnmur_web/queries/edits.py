"""A move tried: what it would break and cost. Nothing is written; pins are, by `decide`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from grunnmur import plan
from grunnmur.plan.edit import Editor


@dataclass(frozen=True, slots=True)
class Tried:
    """What a move would do: what it takes along, what it would cost more, what it would break."""

    taken: tuple[str, ...]
    change: int
    cost: int
    broken: tuple[plan.Violation, ...]
    before: int
    workloads: frozenset[str]


@lru_cache(maxsize=2)
def documents(folder: Path) -> tuple[plan.Problem, plan.Plan]:
    """The problem and the plan of a run; None where the run has none. Runs never change."""
    problem = plan.read_problem(json.loads((folder / "problem.json").read_text(encoding="utf-8")))
    made = plan.read_plan(json.loads((folder / "plan.json").read_text(encoding="utf-8")))
    return problem, made


def has_plan(folder: Path) -> bool:
    """Whether the run has a plan to edit."""
    return (folder / "problem.json").exists() and (folder / "plan.json").exists()


def try_move(folder: Path, workload: str, period: int) -> Tried:
    """What moving the workload to the period would do. Nothing is kept."""
    problem, made = documents(folder)
    editor = Editor(problem, made)
    before = len(editor.verdict().violations)
    taken = editor.move(workload, period)
    verdict = editor.verdict()
    known = frozenset(workload.id for workload in problem.workloads)
    return Tried(taken, verdict.change, verdict.cost, verdict.violations, before, known)
