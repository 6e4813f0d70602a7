"""The editor: one plan in hand, changed move by move."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.errors import ProblemError
from grunnmur.plan import json_form
from grunnmur.plan.edit.split import split_wave
from grunnmur.plan.ledger import Place, broken, ledger_of, tables
from grunnmur.plan.ledger.tables import cheapest
from grunnmur.plan.plan import CostParts, Plan
from grunnmur.plan.priced import priced

if TYPE_CHECKING:
    from grunnmur.plan.check import Violation
    from grunnmur.plan.conditions import Forbid, Pin
    from grunnmur.plan.plan import Move
    from grunnmur.plan.problem import Problem


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the plan in hand costs and breaks. `change` is NOK against the plan it began as."""

    cost: int
    cost_total: int
    cost_parts: CostParts
    change: int
    violations: tuple[Violation, ...]


class Editor:
    """A plan in hand. Changes are made by name; a workload tied to others takes them along."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._given = problem
        self._began = plan
        self._ledger = ledger_of(tables(problem), plan)
        self._began_total = self._ledger.cost_total
        self._pins: list[Pin] = []
        self._forbids: list[Forbid] = []
        self._touched: set[int] = set()

    @property
    def problem(self) -> Problem:
        """The problem with the pins and forbids that were added."""
        if not self._pins and not self._forbids:
            return self._given
        return replace(
            self._given,
            pins=(*self._given.pins, *self._pins),
            forbids=(*self._given.forbids, *self._forbids),
        )

    @property
    def touched(self) -> tuple[str, ...]:
        """The workloads that were moved by hand, in the problem's order."""
        return tuple(self._given.workloads[n].id for n in sorted(self._touched))

    def move(self, workload: str, period: int, disposition: str = "") -> tuple[str, ...]:
        """Moves the workload's cutover to the period; done as before where no disposition is given.

        Gives the workloads moved: it and those that must move with it. ProblemError where the
        workload has been executed, or a name or the period is unknown.
        """
        n = self._number(workload)
        if not 0 <= period < len(self._given.periods):
            facts = {"period": period, "periods": len(self._given.periods)}
            raise ProblemError("unknown_period", place=workload, **facts)
        way = self._ledger.way[n]
        if disposition:
            way = self._way(n, disposition)
        moved = self._ledger.tables.tied_to(n)
        for other in moved:
            chosen = way if other == n else self._ledger.way[other]
            self._ledger.place(other, Place(chosen, period))
        self._touched.update(moved)
        return tuple(self._given.workloads[other].id for other in moved)

    def pin(self, pin: Pin) -> None:
        """Adds the pin. ProblemError where it leaves the workload no period."""
        n = self._number(pin.workload)
        self._restrict(n, pin, inside=True)
        self._pins.append(pin)

    def forbid(self, forbid: Forbid) -> None:
        """Adds the forbid. ProblemError where it leaves the workload no period."""
        n = self._number(forbid.workload)
        self._restrict(n, forbid, inside=False)
        self._forbids.append(forbid)

    def split_wave(self, period: int, into: int) -> tuple[str, ...]:
        """Moves half of the period's cutovers to period `into`; gives the workloads moved.

        They are taken one by one: what breaks fewest conditions there, then what costs least.
        """
        for at in (period, into):
            if not 0 <= at < len(self._given.periods):
                facts = {"period": at, "periods": len(self._given.periods)}
                raise ProblemError("unknown_period", place="split", **facts)
        moved = split_wave(self._ledger, period, into)
        self._touched.update(moved)
        return tuple(self._given.workloads[n].id for n in moved)

    def verdict(self) -> Verdict:
        """What the plan in hand costs and breaks now."""
        return Verdict(
            cost=self._ledger.cost,
            cost_total=self._ledger.cost_total,
            cost_parts=self._ledger.cost_parts(),
            change=self._ledger.cost_total - self._began_total,
            violations=tuple(self._ledger.broken()),
        )

    def plan(self, moves: tuple[Move, ...] | None = None) -> Plan:
        """The plan in hand, or the one with these moves in its place.

        Its bound is the old one's if that was for the same problem, else none.
        """
        ledger = self._ledger
        if moves is not None:
            ledger = ledger_of(ledger.tables, replace(self._began, moves=moves))
        digest = json_form.digest(self.problem)
        same = digest == self._began.problem_digest
        changed = not same or set(ledger.moves()) != set(self._began.moves)
        held = replace(
            self._began,
            problem_digest=digest,
            bound=self._began.bound if same else None,
            certificate=self._began.certificate if same else None,
            parent=self._began.id if changed else self._began.parent,
        )
        return priced(ledger, held)

    def _number(self, workload: str) -> int:
        n = self._ledger.tables.number.get(workload)
        if n is None:
            raise ProblemError("unknown_workload", place="edit", id=workload)
        if self._ledger.tables.executed[n]:
            raise ProblemError("edit_executed", workload=workload)
        return n

    def _way(self, n: int, disposition: str) -> int:
        way = self._ledger.tables.way_number(n, disposition)
        if way is None:
            workload = self._given.workloads[n].id
            raise ProblemError("unknown_disposition", workload=workload, id=disposition)
        return way

    def _restrict(self, n: int, row: Pin | Forbid, *, inside: bool) -> None:
        """Takes away periods the row rules out, and what follows from that."""
        old = self._ledger.tables
        workload = self._given.workloads[n]
        if row.disposition:
            self._way(n, row.disposition)
        allowed = old.allowed.copy()
        for way, disposition in enumerate(workload.dispositions):
            said = [broken.says(row, disposition, period) for period in range(old.count)]
            allowed[old.first_way[n] + way] &= np.array(said) == inside
        rows = slice(old.first_way[n], old.first_way[n + 1])
        if not allowed[rows].any():
            facts = {"workload": workload.id, "name": workload.name}
            last = f"{'pins' if inside else 'forbids'} {row.id}"
            raise ProblemError("no_allowed_period", **facts, closed_by=[last])
        self._ledger.tables = replace(
            old,
            allowed=allowed,
            cheapest=cheapest(self._given, old.first_way, old.own, allowed, old.number),
            wishes={**old.wishes, workload.id: (*old.wishes.get(workload.id, ()), row)},
        )
