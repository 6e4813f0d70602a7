"""The planning problem as one value. What it means, word by word, stands in docs/plan-json.md."""

from __future__ import annotations

from dataclasses import dataclass

from grunnmur.plan import validate
from grunnmur.plan.conditions import (
    Budget,
    Coupling,
    Exclusion,
    Executed,
    FixedCost,
    Forbid,
    Freeze,
    Outside,
    Pin,
    Precedence,
    Resource,
    Slots,
    Together,
)
from grunnmur.plan.period import Period
from grunnmur.plan.workload import Workload


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a plan must respect and everything it costs. A wrong one cannot be built.

    An organisation without `slots`, a year without a budget and a `wave_limit` of None have no
    limit of that kind.
    """

    name: str
    periods: tuple[Period, ...]
    workloads: tuple[Workload, ...]
    resources: tuple[Resource, ...] = ()
    slots: tuple[Slots, ...] = ()
    wave_limit: tuple[int, ...] | None = None
    budgets: tuple[Budget, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    couplings: tuple[Coupling, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    together: tuple[Together, ...] = ()
    fixed_costs: tuple[FixedCost, ...] = ()
    pins: tuple[Pin, ...] = ()
    forbids: tuple[Forbid, ...] = ()
    executed: tuple[Executed, ...] = ()
    outside: tuple[Outside, ...] = ()

    def __post_init__(self) -> None:
        validate.require_sound(self)
