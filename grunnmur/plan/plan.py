"""A plan: one move for each workload, what it costs and how good it is known to be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grunnmur.plan.problem import Problem


@dataclass(frozen=True, slots=True)
class Move:
    """One workload's cutover: in which period, done how."""

    workload: str
    disposition: str
    period: int


@dataclass(frozen=True, slots=True)
class CostParts:
    """What the total cost is made of, in NOK."""

    one_off: int = 0
    exposure: int = 0
    run: int = 0
    lateness: int = 0
    coupling: int = 0
    fixed: int = 0

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return self.one_off + self.exposure + self.run + self.lateness + self.coupling + self.fixed


@dataclass(frozen=True, slots=True)
class Plan:
    """An answer to a problem, immutable.

    `cost` is the avoidable cost: the total less each workload's cheapest conceivable own cost.
    `bound` is a proven lower bound of it; None is none proven. `broken` counts violated rows; 0 is
    a feasible plan. `effort` and `seed` make the same plan again. `certificate` is what `check`
    needs to see that the bound holds, as JSON values. `risk_curve` is the exposure that remains
    when each period has ended and `cash_curve` what is paid in it, NOK; empty is not worked out.
    `parent` is the id of the plan it came from; None is from nothing, or not known.
    """

    problem_digest: str
    moves: tuple[Move, ...]
    cost: int
    cost_total: int
    cost_parts: CostParts
    risk_curve: tuple[int, ...] = ()
    cash_curve: tuple[int, ...] = ()
    broken: int = 0
    bound: int | None = None
    parent: str | None = None
    effort: int = 0
    seed: int = 0
    certificate: Mapping[str, Any] | None = field(default=None, repr=False)

    @property
    def id(self) -> str:
        """The same moves for the same problem, come from the same plan, have the same id."""
        told = [[move.workload, move.disposition, move.period] for move in self.moves]
        content = json.dumps([self.problem_digest, self.parent, told], ensure_ascii=False)
        return f"plan-{hashlib.sha256(content.encode()).hexdigest()[:12]}"

    @property
    def feasible(self) -> bool:
        """Whether no condition is broken."""
        return self.broken == 0

    @property
    def gap(self) -> float | None:
        """(cost − bound) / cost: 0 is proven best, None is not known, or no plan at all."""
        if self.bound is None or not self.feasible:
            return None
        return (self.cost - self.bound) / self.cost if self.cost > 0 else 0.0


def moves_known(problem: Problem, plan: Plan) -> tuple[Move, ...]:
    """The plan's moves that there are in the problem too, though it was made for another one."""
    ways = {(row.id, way.name) for row in problem.workloads for way in row.dispositions}
    count = len(problem.periods)
    return tuple(
        move
        for move in plan.moves
        if (move.workload, move.disposition) in ways and move.period < count
    )
