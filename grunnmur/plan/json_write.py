"""Values → JSON values. Members with their default value are left out."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any

from grunnmur.plan.conditions import Executed, Forbid, Pin
from grunnmur.plan.plan import Plan

if TYPE_CHECKING:
    from grunnmur.plan.problem import Problem

PROBLEM_FORMAT = "grunnmur-problem/1"
PLAN_FORMAT = "grunnmur-plan/1"
SERIES = frozenset({"exposure", "run_before", "capacity", "cost", "wave_limit"})
"""Fields that hold one whole number for each period."""
AMOUNTS = frozenset({"effort", "keeps", "holds"})
"""Fields that hold an amount by resource."""
RENAMED = {(Pin, "first"): "from", (Forbid, "first"): "from", (Plan, "broken"): "violations"}
"""Members whose name in JSON is a reserved word here, or another."""
ALWAYS = frozenset({(Executed, "period")})
"""Members without which the row says nothing, though their value may look like a default."""


def problem(value: Problem) -> dict[str, Any]:
    """The problem as JSON values."""
    return {"format": PROBLEM_FORMAT, **_members(value)}


def plan(value: Plan) -> dict[str, Any]:
    """The plan as JSON values. Gap is given for the reader; it follows from cost and bound."""
    return {
        "format": PLAN_FORMAT,
        "problem_digest": value.problem_digest,
        "parent": value.parent,
        "status": "feasible" if value.feasible else "infeasible",
        "violations": value.broken,
        "moves": [dataclasses.asdict(move) for move in value.moves],
        "cost": value.cost,
        "cost_total": value.cost_total,
        "cost_parts": dataclasses.asdict(value.cost_parts),
        **_curve("risk_curve", value.risk_curve),
        **_curve("cash_curve", value.cash_curve),
        "bound": value.bound,
        "gap": value.gap,
        "effort": value.effort,
        "seed": value.seed,
        **({"certificate": value.certificate} if value.certificate is not None else {}),
    }


def _curve(name: str, values: tuple[int, ...]) -> dict[str, Any]:
    return {name: list(values)} if values else {}


def _members(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any of our frozen dataclasses
    members = {}
    for field in dataclasses.fields(value):
        content = getattr(value, field.name)
        if content == field.default and (type(value), field.name) not in ALWAYS:
            continue
        name = RENAMED.get((type(value), field.name), field.name)
        member = _series(content) if field.name in SERIES else _json(field.name, content)
        if not (field.name in SERIES and member == 0 and field.name != "wave_limit"):
            members[name] = member
    return members


def _json(name: str, content: Any) -> Any:  # noqa: ANN401 - any field's content
    if name in AMOUNTS:
        return dict(content)
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, tuple):
        return [_members(row) if dataclasses.is_dataclass(row) else row for row in content]
    return content


def _series(values: tuple[int, ...]) -> int | list[int]:
    if values and all(value == values[0] for value in values):
        return values[0]
    return list(values)
