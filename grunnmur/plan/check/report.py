"""What the checker says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Violation:
    """One condition that does not hold: a code, and the facts that show it."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on a plan. Costs are recomputed, in NOK; None where the plan is not complete.

    `feasible` is true only when every condition holds and every claim of the plan is right.
    `bound` is the plan's own, where it is proven; `gap` is (cost − bound) / cost.
    """

    feasible: bool
    violations: tuple[Violation, ...]
    cost: int | None = None
    cost_parts: Mapping[str, int] | None = None
    cost_total: int | None = None
    bound: int | None = None
    gap: float | None = None

    def document(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "feasible": self.feasible,
            "violations": [{"code": row.code, **row.facts} for row in self.violations],
            "cost": self.cost,
            "cost_parts": dict(self.cost_parts) if self.cost_parts is not None else None,
            "cost_total": self.cost_total,
            "bound": self.bound,
            "gap": self.gap,
        }
