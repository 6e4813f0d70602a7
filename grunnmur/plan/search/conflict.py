"""Which conditions cannot hold together: a set of them from which none can be left out.

First it is counted, which shows at once that a skill does not reach. Then it is asked of a model of
feasibility alone, made anew of the conditions in question: behind switches, the solver would not see that twelve
cutovers do not fit into eleven months. Halves are left out, then halves of halves (QuickXplain; Junker 2004), so a
few conditions among many take few questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from grunnmur.plan.search.counted import Counted
from grunnmur.plan.search.rules import Begun, Condition, room, rules, spread

if TYPE_CHECKING:
    from grunnmur.plan.conditions import Precedence
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.search.rules import Stated, Taken
    from grunnmur.plan.windows import Rule
    from grunnmur.plan.workload import Workload

MOST_PLACES = 200_000
"""Workloads times ways times periods up to which all is asked at once: some seconds for each model."""
_PATIENCE, _PATIENCE_IN_ALL, _PATIENCE_WHEN_COUNTED = 10.0, 60.0, 20.0
"""Deterministic seconds of the solver for a question, and for all. What is not answered by then is kept."""
_MOST_ASKED = 100
"""Conditions that are too much by counting up to which the solver is asked whether fewer would be too: of more, it
answers none in its time."""
_MADE = 2e-5
"""What making one place of a model counts for, in the same seconds."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Conditions that cannot all hold, and the moves already made that they are about.

    `minimal` is whether every one of them is proven needed. `shortage` is what they ask for and
    what there is, where they cannot hold because it is too little.
    """

    conditions: tuple[Condition, ...]
    minimal: bool
    shortage: Condition | None = None


def places(problem: Problem) -> int:
    """How large a question about the problem is: workloads times ways times periods."""
    return len(problem.periods) * sum(len(row.dispositions) for row in problem.workloads)


def conflict(problem: Problem) -> Conflict | None:
    """A smallest set of conditions that cannot hold together; None where none was found.

    None is that all conditions can hold, that the solver could not tell in its time, or that the
    problem is too large for it (`MOST_PLACES`) and counting shows nothing.
    """
    every = rules(problem)
    begun = Begun(every)
    counted, asked = Counted(problem, every, begun), _Asked(problem, every, begun)
    some: Sequence[int] = begun.conditions
    if counted.too_much(some):
        asked.patience = _PATIENCE_WHEN_COUNTED
        some = _first(counted.too_much, counted.weightiest(some))
        some = _needed(counted.too_much, (), (), some)
    elif places(problem) > MOST_PLACES or not asked.too_much(some):
        return None
    few = len(some) <= _MOST_ASKED or not counted.shortage(some)
    kept = list(_needed(asked.too_much, (), (), some) if few else some)
    minimal = few and not (asked.unanswered or counted.unanswered)
    shortage = counted.shortage(kept)
    if shortage is None and (durations := begun.of(kept)):
        kept += _needed(asked.proven, kept, kept, durations)
    chosen = [every[n] for n in sorted(kept)]
    found = (*(rule.condition for rule in chosen), *_made(problem, chosen))
    return Conflict(found, minimal, shortage)


def _first(too_much: Callable[[Sequence[int]], bool], some: Sequence[int]) -> Sequence[int]:
    """The fewest of `some`, from the first on, that are too much. All of them are."""
    few, enough = 0, len(some)
    while enough - few > 1:
        half = (few + enough) // 2
        few, enough = (few, half) if too_much(some[:half]) else (half, enough)
    return some[:enough]


def _needed(
    too_much: Callable[[Sequence[int]], bool],
    base: Sequence[int],
    added: Sequence[int],
    some: Sequence[int],
) -> Sequence[int]:
    """Those of `some` that are needed for it to be too much beside `base`, the last `added` of which are new."""
    if added and too_much(base):
        return []
    if len(some) == 1:
        return some
    half = len(some) // 2
    first, second = some[:half], some[half:]
    later = _needed(too_much, [*base, *first], first, second)
    return [*_needed(too_much, [*base, *later], later, first), *later]


def _made(problem: Problem, chosen: Sequence[Stated]) -> Iterator[Condition]:
    """The moves already made that the conditions' order or togetherness is held against."""
    about = {
        name
        for rule in chosen
        for name in rule.workloads
        if rule.condition.code in ("conflict_precedence", "conflict_together")
    }
    for row in problem.executed:
        if row.workload in about:
            yield Condition("conflict_executed", {"workload": row.workload, "period": row.period})


class _Asked:
    """Whether some conditions are too much together, as the constraint solver proves it."""

    def __init__(self, problem: Problem, every: Sequence[Stated], begun: Begun) -> None:
        self.unanswered, self.patience = False, _PATIENCE_IN_ALL
        self._problem, self._rules, self._begun = problem, every, begun
        self._spent = 0.0

    def too_much(self, chosen: Sequence[int]) -> bool:
        """Whether it is proven that the chosen conditions cannot all hold."""
        return self.proven([*chosen, *self._begun.of(chosen)])

    def proven(self, chosen: Sequence[int]) -> bool:
        """Whether it is proven of these alone, also where work may begin before the plan does."""
        if self._spent >= self.patience:
            self.unanswered = True
            return False
        stated = [self._rules[n] for n in chosen]
        model = _Model(self._problem, frozenset().union(*(rule.workloads for rule in stated)))
        for rule in stated:
            rule.state(model)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = _PATIENCE
        status = solver.solve(model.model)
        self._spent += solver.response_proto.deterministic_time + model.size * _MADE
        if status == cp_model.UNKNOWN:
            self.unanswered = True
        return bool(status == cp_model.INFEASIBLE)


class _Model:
    """Who of some workloads can be when. Executed ones are where they are."""

    def __init__(self, problem: Problem, names: frozenset[str]) -> None:
        self.model = cp_model.CpModel()
        self._problem, self._count = problem, len(problem.periods)
        self._executed = {row.workload: row for row in problem.executed}
        self._rows = [
            row for row in problem.workloads if row.id in names and row.id not in self._executed
        ]
        self._at = {row.id: self._places(row) for row in self._rows}
        self.size = sum(map(len, self._at.values()))

    def close(self, rule: Rule) -> None:
        """Keeps a workload to the periods that one of its own conditions leaves."""
        at = self._at[rule.facts["workload"]]
        self.model.add_bool_and(
            [here.negated() for (k, t), here in at.items() if not rule.masks[k] >> t & 1]
        )

    def order(self, row: Precedence) -> None:
        """Moves one so many periods after another."""
        self.model.add(self._period(row.after) >= self._period(row.before) + row.lag)

    def hold_together(self, names: Sequence[str]) -> None:
        """Moves them in the period of the first."""
        for name in names[1:]:
            self.model.add(self._period(name) == self._period(names[0]))

    def limit(self, taken: Taken, limits: tuple[int, ...]) -> None:
        """No more than what executed moves leave of the limits."""
        uses: list[list[Any]] = [[] for _ in limits]
        for row in self._rows:
            for (k, t), here in self._at[row.id].items():
                for s, amount in spread(taken(row, row.dispositions[k], t), len(limits)):
                    uses[s].append(amount * here)
        for terms, left in zip(uses, room(self._problem, taken, limits), strict=True):
            if terms:
                self.model.add(sum(terms) <= left)

    def _period(self, name: str) -> cp_model.LinearExprT:
        """The period of a workload's cutover."""
        done = self._executed.get(name)
        if done is not None:
            return done.period
        return sum(t * here for (_, t), here in self._at[name].items())

    def _places(self, row: Workload) -> dict[tuple[int, int], cp_model.IntVar]:
        """By way and period, whether the workload is there."""
        found = {
            (k, t): self.model.new_bool_var("")
            for k in range(len(row.dispositions))
            for t in range(self._count)
        }
        self.model.add_exactly_one(found.values())
        return found
