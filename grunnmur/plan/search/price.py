"""What a plan costs, in exact whole numbers, and how many of the conditions it breaks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from grunnmur.plan.plan import CostParts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grunnmur.plan.search.instance import Instance
    from grunnmur.plan.workload import Workload

Places = list[tuple[int, int]]
"""(disposition, period) of each workload."""


def cost_parts(tables: Instance, places: Places) -> CostParts:
    """The parts of the total cost."""
    problem = tables.problem
    period = [place[1] for place in places]
    number = {row.id: n for n, row in enumerate(problem.workloads)}
    own = [
        _own(row, way, t, tables.period_count)
        for row, (way, t) in zip(problem.workloads, places, strict=True)
    ]
    coupling = 0
    for pair in problem.couplings:
        a, b = period[number[pair.a]], period[number[pair.b]]
        coupling += pair.a_first * max(0, b - a) + pair.b_first * max(0, a - b)
        coupling += pair.neither * (min(a, b) + 1)
    fixed = sum(
        totals[1 + max((period[number[name]] for name in row.workloads), default=-1)]
        for row, totals in zip(problem.fixed_costs, tables.fixed, strict=True)
    )
    return CostParts(
        one_off=sum(row[0] for row in own),
        exposure=sum(row[1] for row in own),
        run=sum(row[2] for row in own),
        lateness=sum(row[3] for row in own),
        coupling=coupling,
        fixed=fixed,
    )


def broken_count(tables: Instance, places: Places) -> int:
    """How many conditions are broken. A row only executed moves use is not one of them."""
    return (
        _broken_own(tables, places)
        + _broken_order(tables, places)
        + _broken_exclusions(tables, places)
        + _broken_limits(tables, places)
    )


def _own(row: Workload, way: int, period: int, count: int) -> tuple[int, int, int, int]:
    chosen = row.dispositions[way]
    left = count - 1 - period
    late = sum(
        deadline.penalty * max(0, period - deadline.last)
        for deadline in row.deadlines
        if not deadline.hard
    )
    return (
        chosen.one_off,
        sum(row.exposure[: period + 1]) + left * chosen.exposure_after,
        sum(row.run_before[: period + 1]) + left * chosen.run_after,
        late,
    )


def _broken_own(tables: Instance, places: Places) -> int:
    return sum(
        not tables.ways[n][way].mask >> period & 1
        for n, (way, period) in enumerate(places)
        if n not in tables.executed
    )


def _broken_order(tables: Instance, places: Places) -> int:
    return sum(
        places[n][1] < places[earlier][1] + lag
        for n, row in enumerate(tables.before)
        if n not in tables.executed
        for earlier, lag in row
    )


def _broken_exclusions(tables: Instance, places: Places) -> int:
    rows: Counter[tuple[int, int]] = Counter()
    movable: set[tuple[int, int]] = set()
    for n, (_, period) in enumerate(places):
        for group in tables.exclusions_of[n]:
            rows[group, period] += 1
            if n not in tables.executed:
                movable.add((group, period))
    return sum(rows[row] > 1 for row in movable if row[1] >= 0)


def _broken_limits(tables: Instance, places: Places) -> int:
    used: Counter[tuple[str, int, int]] = Counter()
    movable: set[tuple[str, int, int]] = set()
    for n, (way, period) in enumerate(places):
        for kind, what, t, amount in _uses(tables, n, way, period):
            used[kind, what, t] += amount
            if amount and n not in tables.executed:
                movable.add((kind, what, t))
    return sum(used[row] > _limit(tables, *row) for row in movable)


def _uses(tables: Instance, n: int, way: int, period: int) -> Iterable[tuple[str, int, int, int]]:
    if period < 0:
        return
    row = tables.ways[n][way]
    for resource, rate in row.effort:
        for t in range(max(0, period - row.duration + 1), period + 1):
            yield "resource", resource, t, rate
    for organisation in tables.organisations[n]:
        if tables.slots[organisation] is not None:
            yield "slots", organisation, period, 1
    if tables.problem.wave_limit is not None:
        yield "wave", 0, period, 1
    yield "budget", tables.year_of[period], 0, row.one_off


def _limit(tables: Instance, kind: str, what: int, period: int) -> int:
    if kind == "resource":
        return int(tables.capacity[what, period])
    if kind == "budget":
        return dict(tables.budgets).get(what, 1 << 62)
    limits = tables.slots[what] if kind == "slots" else tables.problem.wave_limit
    assert limits is not None
    return limits[period]
