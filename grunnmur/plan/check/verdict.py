"""The verdict on a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from grunnmur.errors import ProblemError
from grunnmur.plan.check import shared
from grunnmur.plan.check.bound import window_bound
from grunnmur.plan.check.certificate import Prover
from grunnmur.plan.check.cost import Costs
from grunnmur.plan.check.digest import problem_digest
from grunnmur.plan.check.figures import figures
from grunnmur.plan.check.moves import read_moves
from grunnmur.plan.check.multipliers import Refused
from grunnmur.plan.check.own import OwnConditions
from grunnmur.plan.check.report import Report, Violation
from grunnmur.plan.check.statement import Row, statement


def check(problem_json: Mapping[str, Any], plan_json: Mapping[str, Any]) -> Report:
    """Every condition of the problem that the plan breaks, its costs, and the bound it claims.

    Raises ProblemError where a document cannot be understood at all.
    """
    return Checker(problem_json).check(plan_json)


class Checker:
    """One problem, read once, for many plans. Raises ProblemError where it cannot be understood."""

    def __init__(self, problem_json: Mapping[str, Any]) -> None:
        self._document = problem_json
        self._problem = statement(problem_json)
        self._own = OwnConditions(self._problem)
        self._figures = figures(self._problem, self._own)
        self._costs = Costs(self._problem)
        self._way_of = {
            (name, way["name"]): self._figures.first_way[n] + k
            for n, (name, row) in enumerate(self._problem.workloads.items())
            for k, way in enumerate(row["dispositions"])
        }

    def check(self, plan_json: Mapping[str, Any], *, certificate: bool = True) -> Report:
        """The verdict on one plan; without `certificate` nothing is said of its bound."""
        if plan_json.get("format") != "grunnmur-plan/1":
            raise ProblemError("plan_malformed", place="format", reason=plan_json.get("format"))
        moves, violations = read_moves(self._problem, plan_json)
        violations += self._broken(moves)
        violations += self._other_problem(plan_json)
        if len(moves) < len(self._problem.workloads):
            return Report(feasible=False, violations=tuple(violations))

        parts = self._costs.parts(moves)
        total = sum(parts.values())
        cost = total - sum(self._figures.cheapest)
        violations += _misstated(plan_json, {"cost": cost, "cost_total": total}, parts)
        bound, unproven = self._bound(plan_json) if certificate else (None, [])
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

    def certified(self, certificate: Any) -> int | None:  # noqa: ANN401 - a JSON value
        """The bound a certificate proves, in NOK; None if it proves that no plan is feasible.

        Raises Refused where it is no certificate for this problem.
        """
        return self._prover.bound(certificate)

    def _broken(self, moves: shared.Moves) -> Iterator[Violation]:
        allowed = self._figures.allowed
        for name, move in moves.items():
            way = self._way_of[name, move.way["name"]]
            if move.period < 0 or not allowed[way, move.period]:
                yield from self._own.broken(move)
        yield from shared.broken_order(self._problem, moves)
        yield from shared.broken_exclusions(self._problem, moves)
        yield from shared.broken_together(self._problem, moves)
        yield from shared.broken_resources(self._problem, moves)
        yield from shared.broken_slots(self._problem, moves)
        yield from shared.broken_wave_limit(self._problem, moves)
        yield from shared.broken_budgets(self._problem, moves)

    def _other_problem(self, plan: Row) -> Iterator[Violation]:
        claimed = plan.get("problem_digest")
        if claimed is not None and claimed != self._digest:
            yield Violation("other_problem", {"claimed": claimed, "actual": self._digest})

    def _bound(self, plan: Row) -> tuple[int | None, list[Violation]]:
        """The bound the plan claims, if its certificate proves it, or if it needs none."""
        claimed = plan.get("bound")
        if claimed is None:
            return None, []
        if type(claimed) is not int:
            return None, [_unproven(claimed, self._window_bound, {})]
        proven = -1
        if plan.get("certificate") is not None:
            try:
                certified = self._prover.bound(plan["certificate"])
            except Refused as wrong:
                facts = {"place": wrong.place, "reason": wrong.reason}
                return None, [_unproven(claimed, self._window_bound, facts)]
            proven = claimed if certified is None else certified
        # The other bound looks at every coupling ten times: only where it is needed.
        if claimed <= proven or claimed <= self._window_bound:
            return claimed, []
        return None, [_unproven(claimed, max(proven, self._window_bound), {})]

    @cached_property
    def _digest(self) -> str:
        return problem_digest(self._document)

    @cached_property
    def _window_bound(self) -> int:
        return window_bound(self._figures)

    @cached_property
    def _prover(self) -> Prover:
        return Prover(self._figures)


def _unproven(claimed: object, proven: int, facts: Mapping[str, str]) -> Violation:
    return Violation("bound_not_proven", {"claimed": claimed, "proven": proven, **facts})


def _misstated(plan: Row, costs: Mapping[str, int], parts: Row) -> Iterator[Violation]:
    claims = {name: plan.get(name) for name in costs} | (plan.get("cost_parts") or {})
    for name, actual in {**costs, **parts}.items():
        claimed = claims.get(name)
        if claimed is not None and claimed != actual:
            yield Violation("cost_misstated", {"name": name, "claimed": claimed, "actual": actual})


def _gap(cost: int, bound: int | None) -> float | None:
    if bound is None:
        return None
    return (cost - bound) / cost if cost > 0 else 0.0
