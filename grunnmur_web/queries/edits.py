"""The plan as a problem and an answer: a move tried, why a workload is where it is, what is left of capacity.

Nothing is written; pins are, by `decide`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from grunnmur import plan
from grunnmur.plan.conditions import Pin
from grunnmur.plan.edit import Editor
from grunnmur.plan.explain import Explanation, explain
from grunnmur.plan.ledger import ledger_of, tables
from grunnmur_web.queries import plans

_NAMES = ("problem.json", "plan.json")


@dataclass(frozen=True, slots=True)
class Tried:
    """What a move would do: what it takes along, what it would cost more, what it would break.

    `before` is how many conditions the plan breaks without it.
    """

    taken: tuple[str, ...]
    change: int
    cost: int
    broken: tuple[plan.Violation, ...]
    before: int


@dataclass(frozen=True, slots=True)
class Used:
    """How much of something is used in each period, of how much there is."""

    kind: str
    id: str
    name: str
    unit: str
    used: tuple[int, ...]
    limit: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shut:
    """Periods without cutovers, of one trust or of all, of one service or of all, and why."""

    organisation: str
    service: str
    reasons: tuple[str, ...]
    periods: frozenset[int]


def documents(folder: Path) -> tuple[plan.Problem, plan.Plan]:
    """The problem and the plan of a run, or of a scenario, which may be laid there anew."""
    return _read(folder, *((folder / name).stat().st_mtime_ns for name in _NAMES))


@lru_cache(maxsize=4)
def _read(folder: Path, *_written_at: int) -> tuple[plan.Problem, plan.Plan]:
    problem, made = (json.loads((folder / name).read_text(encoding="utf-8")) for name in _NAMES)
    return plan.read_problem(problem), plan.read_plan(made)


def has_plan(folder: Path) -> bool:
    """Whether the run has a plan to edit."""
    return all((folder / name).exists() for name in _NAMES)


def try_move(folder: Path, workload: str, period: int) -> Tried:
    """What moving the workload to the period would do. Nothing is kept."""
    problem, made = documents(folder)
    editor = Editor(problem, made)
    before = len(editor.verdict().violations)
    taken = editor.move(workload, period)
    verdict = editor.verdict()
    return Tried(taken, verdict.change, verdict.cost, verdict.violations, before)


def require_open(folder: Path, workload: str, period: int) -> None:
    """ProblemError where nothing could move the workload in the period, whatever else moves.

    A pin there would leave the next run without a plan. What it is pinned to now does not count: the new pin
    takes its place.
    """
    problem, made = documents(folder)
    others = tuple(row for row in problem.pins if row.workload != workload)
    Editor(replace(problem, pins=others), made).pin(Pin("site", workload, period, period + 1))


def why(folder: Path, workload: str) -> Explanation:
    """What keeps the workload where it is, and what anything else would cost."""
    problem, made = documents(folder)
    return explain(problem, made, workload)


@lru_cache(maxsize=2)
def capacity(folder: Path) -> tuple[Used, ...]:
    """How much of each skill, and of the room at each place, is used in each period, in the problem's order."""
    problem, made = documents(folder)
    ledger = ledger_of(tables(problem), made)
    return tuple(
        Used(row.kind, row.id, row.name, row.unit, _whole(ledger.used[n]), row.capacity)
        for n, row in enumerate(problem.resources)
    )


def freezes(folder: Path) -> tuple[Shut, ...]:
    """When nothing moves, by trust and service, those of everyone first; of trusts, those one may read."""
    found = _freezes(folder)
    seen = plans.readable(row.organisation for row in found)
    return tuple(row for row in found if row.organisation in seen)


@lru_cache(maxsize=2)
def _freezes(folder: Path) -> tuple[Shut, ...]:
    problem, _ = documents(folder)
    keys = sorted({(row.organisation, row.service) for row in problem.freezes})
    found = []
    for organisation, service in keys:
        rows = [
            r for r in problem.freezes if (r.organisation, r.service) == (organisation, service)
        ]
        reasons = tuple(dict.fromkeys(row.reason for row in rows if row.reason))
        periods = frozenset(period for row in rows for period in row.periods)
        found.append(Shut(organisation, service, reasons, periods))
    return tuple(found)


def _whole(values: Iterable[int]) -> tuple[int, ...]:
    return tuple(int(value) for value in values)
