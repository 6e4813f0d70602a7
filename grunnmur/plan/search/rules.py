"""The conditions of a problem one by one, each to be stated of any model of who moves when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from grunnmur.plan.windows import own_rules

if TYPE_CHECKING:
    from grunnmur.plan.conditions import Precedence
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.windows import Rule
    from grunnmur.plan.workload import Disposition, Workload

    Span = tuple[int, int, int]
    """The first and the last period in which something is taken, and how much."""
    Taken = Callable[[Workload, Disposition, int], Iterator[Span]]
    """What a workload takes, done in a way in a period."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the problem: a code, and the facts that name it."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class Model(Protocol):
    """What a condition can be stated of."""

    def close(self, rule: Rule) -> None:
        """A workload is kept to the periods that one of its own conditions leaves."""

    def order(self, row: Precedence) -> None:
        """One comes before another."""

    def hold_together(self, names: Sequence[str]) -> None:
        """They move in the period of the first."""

    def limit(self, taken: Taken, limits: tuple[int, ...]) -> None:
        """No more is taken than the limits, less what executed moves take."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A condition, the workloads it is about, and how it is stated of a model that holds them."""

    condition: Condition
    workloads: frozenset[str]
    state: Callable[[Model], None]


def rules(problem: Problem) -> tuple[Stated, ...]:
    """Every condition of the problem that concerns a workload that is not executed."""
    executed = {row.workload for row in problem.executed}
    return (*_own(problem, executed), *_order(problem, executed), *_limits(problem, executed))


class Begun:
    """That work begins in the plan's first period or later: no condition, but what a move is.

    So it holds whatever is asked, and is only told where it is why.
    """

    def __init__(self, every: Sequence[Stated]) -> None:
        self._of = {
            next(iter(rule.workloads)): n
            for n, rule in enumerate(every)
            if rule.condition.code == "conflict_duration"
        }
        self._every = every
        self.conditions = [n for n in range(len(every)) if n not in set(self._of.values())]

    def of(self, chosen: Sequence[int]) -> list[int]:
        """The rules that say so of the workloads the chosen ones are about."""
        names = frozenset().union(*(self._every[n].workloads for n in chosen))
        return sorted(self._of[name] for name in names if name in self._of)


def spread(spans: Iterable[Span], count: int) -> Iterator[tuple[int, int]]:
    """By period how much is taken."""
    for first, last, amount in spans:
        if amount:
            for s in range(max(0, first), min(count - 1, last) + 1):
                yield s, amount


def room(problem: Problem, taken: Taken, limits: tuple[int, ...]) -> list[int]:
    """What executed moves leave of the limits, which is not less than nothing."""
    left = list(limits)
    rows = {row.id: row for row in problem.workloads}
    for done in problem.executed:
        row = rows[done.workload]
        way = next(way for way in row.dispositions if way.name == done.disposition)
        for s, amount in spread(taken(row, way, done.period), len(limits)):
            left[s] -= amount
    return [max(0, amount) for amount in left]


def _own(problem: Problem, executed: set[str]) -> Iterator[Stated]:
    for row in problem.workloads:
        if row.id not in executed:
            for rule in own_rules(problem, row):
                code = f"{rule.code}_reason" if "reason" in rule.facts else rule.code
                yield _stated(code, (row.id,), partial(_closed, rule), **rule.facts)


def _order(problem: Problem, executed: set[str]) -> Iterator[Stated]:
    for row in problem.precedences:
        if row.after not in executed:
            facts = {"before": row.before, "after": row.after, "lag": row.lag}
            yield _stated("precedence", (row.before, row.after), partial(_late, row), **facts)
    for group in problem.together:
        made = [name for name in group.workloads if name in executed]
        movable = [name for name in group.workloads if name not in executed]
        names = (*made[:1], *movable)
        if movable and len(names) > 1:
            yield _stated("together", names, partial(_held, names), together=group.id)


def _limits(problem: Problem, executed: set[str]) -> Iterator[Stated]:
    count = len(problem.periods)

    def limit(
        code: str, taken: Taken, limits: tuple[int, ...], *, at: int = count - 1, **facts: object
    ) -> Stated:
        users = [  # who takes of it in some period does so in period `at`
            row.id
            for row in problem.workloads
            if row.id not in executed
            and any(amount for way in row.dispositions for _, _, amount in taken(row, way, at))
        ]
        return _stated(code, users, partial(_limited, taken, limits), **facts)

    for row in problem.resources:
        yield limit("resource", partial(_taken, row.id), row.capacity, resource=row.id)
    for slots in problem.slots:
        name = slots.organisation
        yield limit("slots", partial(_slot, name), slots.capacity, organisation=name)
    if problem.wave_limit is not None:
        yield limit("wave_limit", _cutover, problem.wave_limit)
    for pair in problem.exclusions:
        one, members = (1,) * count, frozenset(pair.workloads)
        yield limit("exclusion", partial(_cutover_of, members), one, exclusion=pair.id)
    years = [period.starts_on.year for period in problem.periods]
    for budget in problem.budgets:
        mine = frozenset(t for t, year in enumerate(years) if year == budget.year)
        paid, amount = partial(_paid, mine), (budget.amount,)
        yield limit("budget", paid, amount, at=min(mine, default=-1), year=budget.year)


def _stated(
    code: str, names: Sequence[str], state: Callable[[Model], None], **facts: object
) -> Stated:
    return Stated(Condition(f"conflict_{code}", facts), frozenset(names), state)


def _closed(rule: Rule, model: Model) -> None:
    model.close(rule)


def _late(row: Precedence, model: Model) -> None:
    model.order(row)


def _held(names: Sequence[str], model: Model) -> None:
    model.hold_together(names)


def _limited(taken: Taken, limits: tuple[int, ...], model: Model) -> None:
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
