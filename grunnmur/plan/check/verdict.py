"""The verdict on a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from grunnmur.errors import ProblemError
from grunnmur.plan.check import shared
from grunnmur.plan.check.bound import proven_bound
from grunnmur.plan.check.cost import OwnCosts, cost_parts
from grunnmur.plan.check.digest import problem_digest
from grunnmur.plan.check.moves import read_moves
from grunnmur.plan.check.own import OwnConditions
from grunnmur.plan.check.report import Report, Violation
from grunnmur.plan.check.statement import Row, Statement, statement


def check(problem_json: Mapping[str, Any], plan_json: Mapping[str, Any]) -> Report:
    """Every condition of the problem that the plan breaks, and its costs worked out again.

    Raises ProblemError where a document cannot be understood at all.
    """
    problem = statement(problem_json)
    if plan_json.get("format") != "grunnmur-plan/1":
        raise ProblemError("plan_malformed", place="format", reason=plan_json.get("format"))
    moves, violations = read_moves(problem, plan_json)
    violations += _broken(problem, moves)
    violations += _other_problem(problem_json, plan_json)
    if len(moves) < len(problem.workloads):
        return Report(feasible=False, violations=tuple(violations))

    parts = cost_parts(problem, moves)
    total = sum(parts.values())
    own = OwnCosts(problem)
    cost = total - own.cheapest()
    violations += _misstated(plan_json, {"cost": cost, "cost_total": total}, parts)
    bound, unproven = _bound(problem, own, plan_json)
    violations += unproven
    return Report(
        feasible=not violations,
        violations=tuple(violations),
        cost=cost,
        cost_parts=parts,
        cost_total=total,
        bound=bound,
        gap=_gap(cost, bound),
    )


def _broken(problem: Statement, moves: shared.Moves) -> Iterator[Violation]:
    own = OwnConditions(problem)
    for move in moves.values():
        yield from own.broken(move)
    yield from shared.broken_order(problem, moves)
    yield from shared.broken_exclusions(problem, moves)
    yield from shared.broken_resources(problem, moves)
    yield from shared.broken_slots(problem, moves)
    yield from shared.broken_wave_limit(problem, moves)
    yield from shared.broken_budgets(problem, moves)


def _other_problem(problem: Row, plan: Row) -> Iterator[Violation]:
    claimed = plan.get("problem_digest")
    actual = problem_digest(problem)
    if claimed is not None and claimed != actual:
        yield Violation("other_problem", {"claimed": claimed, "actual": actual})


def _misstated(plan: Row, costs: Mapping[str, int], parts: Row) -> Iterator[Violation]:
    claims = {name: plan.get(name) for name in costs} | (plan.get("cost_parts") or {})
    for name, actual in {**costs, **parts}.items():
        claimed = claims.get(name)
        if claimed is not None and claimed != actual:
            yield Violation("cost_misstated", {"name": name, "claimed": claimed, "actual": actual})


def _bound(problem: Statement, own: OwnCosts, plan: Row) -> tuple[int | None, list[Violation]]:
    claimed = plan.get("bound")
    if claimed is None:
        return None, []
    proven = proven_bound(problem, own)
    if isinstance(claimed, int) and claimed <= proven:
        return claimed, []
    return None, [Violation("bound_not_proven", {"claimed": claimed, "proven": proven})]


def _gap(cost: int, bound: int | None) -> float | None:
    if bound is None:
        return None
    return (cost - bound) / cost if cost > 0 else 0.0
