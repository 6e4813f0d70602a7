"""Which conditions cannot hold together: a set of them from which none can be left out.

A model of feasibility alone, in which every condition can be switched off. The solver names a set
that is too much together; then each member is left out once, and stays out where the rest is still
too much (a deletion filter; Chinneck 2008).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from grunnmur.plan.windows import own_rules

if TYPE_CHECKING:
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.workload import Disposition, Workload

_PATIENCE = 20.0
"""Deterministic seconds of the solver for each question. What is not answered by then is kept."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the problem: a code, and the facts that name it."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Conditions that cannot all hold. `minimal` is whether every one of them is proven needed."""

    conditions: tuple[Condition, ...]
    minimal: bool


def conflict(problem: Problem) -> Conflict | None:
    """A smallest set of conditions that cannot hold together; None where none was found.

    None is either that all conditions can hold or that the solver could not tell in its time.
    """
    model = _Model(problem)
    suspects = model.too_much(range(len(model.conditions)))
    if suspects is None:
        return None
    kept, minimal = list(suspects), True
    for suspect in suspects:
        if suspect not in kept:
            continue
        found = model.too_much([other for other in kept if other != suspect])
        minimal = minimal and model.answered
        kept = kept if found is None else found
    return Conflict(tuple(model.conditions[n] for n in sorted(kept)), minimal)


class _Model:
    """Who can be when, and every condition behind a switch."""

    def __init__(self, problem: Problem) -> None:
        self.conditions: list[Condition] = []
        self.answered = True
        self._problem, self._count = problem, len(problem.periods)
        self._model = cp_model.CpModel()
        self._switches: list[cp_model.IntVar] = []
        self._executed = {row.workload: row for row in problem.executed}
        self._at = {row.id: self._places(row) for row in problem.workloads}
        self._period = {row.id: self._period_of(row) for row in problem.workloads}
        self._add_own()
        self._add_order()
        self._add_limits()

    def too_much(self, chosen: Any) -> list[int] | None:  # noqa: ANN401 numbers of conditions
        """Those of the chosen conditions that are too much together; None where they are not."""
        self._model.clear_assumptions()
        self._model.add_assumptions([self._switches[n] for n in chosen])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = _PATIENCE
        status = solver.solve(self._model)
        self.answered = status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
        if status != cp_model.INFEASIBLE:
            return None
        named = set(solver.sufficient_assumptions_for_infeasibility())
        return [n for n in chosen if self._switches[n].index in named]

    def _places(self, row: Workload) -> dict[tuple[int, int], cp_model.IntVar | int]:
        """By way and period, whether the workload is there."""
        done = self._executed.get(row.id)
        if done is not None:
            names = [way.name for way in row.dispositions]
            return {(names.index(done.disposition), done.period): 1}
        found: dict[tuple[int, int], cp_model.IntVar | int] = {
            (k, t): self._model.new_bool_var("")
            for k in range(len(row.dispositions))
            for t in range(self._count)
        }
        self._model.add_exactly_one(found.values())
        return found

    def _period_of(self, row: Workload) -> cp_model.LinearExprT:
        return sum(t * here for (_, t), here in self._at[row.id].items())

    def _switch(self, code: str, **facts: object) -> cp_model.IntVar:
        self.conditions.append(Condition(f"conflict_{code}", facts))
        self._switches.append(self._model.new_bool_var(""))
        return self._switches[-1]

    def _add_own(self) -> None:
        for row in self._problem.workloads:
            if row.id in self._executed:
                continue
            for rule in own_rules(self._problem, row):
                shut = [
                    here for (k, t), here in self._at[row.id].items() if not rule.masks[k] >> t & 1
                ]
                if shut:
                    on = self._switch(rule.code, **rule.facts)
                    self._model.add(sum(shut) == 0).only_enforce_if(on)

    def _add_order(self) -> None:
        for row in self._problem.precedences:
            if row.after in self._executed:
                continue
            on = self._switch("precedence", before=row.before, after=row.after, lag=row.lag)
            late = self._period[row.after] >= self._period[row.before] + row.lag
            self._model.add(late).only_enforce_if(on)
        for group in self._problem.together:
            on = self._switch("together", together=group.id)
            for name in group.workloads[1:]:
                same = self._period[name] == self._period[group.workloads[0]]
                self._model.add(same).only_enforce_if(on)

    def _add_limits(self) -> None:
        problem = self._problem
        for resource in problem.resources:
            uses = self._uses(lambda row, way, t, name=resource.id: _taken(row, way, t, name))
            self._limit("resource", uses, resource.capacity, resource=resource.id)
        for slots in problem.slots:
            name = slots.organisation
            uses = self._uses(
                lambda row, _way, t, name=name: _cutover(name in row.organisations, t)
            )
            self._limit("slots", uses, slots.capacity, organisation=name)
        if problem.wave_limit is not None:
            uses = self._uses(lambda _row, _way, t: _cutover(True, t))
            self._limit("wave_limit", uses, problem.wave_limit)
        for pair in problem.exclusions:
            members = set(pair.workloads)
            uses = self._uses(lambda row, _way, t, of=members: _cutover(row.id in of, t))
            self._limit("exclusion", uses, (1,) * self._count, exclusion=pair.id)
        years = [period.starts_on.year for period in problem.periods]
        for budget in problem.budgets:
            uses = self._uses(
                lambda _row, way, t, year=budget.year: (
                    [(0, 0, way.one_off)] if t >= 0 and years[t] == year else []
                )
            )
            self._limit("budget", uses[:1], (budget.amount,), year=budget.year)

    def _uses(self, taken: Any) -> list[list[tuple[Any, int, bool]]]:  # noqa: ANN401 a function
        """By period who uses how much, and whether that is still open."""
        uses: list[list[tuple[Any, int, bool]]] = [[] for _ in range(self._count)]
        for row in self._problem.workloads:
            movable = row.id not in self._executed
            for (k, t), here in self._at[row.id].items():
                for first, last, amount in taken(row, row.dispositions[k], t):
                    for s in range(max(0, first), min(self._count - 1, last) + 1):
                        if amount:
                            uses[s].append((here, amount, movable))
        return uses

    def _limit(
        self,
        code: str,
        uses: list[list[tuple[Any, int, bool]]],
        limits: tuple[int, ...],
        **facts: object,
    ) -> None:
        """No more than the limits: of what executed moves leave, which is not less than nothing."""
        on = self._switch(code, **facts)
        for row, limit in zip(uses, limits, strict=True):
            left = max(0, limit - sum(amount for _, amount, movable in row if not movable))
            terms = [amount * here for here, amount, movable in row if movable]
            if terms:
                self._model.add(sum(terms) <= left).only_enforce_if(on)


def _taken(row: Workload, way: Disposition, t: int, name: str) -> Iterator[tuple[int, int, int]]:
    """First and last period and amount of everything the workload takes of the resource."""
    first, end = max(0, t - way.duration + 1), 1 << 20
    yield from ((0, t, amount) for resource, amount in row.holds if resource == name)
    yield from ((first, t, amount) for resource, amount in way.effort if resource == name)
    yield from ((first, end, amount) for resource, amount in way.keeps if resource == name)


def _cutover(concerned: bool, t: int) -> list[tuple[int, int, int]]:
    return [(t, t, 1)] if concerned and t >= 0 else []
