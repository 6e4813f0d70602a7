"""The verdict on a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from math import isclose
from typing import Any

from grunnmur.plan.check import form, shared
from grunnmur.plan.check.bound import window_bound
from grunnmur.plan.check.certificate import Prover
from grunnmur.plan.check.cost import Costs
from grunnmur.plan.check.curves import CURVES, curves
from grunnmur.plan.check.digest import problem_digest
from grunnmur.plan.check.figures import figures
from grunnmur.plan.check.meaning import require_sound
from grunnmur.plan.check.moves import read_moves
from grunnmur.plan.check.multipliers import Refused
from grunnmur.plan.check.own import OwnConditions
from grunnmur.plan.check.report import Report, Violation
from grunnmur.plan.check.statement import Row, statement


def check(problem_json: Mapping[str, Any], plan_json: Mapping[str, Any]) -> Report:
    """Every condition of the problem that the plan breaks, its costs, and the bound it claims.

    Raises ProblemError where a document has not its form, or the problem means nothing.
    """
    return Checker(problem_json).check(plan_json)


class Checker:
    """One problem, read once, for many plans. Raises ProblemError where it means nothing."""

    def __init__(self, problem_json: Mapping[str, Any]) -> None:
        self._problem = statement(form.read(problem_json, "problem"))
        require_sound(self._problem)
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
        plan = form.read(plan_json, "plan")
        moves, violations = read_moves(self._problem, plan)
        violations += self._broken(moves)
        violations += _misjudged(plan, broken=bool(violations))
        violations += self._other_problem(plan)
        if len(moves) < len(self._problem.workloads):
            return Report(feasible=False, violations=tuple(violations))

        parts = self._costs.parts(moves)
        total = sum(parts.values())
        cost = total - sum(self._figures.cheapest)
        violations += _misstated(plan, {"cost": cost, "cost_total": total}, parts)
        violations += self._misdrawn(plan, moves)
        bound, unproven = self._bound(plan) if certificate else (None, [])
        violations += unproven
        if certificate and not unproven:
            violations += _misstated_gap(plan, _gap(cost, bound))
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

    def _misdrawn(self, plan: Row, moves: shared.Moves) -> Iterator[Violation]:
        """The curves the plan gives that are others than its own; of each the first wrong period."""
        claims = {name: plan[name] for name in CURVES if name in plan}
        actual = curves(self._problem, moves) if claims else {}
        for name, claimed in claims.items():
            if len(claimed) != self._problem.count:
                facts = {"length": len(claimed), "periods": self._problem.count}
                yield Violation("curve_of_other_length", {"name": name, **facts})
                continue
            pairs = zip(claimed, actual[name], strict=True)
            for period, (said, found) in enumerate(pairs):
                if said != found:
                    facts = {"period": period, "claimed": said, "actual": found}
                    yield Violation("curve_misstated", {"name": name, **facts})
                    break

    def _other_problem(self, plan: Row) -> Iterator[Violation]:
        if plan["problem_digest"] != self._digest:
            facts = {"claimed": plan["problem_digest"], "actual": self._digest}
            yield Violation("other_problem", facts)

    def _bound(self, plan: Row) -> tuple[int | None, list[Violation]]:
        """The bound the plan claims, if its certificate proves it, or if it needs none."""
        claimed, proven = plan.get("bound"), -1
        if "certificate" in plan:
            try:
                certified = self._prover.bound(plan["certificate"])
            except Refused as wrong:
                facts = {"place": wrong.place, "reason": wrong.reason}
                if claimed is None:
                    return None, [Violation("certificate_proves_nothing", facts)]
                return None, [_unproven(claimed, self._window_bound, facts)]
            proven = -1 if claimed is None else claimed if certified is None else certified
        # The other bound looks at every coupling ten times: only where it is needed.
        if claimed is None or claimed <= proven or claimed <= self._window_bound:
            return claimed, []
        return None, [_unproven(claimed, max(proven, self._window_bound), {})]

    @cached_property
    def _digest(self) -> str:
        return problem_digest(self._problem.document)

    @cached_property
    def _window_bound(self) -> int:
        return window_bound(self._figures)

    @cached_property
    def _prover(self) -> Prover:
        return Prover(self._figures)


def _unproven(claimed: int, proven: int, facts: Mapping[str, str]) -> Violation:
    return Violation("bound_not_proven", {"claimed": claimed, "proven": proven, **facts})


def _misjudged(plan: Row, *, broken: bool) -> Iterator[Violation]:
    """Whether the plan says it keeps all conditions, and does not, or the other way round.

    How many it breaks is not asked: it is what the search knew of, and counted as it counts.
    """
    claims = {name: plan[name] for name in ("status", "violations") if name in plan}
    keeps = {claim in ("feasible", 0) for claim in claims.values()}
    if broken and True in keeps:
        yield Violation("kept_misstated", claims)
    if not broken and False in keeps:
        yield Violation("broken_misstated", claims)


def _misstated(plan: Row, costs: Mapping[str, int], parts: Row) -> Iterator[Violation]:
    claims = {name: plan.get(name) for name in costs} | plan.get("cost_parts", {})
    for name, actual in {**costs, **parts}.items():
        claimed = claims.get(name)
        if claimed is not None and claimed != actual:
            yield Violation("cost_misstated", {"name": name, "claimed": claimed, "actual": actual})


def _misstated_gap(plan: Row, actual: float | None) -> Iterator[Violation]:
    claimed = plan.get("gap")
    # Another program may have rounded the last digit otherwise.
    if claimed is not None and (actual is None or not isclose(claimed, actual, abs_tol=1e-9)):
        yield Violation("gap_misstated", {"claimed": claimed, "actual": actual})


def _gap(cost: int, bound: int | None) -> float | None:
    if bound is None:
        return None
    return (cost - bound) / cost if cost > 0 else 0.0
