"""Which conditions cannot hold together: a set of them from which none can be left out.

Asked of a model of feasibility alone, made anew of the conditions in question: behind switches, the solver would
not see that twelve cutovers do not fit into eleven months. Halves are left out, then halves of halves
(QuickXplain; Junker 2004), so a few conditions among many take few questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from grunnmur.plan.windows import own_rules

if TYPE_CHECKING:
    from grunnmur.plan.conditions import Precedence
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.windows import Rule
    from grunnmur.plan.workload import Disposition, Workload

    Span = tuple[int, int, int]
    """The first and the last period in which something is taken, and how much."""
    _Taken = Callable[[Workload, Disposition, int], Iterator[Span]]
    """What a workload takes, done in a way in a period."""

MOST_PLACES = 200_000
"""Workloads times ways times periods up to which it is asked: some seconds for each model."""
_PATIENCE, _PATIENCE_IN_ALL = 10.0, 60.0
"""Deterministic seconds of the solver for a question, and for all. What is not answered by then is kept."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the problem: a code, and the facts that name it."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Conditions that cannot all hold, and the moves already made that they are about.

    `minimal` is whether every one of them is proven needed.
    """

    conditions: tuple[Condition, ...]
    minimal: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    """A condition, the workloads it is about, and how it is stated of a model that holds them."""

    condition: Condition
    workloads: frozenset[str]
    state: Callable[[_Model], None]


def places(problem: Problem) -> int:
    """How large a question about the problem is: workloads times ways times periods."""
    return len(problem.periods) * sum(len(row.dispositions) for row in problem.workloads)


def conflict(problem: Problem) -> Conflict | None:
    """A smallest set of conditions that cannot hold together; None where none was found.

    None is either that all conditions can hold or that the solver could not tell in its time.
    """
    question = _Question(problem)
    everything = range(len(question.rules))
    if not question.too_much(everything):
        return None
    kept = sorted(question.needed((), (), list(everything)))
    rules = [question.rules[n] for n in kept]
    found = (*(rule.condition for rule in rules), *_made(problem, rules))
    return Conflict(found, minimal=not question.unanswered)


def _made(problem: Problem, rules: Sequence[_Rule]) -> Iterator[Condition]:
    """The moves already made that the rules' order or togetherness is held against."""
    about = {
        name
        for rule in rules
        for name in rule.workloads
        if rule.condition.code in ("conflict_precedence", "conflict_together")
    }
    for row in problem.executed:
        if row.workload in about:
            yield Condition("conflict_executed", {"workload": row.workload, "period": row.period})


class _Question:
    """Every condition of the problem, and whether some of them are too much together."""

    def __init__(self, problem: Problem) -> None:
        self.unanswered = False
        self._problem = problem
        self._count = len(problem.periods)
        self._executed = {row.workload: row for row in problem.executed}
        self._spent = 0.0
        self.rules = (*self._own(), *self._order(), *self._limits())

    def too_much(self, chosen: Sequence[int]) -> bool:
        """Whether it is proven that the chosen conditions cannot all hold."""
        if self._spent >= _PATIENCE_IN_ALL:
            self.unanswered = True
            return False
        rules = [self.rules[n] for n in chosen]
        model = _Model(self._problem, frozenset().union(*(rule.workloads for rule in rules)))
        for rule in rules:
            rule.state(model)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = _PATIENCE
        status = solver.solve(model.model)
        self._spent += solver.response_proto.deterministic_time
        if status == cp_model.UNKNOWN:
            self.unanswered = True
        return bool(status == cp_model.INFEASIBLE)

    def needed(
        self, base: Sequence[int], added: Sequence[int], some: Sequence[int]
    ) -> Sequence[int]:
        """Those of `some` that are needed for it to be too much beside `base`, the last `added` of which are new."""
        if added and self.too_much(base):
            return []
        if len(some) == 1:
            return some
        half = len(some) // 2
        first, second = some[:half], some[half:]
        later = self.needed([*base, *first], first, second)
        return [*self.needed([*base, *later], later, first), *later]

    def _own(self) -> Iterator[_Rule]:
        for row in self._problem.workloads:
            if row.id not in self._executed:
                for rule in own_rules(self._problem, row):
                    code = f"{rule.code}_reason" if "reason" in rule.facts else rule.code
                    yield _rule(code, (row.id,), partial(_closed, rule), **rule.facts)

    def _order(self) -> Iterator[_Rule]:
        for row in self._problem.precedences:
            if row.after not in self._executed:
                facts = {"before": row.before, "after": row.after, "lag": row.lag}
                yield _rule("precedence", (row.before, row.after), partial(_late, row), **facts)
        for group in self._problem.together:
            made = [name for name in group.workloads if name in self._executed]
            movable = [name for name in group.workloads if name not in self._executed]
            names = (*made[:1], *movable)
            if movable and len(names) > 1:
                yield _rule("together", names, partial(_held, names), together=group.id)

    def _limits(self) -> Iterator[_Rule]:
        problem = self._problem
        for row in problem.resources:
            yield self._limit("resource", partial(_taken, row.id), row.capacity, resource=row.id)
        for slots in problem.slots:
            name = slots.organisation
            yield self._limit("slots", partial(_slot, name), slots.capacity, organisation=name)
        if problem.wave_limit is not None:
            yield self._limit("wave_limit", _cutover, problem.wave_limit)
        for pair in problem.exclusions:
            one, members = (1,) * self._count, frozenset(pair.workloads)
            yield self._limit("exclusion", partial(_cutover_of, members), one, exclusion=pair.id)
        years = [period.starts_on.year for period in problem.periods]
        for budget in problem.budgets:
            mine = frozenset(t for t, year in enumerate(years) if year == budget.year)
            yield self._limit("budget", partial(_paid, mine), (budget.amount,), year=budget.year)

    def _limit(self, code: str, taken: _Taken, limits: tuple[int, ...], **facts: object) -> _Rule:
        users = [
            row.id
            for row in self._problem.workloads
            if row.id not in self._executed
            and any(
                amount
                for way in row.dispositions
                for t in range(self._count)
                for _, _, amount in taken(row, way, t)
            )
        ]
        return _rule(code, users, partial(_limited, taken, limits), **facts)


class _Model:
    """Who of some workloads can be when. Executed ones are where they are."""

    def __init__(self, problem: Problem, names: frozenset[str]) -> None:
        self.model = cp_model.CpModel()
        self._problem, self._count = problem, len(problem.periods)
        self._executed = {row.workload: row for row in problem.executed}
        self._rows = [row for row in problem.workloads if row.id in names]
        self._at = {row.id: self._places(row) for row in self._rows if row.id not in self._executed}

    def period(self, name: str) -> cp_model.LinearExprT:
        """The period of a workload's cutover."""
        done = self._executed.get(name)
        if done is not None:
            return done.period
        return sum(t * here for (_, t), here in self._at[name].items())

    def close(self, rule: Rule) -> None:
        """Keeps a workload to the periods that one of its own conditions leaves."""
        at = self._at[rule.facts["workload"]]
        self.model.add_bool_and(
            [here.negated() for (k, t), here in at.items() if not rule.masks[k] >> t & 1]
        )

    def hold_together(self, names: Sequence[str]) -> None:
        """Moves them in the period of the first."""
        for name in names[1:]:
            self.model.add(self.period(name) == self.period(names[0]))

    def limit(self, taken: _Taken, limits: tuple[int, ...]) -> None:
        """No more than the limits: of what executed moves leave, which is not less than nothing."""
        left = list(limits)
        uses: list[list[Any]] = [[] for _ in limits]
        for row in self._problem.workloads:
            done = self._executed.get(row.id)
            if done is not None:
                way = next(way for way in row.dispositions if way.name == done.disposition)
                for s, amount in self._spread(taken(row, way, done.period), len(limits)):
                    left[s] -= amount
            elif row.id in self._at:
                for (k, t), here in self._at[row.id].items():
                    spread = taken(row, row.dispositions[k], t)
                    for s, amount in self._spread(spread, len(limits)):
                        uses[s].append(amount * here)
        for terms, room in zip(uses, left, strict=True):
            if terms:
                self.model.add(sum(terms) <= max(0, room))

    def _places(self, row: Workload) -> dict[tuple[int, int], cp_model.IntVar]:
        """By way and period, whether the workload is there."""
        found = {
            (k, t): self.model.new_bool_var("")
            for k in range(len(row.dispositions))
            for t in range(self._count)
        }
        self.model.add_exactly_one(found.values())
        return found

    @staticmethod
    def _spread(spans: Iterable[Span], count: int) -> Iterator[tuple[int, int]]:
        """By period how much is taken."""
        for first, last, amount in spans:
            if amount:
                for s in range(max(0, first), min(count - 1, last) + 1):
                    yield s, amount


def _rule(
    code: str, names: Sequence[str], state: Callable[[_Model], None], **facts: object
) -> _Rule:
    return _Rule(Condition(f"conflict_{code}", facts), frozenset(names), state)


def _closed(rule: Rule, model: _Model) -> None:
    model.close(rule)


def _late(row: Precedence, model: _Model) -> None:
    model.model.add(model.period(row.after) >= model.period(row.before) + row.lag)


def _held(names: Sequence[str], model: _Model) -> None:
    model.hold_together(names)


def _limited(taken: _Taken, limits: tuple[int, ...], model: _Model) -> None:
    model.limit(taken, limits)


def _taken(name: str, row: Workload, way: Disposition, t: int) -> Iterator[Span]:
    """Everything the workload takes of the resource."""
    first, end = max(0, t - way.duration + 1), 1 << 20
    yield from ((0, t, amount) for resource, amount in row.holds if resource == name)
    yield from ((first, t, amount) for resource, amount in way.effort if resource == name)
    yield from ((first, end, amount) for resource, amount in way.keeps if resource == name)


def _cutover(_row: Workload, _way: Disposition, t: int) -> Iterator[Span]:
    if t >= 0:
        yield t, t, 1


def _slot(organisation: str, row: Workload, way: Disposition, t: int) -> Iterator[Span]:
    if organisation in row.organisations:
        yield from _cutover(row, way, t)


def _cutover_of(members: frozenset[str], row: Workload, way: Disposition, t: int) -> Iterator[Span]:
    if row.id in members:
        yield from _cutover(row, way, t)


def _paid(periods: frozenset[int], _row: Workload, way: Disposition, t: int) -> Iterator[Span]:
    if t in periods:
        yield 0, 0, way.one_off
