"""What makes a problem mean something. Every refusal names the culprit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from grunnmur.errors import ProblemError
from grunnmur.plan.cycle import find_cycle
from grunnmur.plan.windows import own_rules, windows

if TYPE_CHECKING:
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.windows import Rule
    from grunnmur.plan.workload import Workload

_MOST_COST = 1 << 60
"""NOK: what plans cost is added up in 64 bits, and changes of it are added and taken away."""
_MEMBERS = {
    "duration": "duration",
    "earliest": "earliest",
    "closed": "closed",
    "deadline": "deadlines",
    "freeze": "freezes",
    "pin": "pins",
    "forbid": "forbids",
}
"""Where in a problem's JSON each of a workload's own conditions stands."""


def require_sound(problem: Problem) -> None:
    """Raises ProblemError, naming the first thing that makes the problem meaningless."""
    _require_periods(problem)
    _require_unique(problem)
    _require_known_ids(problem)
    _require_lengths(problem)
    _require_indexes(problem)
    _require_no_cycle(problem)
    _require_allowed_period(problem)
    _require_room(problem)


def _require_periods(problem: Problem) -> None:
    if not problem.periods:
        raise ProblemError("no_periods")
    for earlier, later in zip(problem.periods, problem.periods[1:], strict=False):
        if later.starts_on <= earlier.ends_on:
            raise ProblemError("periods_overlap", starts_on=str(later.starts_on))


def _require_unique(problem: Problem) -> None:
    _unique("workloads", (row.id for row in problem.workloads))
    _unique("resources", (row.id for row in problem.resources))
    _unique("slots", (row.organisation for row in problem.slots))
    _unique("budgets", (str(row.year) for row in problem.budgets))
    _unique("freezes", (row.id for row in problem.freezes))
    _unique("exclusions", (row.id for row in problem.exclusions))
    _unique("together", (row.id for row in problem.together))
    _unique("pins", (row.id for row in problem.pins))
    _unique("forbids", (row.id for row in problem.forbids))
    _unique("outside", (row.id for row in problem.outside))
    _unique("fixed_costs", (row.id for row in problem.fixed_costs))
    _unique("executed", (row.workload for row in problem.executed))
    for workload in problem.workloads:
        _unique(f"{workload.id}: dispositions", (row.name for row in workload.dispositions))
        _unique(f"{workload.id}: organisations", workload.organisations)


def _unique(place: str, ids: Iterable[str]) -> None:
    for value, count in Counter(ids).items():
        if count > 1:
            raise ProblemError("given_twice", place=place, id=value)


def _require_known_ids(problem: Problem) -> None:
    workloads = {row.id for row in problem.workloads}
    for place, names in _named_workloads(problem):
        for name in names:
            if name not in workloads:
                raise ProblemError("unknown_workload", place=place, id=name)
    for coupling in problem.couplings:
        if coupling.a == coupling.b:
            raise ProblemError("coupled_to_itself", id=coupling.a)
    _require_known_resources(problem)
    _require_known_dispositions(problem)


def _named_workloads(problem: Problem) -> Iterable[tuple[str, tuple[str, ...]]]:
    yield from (("precedence", (row.before, row.after)) for row in problem.precedences)
    yield from (("coupling", (row.a, row.b)) for row in problem.couplings)
    yield from ((f"exclusion {row.id}", row.workloads) for row in problem.exclusions)
    yield from ((f"together {row.id}", row.workloads) for row in problem.together)
    yield from ((f"fixed cost {row.id}", row.workloads) for row in problem.fixed_costs)
    yield from ((f"pin {row.id}", (row.workload,)) for row in problem.pins)
    yield from ((f"forbid {row.id}", (row.workload,)) for row in problem.forbids)
    yield from (("executed", (row.workload,)) for row in problem.executed)
    yield from ((f"outside {row.id}", row.workloads) for row in problem.outside)


def _require_known_resources(problem: Problem) -> None:
    resources = {row.id for row in problem.resources}
    for workload in problem.workloads:
        named = [workload.holds, *(row.effort for row in workload.dispositions)]
        named += [row.keeps for row in workload.dispositions]
        for amounts in named:
            for resource, _ in amounts:
                if resource not in resources:
                    raise ProblemError("unknown_resource", workload=workload.id, id=resource)


def _require_known_dispositions(problem: Problem) -> None:
    known = {row.id: {way.name for way in row.dispositions} for row in problem.workloads}
    named = [
        *((row.workload, row.disposition) for row in problem.pins if row.disposition),
        *((row.workload, row.disposition) for row in problem.forbids if row.disposition),
        *((row.workload, row.disposition) for row in problem.executed),
    ]
    for workload, disposition in named:
        if disposition not in known[workload]:
            raise ProblemError("unknown_disposition", workload=workload, id=disposition)


def _require_lengths(problem: Problem) -> None:
    count = len(problem.periods)
    for place, values in _series(problem):
        if len(values) != count:
            raise ProblemError("wrong_length", place=place, length=len(values), periods=count)
    if problem.wave_limit is not None and not any(problem.wave_limit):
        raise ProblemError("wave_limit_allows_nothing")


def _series(problem: Problem) -> Iterable[tuple[str, tuple[int, ...]]]:
    for workload in problem.workloads:
        yield f"exposure of {workload.id}", workload.exposure
        yield f"run_before of {workload.id}", workload.run_before
    yield from ((f"resource {row.id}", row.capacity) for row in problem.resources)
    yield from ((f"slots {row.organisation}", row.capacity) for row in problem.slots)
    yield from ((f"fixed cost {row.id}", row.cost) for row in problem.fixed_costs)
    if problem.wave_limit is not None:
        yield "wave_limit", problem.wave_limit


def _require_indexes(problem: Problem) -> None:
    count = len(problem.periods)
    for workload in problem.workloads:
        _in_range(f"closed of {workload.id}", workload.closed, count)
    for freeze in problem.freezes:
        _in_range(f"freeze {freeze.id}", freeze.periods, count)
    for move in problem.executed:
        _in_range(f"executed {move.workload}", (max(0, move.period),), count)


def _in_range(place: str, periods: tuple[int, ...], count: int) -> None:
    for period in periods:
        if not 0 <= period < count:
            raise ProblemError("unknown_period", place=place, period=period, periods=count)


def _require_no_cycle(problem: Problem) -> None:
    cycle = find_cycle([(row.before, row.after) for row in problem.precedences])
    if cycle:
        raise ProblemError("precedence_cycle", cycle=cycle)


def _require_allowed_period(problem: Problem) -> None:
    masks = windows(problem)
    for workload in problem.workloads:
        if not workload.dispositions:
            raise ProblemError("no_disposition", workload=workload.id)
        if not any(masks[workload.id]):
            facts = {"workload": workload.id, "name": workload.name}
            raise ProblemError("no_allowed_period", **facts, closed_by=_closing(problem, workload))


def _closing(problem: Problem, workload: Workload) -> list[str]:
    """Own conditions that together leave the workload no period, none of them to spare.

    Each is called by the member it stands in, with its id where it has one.
    """
    needed = list(own_rules(problem, workload))
    for rule in tuple(needed):
        others = [other for other in needed if other is not rule]
        if not _leave_some(problem, workload, others):
            needed = others
    return [" ".join((_MEMBERS[rule.code], *_id_of(rule))) for rule in needed]


def _leave_some(problem: Problem, workload: Workload, rules: list[Rule]) -> bool:
    every = (1 << len(problem.periods)) - 1
    left = (
        reduce(and_, (rule.masks[n] for rule in rules), every)
        for n in range(len(workload.dispositions))
    )
    return any(left)


def _id_of(rule: Rule) -> tuple[str, ...]:
    return tuple(
        str(rule.facts[kind]) for kind in ("freeze", "pin", "forbid") if kind in rule.facts
    )


def _require_room(problem: Problem) -> None:
    total = sum(_dearest(problem))
    if total > _MOST_COST:
        raise ProblemError("costs_too_large", total=total, most=_MOST_COST)


def _dearest(problem: Problem) -> Iterable[int]:
    """What each row may cost at most, whatever the plan."""
    count = len(problem.periods)
    for workload in problem.workloads:
        yield sum(workload.exposure) + sum(workload.run_before)
        yield max(
            way.one_off + count * (way.exposure_after + way.run_after)
            for way in workload.dispositions
        )
        yield count * sum(deadline.penalty for deadline in workload.deadlines)
    for row in problem.couplings:
        yield count * (max(row.a_first, row.b_first) + row.neither)
    for fixed in problem.fixed_costs:
        yield sum(fixed.cost)
