"""The ledger: places of all workloads, what they use of every row, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from grunnmur.errors import ProblemError
from grunnmur.plan.ledger import broken
from grunnmur.plan.plan import CostParts, Move

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grunnmur.plan.check import Violation
    from grunnmur.plan.ledger.tables import Span, Tables
    from grunnmur.plan.plan import Plan
    from grunnmur.plan.workload import Disposition


class Place(NamedTuple):
    """Where a workload stands: the number of its disposition, and its period."""

    way: int
    period: int


class Ledger:
    """What a plan uses and costs. `place` changes one move; everything else follows from it.

    `used` is [row, period] as the tables' `limit`; `movable` is the part of it that workloads
    use which are not executed. `spans` is what each workload uses; `spent` is one-off NOK by budget.
    """

    def __init__(self, tables: Tables, places: Iterable[Place]) -> None:
        chosen = list(places)
        self.tables = tables
        self.way = [place.way for place in chosen]
        self.period = np.array([place.period for place in chosen], dtype=np.int64)
        self.used = np.zeros(tables.limit.shape, dtype=np.int64)
        self.movable = np.zeros(tables.limit.shape, dtype=np.int64)
        self.spent = np.zeros(len(tables.budgets), dtype=np.int64)
        self.movable_spent = np.zeros(len(tables.budgets), dtype=np.int64)
        self.spans: list[list[Span]] = [[] for _ in chosen]
        for n in range(len(chosen)):
            self._enter(n, 1)
        self.cost_total = self.cost_parts().total

    @property
    def cost(self) -> int:
        """The avoidable cost, NOK."""
        return self.cost_total - int(self.tables.cheapest.sum())

    def place(self, workload: int, place: Place) -> int:
        """Puts the workload there. Gives by how many NOK the total cost changes."""
        change = self.change(workload, place)
        self._enter(workload, -1)
        self.way[workload], self.period[workload] = place
        self._enter(workload, 1)
        self.cost_total += change
        return change

    def at(self, workload: int) -> Place:
        """Where the workload stands."""
        return Place(self.way[workload], int(self.period[workload]))

    @contextmanager
    def trying(self, places: Mapping[int, Place]) -> Iterator[int]:
        """The ledger as if these workloads stood elsewhere: the change in cost; then as before."""
        kept = {n: self.at(n) for n in places}
        yield sum(self.place(n, place) for n, place in places.items())
        for n, place in kept.items():
            self.place(n, place)

    def broken(self, *, users: bool = True) -> list[Violation]:
        """Every condition that does not hold, in the same words as the checker's."""
        return broken.all_broken(self, users=users)

    def change(self, workload: int, place: Place) -> int:
        """By how many NOK the total cost would change if the workload stood there."""
        return self._cost_at(workload, place) - self._cost_at(workload, self.at(workload))

    def misfits(self, workload: int, place: Place) -> int:
        """How many conditions the workload would break there, all others staying."""
        return broken.misfits(self, workload, place)

    def cost_parts(self) -> CostParts:
        """The parts of the total cost, from the beginning."""
        tables, column = self.tables, self.period + 1
        every = np.arange(len(self.way))
        ways = self.ways()
        left = tables.count - 1 - self.period
        exposure_after = np.array([way.exposure_after for way in ways], dtype=np.int64)
        run_after = np.array([way.run_after for way in ways], dtype=np.int64)
        return CostParts(
            one_off=sum(way.one_off for way in ways),
            exposure=int((tables.exposure[every, column] + left * exposure_after).sum()),
            run=int((tables.run[every, column] + left * run_after).sum()),
            lateness=int(tables.late[every, column].sum()),
            coupling=tables.couplings.total(self.period),
            fixed=sum(
                int(sums[1 + self._last(members)])
                for members, sums in zip(tables.fixed_groups, tables.fixed, strict=True)
            ),
        )

    def ways(self) -> list[Disposition]:
        """The disposition of each workload."""
        rows = self.tables.problem.workloads
        return [row.dispositions[way] for row, way in zip(rows, self.way, strict=True)]

    def moves(self) -> tuple[Move, ...]:
        """The moves as they stand, in the problem's order."""
        return tuple(
            Move(row.id, row.dispositions[way].name, period)
            for row, way, period in zip(
                self.tables.problem.workloads, self.way, self.period.tolist(), strict=True
            )
        )

    def _enter(self, workload: int, sign: int) -> None:
        tables, (way, period) = self.tables, self.at(workload)
        movable = not tables.executed[workload]
        if sign > 0:
            self.spans[workload] = tables.spans(workload, way, period)
        for row, first, end, amount in self.spans[workload]:
            self.used[row, first:end] += sign * amount
            if movable:
                self.movable[row, first:end] += sign * amount
        budget = tables.budget_of[period] if period >= 0 else None
        if budget is not None:
            one_off = sign * tables.problem.workloads[workload].dispositions[way].one_off
            self.spent[budget] += one_off
            self.movable_spent[budget] += one_off if movable else 0

    def _cost_at(self, workload: int, place: Place) -> int:
        """NOK that depend on where the workload stands, all others staying."""
        tables = self.tables
        cost = int(tables.own[tables.first_way[workload] + place.way, 1 + place.period])
        cost += tables.couplings.of(workload, place.period, self.period)
        for group in tables.fixed_groups_of[workload]:
            members = tables.fixed_groups[group]
            others = self._last(members[members != workload])
            cost += int(tables.fixed[group, 1 + max(others, place.period)])
        return cost

    def _last(self, members: np.ndarray) -> int:
        return int(self.period[members].max()) if len(members) else -1


def ledger_of(tables: Tables, plan: Plan) -> Ledger:
    """The ledger of a complete plan. ProblemError where a move is missing or means nothing."""
    places: list[Place | None] = [None] * len(tables.number)
    for move in plan.moves:
        n = tables.number.get(move.workload)
        if n is None or places[n] is not None:
            raise ProblemError("plan_does_not_fit", workload=move.workload)
        way = tables.way_number(n, move.disposition)
        least = -1 if tables.executed[n] else 0
        if way is None or not least <= move.period < tables.count:
            raise ProblemError("plan_does_not_fit", workload=move.workload)
        places[n] = Place(way, move.period)
    for row, place in zip(tables.problem.workloads, places, strict=True):
        if place is None:
            raise ProblemError("plan_lacks_workload", workload=row.id)
    return Ledger(tables, [place for place in places if place is not None])
