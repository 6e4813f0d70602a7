"""What a scenario lacks that another one has, so that nothing wins by missing data.

A condition that is not there costs nothing to keep, and a price that is not there is nought: both
make a plan look better. A problem cannot tell "none" from "not known", so what one has and another
has not counts as not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from grunnmur.plan.compare.comparison import Lack
from grunnmur.plan.compare.scenario import CAPACITY

if TYPE_CHECKING:
    from grunnmur.plan.conditions import Exclusion, Precedence, Together
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.workload import Workload

SCOPE = "scope"
CONDITIONS = "conditions"
_Named = list[tuple[str, int]]
Lacks = dict[str, list[Lack]]
"""By what a figure may rest on: the scope, the conditions, or a cost part."""


def lacks(problems: Sequence[Problem]) -> list[Lacks]:
    """Of each problem what it lacks beside the others."""
    return [
        {
            SCOPE: _scope(one, problems),
            CONDITIONS: _conditions(one, problems),
            "one_off": _amounts(one, problems, "lacks_one_off", _one_off),
            "exposure": _amounts(one, problems, "lacks_exposure", _exposure),
            "run": _amounts(one, problems, "lacks_run", _run),
            "lateness": _amounts(one, problems, "lacks_deadlines", _deadlines),
            "coupling": _couplings(one, problems),
            "fixed": _fixed_costs(one, problems),
        }
        for one in problems
    ]


def _scope(one: Problem, problems: Sequence[Problem]) -> list[Lack]:
    found = []
    everyone = {row.id for problem in problems for row in problem.workloads}
    missing = everyone - {row.id for row in one.workloads}
    if missing:
        found.append(Lack("lacks_workloads", {"count": len(missing), "first": min(missing)}))
    longest = max(problems, key=lambda problem: len(problem.periods))
    if one.periods != longest.periods:
        facts = {"starts_on": longest.periods[0].starts_on, "ends_on": longest.periods[-1].ends_on}
        found.append(Lack("other_periods", facts))
    return found


def _conditions(one: Problem, problems: Sequence[Problem]) -> list[Lack]:
    named: list[tuple[str, Callable[[Problem], Iterable[object]]]] = [
        ("lacks_resources", lambda problem: (row.id for row in problem.resources)),
        ("lacks_slots", lambda problem: (row.organisation for row in problem.slots)),
        ("lacks_budgets", lambda problem: (row.year for row in problem.budgets)),
    ]
    counted: list[tuple[str, Callable[[Problem], Iterable[object]]]] = [
        ("lacks_freezes", lambda problem: (row.id for row in problem.freezes)),
        ("lacks_precedences", lambda problem: map(_ordered, problem.precedences)),
        ("lacks_exclusions", lambda problem: _pairs(problem.exclusions)),
        ("lacks_together", lambda problem: _pairs(problem.together)),
    ]
    found = []
    for code, ids in named:
        if missing := _missing(one, problems, ids):
            found.append(Lack(code, {"names": sorted(missing, key=str)}))
    if one.wave_limit is None and any(problem.wave_limit is not None for problem in problems):
        found.append(Lack("lacks_wave_limit"))
    for code, ids in counted:
        if missing := _missing(one, problems, ids):
            found.append(Lack(code, {"count": len(missing)}))
    return [*found, *_amounts(one, problems, "lacks_effort", _use)]


def _missing(
    one: Problem, problems: Sequence[Problem], ids: Callable[[Problem], Iterable[object]]
) -> set[object]:
    return {name for problem in problems for name in ids(problem)} - set(ids(one))


def _ordered(row: Precedence) -> tuple[str, str]:
    return row.before, row.after


def _pairs(rows: Iterable[Exclusion | Together]) -> Iterator[tuple[str, str]]:
    """Every two that a row holds: one row of three says as much as three rows of two."""
    for row in rows:
        yield from combinations(sorted(set(row.workloads)), 2)


def _amounts(
    one: Problem, problems: Sequence[Problem], code: str, named: Callable[[Workload], _Named]
) -> list[Lack]:
    """Workloads of which an amount is nought that is something in another problem.

    Amounts have names: that of one way to move is only set beside the same way's.
    """
    given = {
        (row.id, name)
        for problem in problems
        for row in problem.workloads
        for name, amount in named(row)
        if amount
    }
    missing = sorted(
        row.id
        for row in one.workloads
        if any((row.id, name) in given and not amount for name, amount in named(row))
    )
    return [Lack(code, {"count": len(missing), "first": missing[0]})] if missing else []


def _one_off(row: Workload) -> _Named:
    return [(way.name, way.one_off) for way in row.dispositions]


def _exposure(row: Workload) -> _Named:
    after = [(f"after {way.name}", way.exposure_after) for way in row.dispositions]
    return [("before", any(row.exposure)), *after]


def _run(row: Workload) -> _Named:
    after = [(f"after {way.name}", way.run_after) for way in row.dispositions]
    return [("before", any(row.run_before)), *after]


def _deadlines(row: Workload) -> _Named:
    return [("deadlines", len(row.deadlines))]


def _use(row: Workload) -> _Named:
    ways = row.dispositions
    effort = [(f"effort of {way.name}", any(n for _, n in way.effort)) for way in ways]
    keeps = [(f"keeps of {way.name}", any(n for _, n in way.keeps)) for way in ways]
    return [("holds", any(n for _, n in row.holds)), *effort, *keeps]


def _couplings(one: Problem, problems: Sequence[Problem]) -> list[Lack]:
    def pairs(problem: Problem) -> set[tuple[str, ...]]:
        return {tuple(sorted((row.a, row.b))) for row in problem.couplings}

    known = {row.id for row in one.workloads}
    others = {pair for problem in problems for pair in pairs(problem) if set(pair) <= known}
    missing = others - pairs(one)
    return [Lack("lacks_couplings", {"count": len(missing)})] if missing else []


def _fixed_costs(one: Problem, problems: Sequence[Problem]) -> list[Lack]:
    def ids(problem: Problem) -> set[str]:
        return {row.id for row in problem.fixed_costs if not row.kind.startswith(CAPACITY)}

    missing = sorted({name for problem in problems for name in ids(problem)} - ids(one))
    found = [Lack("lacks_fixed_costs", {"names": missing})] if missing else []
    free = sorted(_unpaid(one, problems))
    return [*found, *([Lack("free_capacity", {"names": free})] if free else [])]


def _unpaid(one: Problem, problems: Sequence[Problem]) -> Iterable[str]:
    """Resources of which there is more than in another scenario, and nothing that pays for it."""
    paid = {row.kind for row in one.fixed_costs}
    for row in one.resources:
        others = [
            sum(other.capacity)
            for problem in problems
            for other in problem.resources
            if other.id == row.id
        ]
        if sum(row.capacity) > min(others) and f"{CAPACITY} {row.id}" not in paid:
            yield row.id
