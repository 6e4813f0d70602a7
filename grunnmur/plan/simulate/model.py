"""The plan as flat arrays for compiled runs, with some periods after the last for what slips."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from grunnmur.plan.conditions import Forbid
from grunnmur.plan.ledger import broken
from grunnmur.plan.ledger.tables import NO_LIMIT
from grunnmur.plan.simulate.units import Units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.ledger import Ledger
    from grunnmur.plan.workload import Disposition, Workload

    Whole = NDArray[np.int64]
    Real = NDArray[np.float64]
    Index = NDArray[np.uint32]
    Flags = NDArray[np.bool_]

_LEAST_AFTER = 12
"""Periods after the last, or half the plan's where that is more. Judgement: who is later is lost."""


class Model(NamedTuple):
    """Flat arrays. A list of lists is two arrays: where each row begins, and all rows in a row.

    `order` is the workloads by planned cutover, those that must come first before the others;
    one pass in that order `settles` all where each comes after those it waits for.
    The rows of `earlier` and of `own` are by workload; `own` and `fixed` are [row, 1 + period],
    `open_from` is [calendar, period]: the first period from there on without freeze. `room` is
    [row, period]: resources, slots and the wave limit, less what executed moves use. NOK are whole
    numbers held as floats, which is exact to 9,000 million million.
    """

    periods: int
    horizon: int
    planned: Whole
    start: Whole
    duration: Whole
    executed: Flags
    order: Index
    settles: bool
    earlier_at: Index
    earlier: Index
    earlier_lag: Whole
    together: Whole
    group_at: Index
    group_member: Index
    calendar: Index
    open_from: Whole
    own: Real
    pair_a: Index
    pair_b: Index
    pair_a_first: Real
    pair_b_first: Real
    pair_neither: Real
    fixed: Real
    fixed_at: Index
    fixed_member: Index
    fixed_part: Whole
    part_at: Index
    part: Index
    part_weight: Real
    part_count: int
    last_hard: Whole
    team: Real
    room: Whole
    effort_at: Index
    effort_row: Index
    effort: Whole
    holds_at: Index
    holds_row: Index
    holds: Whole
    keeps_at: Index
    keeps_row: Index
    keeps: Whole
    slot_at: Index
    slot: Index
    exclusion_at: Index
    exclusion: Index
    exclusion_count: int
    budget_of: Whole
    budget: Whole
    one_off: Whole


def model(
    ledger: Ledger, parts: Sequence[Sequence[tuple[int, float]]], fixed_part: Sequence[int]
) -> Model:
    """The arrays. `parts` are, of each workload, the parts it counts in and how much of its cost;
    `fixed_part` is that of each fixed cost, −1 where it belongs to none."""
    tables = ledger.tables
    problem, count = tables.problem, tables.count
    horizon = count + max(_LEAST_AFTER, count // 2)
    ways = ledger.ways()
    duration = np.array([way.duration for way in ways], dtype=np.int64)
    units = Units(ledger)
    sets, earlier = units.sets(), units.earlier
    effort = [[(tables.resource[name], n) for name, n in way.effort if n] for way in ways]
    holds = [[(tables.resource[name], n) for name, n in row.holds] for row in problem.workloads]
    keeps = [[(tables.resource[name], n) for name, n in way.keeps if n] for way in ways]
    slots = [
        [(tables.slots[name],) for name in row.organisations if name in tables.slots]
        for row in problem.workloads
    ]
    calendar, open_from = _calendars(ledger, ways, horizon)
    together = _together(len(ways), sets)
    group_at, (member_of_group,) = _rows([[(n,) for n in row] for row in sets], 1)
    earlier_at, (before, lag) = _rows(earlier, 2)
    effort_at, (effort_row, effort_amount) = _rows(effort, 2)
    holds_at, (holds_row, holds_amount) = _rows(holds, 2)
    keeps_at, (keeps_row, keeps_amount) = _rows(keeps, 2)
    slot_at, (slot,) = _rows(slots, 1)
    part_at, (part,) = _rows([[(n,) for n, _ in row] for row in parts], 1)
    order = np.array(units.order(), dtype=np.uint32)
    fixed_at, (member,) = _rows([[(int(n),) for n in row] for row in tables.fixed_groups], 1)
    exclusion_at, (exclusion,) = _rows([[(n,) for n in row] for row in tables.exclusions_of], 1)
    return Model(
        periods=count,
        horizon=horizon,
        planned=ledger.period.copy(),
        start=np.maximum(0, ledger.period - duration + 1),
        duration=duration,
        executed=tables.executed,
        order=order,
        settles=_settles(order, earlier, together),
        earlier_at=earlier_at,
        earlier=before,
        earlier_lag=lag,
        together=together,
        group_at=group_at,
        group_member=member_of_group,
        calendar=calendar,
        open_from=open_from,
        own=_own(ledger, ways, horizon).astype(np.float64),
        pair_a=tables.couplings.a.astype(np.uint32),
        pair_b=tables.couplings.b.astype(np.uint32),
        pair_a_first=tables.couplings.a_first.astype(np.float64),
        pair_b_first=tables.couplings.b_first.astype(np.float64),
        pair_neither=tables.couplings.neither.astype(np.float64),
        fixed=_continued(tables.fixed, horizon).astype(np.float64),
        fixed_at=fixed_at,
        fixed_member=member,
        fixed_part=np.array(fixed_part, dtype=np.int64),
        part_at=part_at,
        part=part,
        part_weight=np.array([share for row in parts for _, share in row], dtype=np.float64),
        part_count=1 + max((n for row in parts for n, _ in row), default=0),
        last_hard=np.array([_last_hard(row, horizon) for row in problem.workloads]),
        team=_teams(ways),
        room=_room(ledger, horizon),
        effort_at=effort_at,
        effort_row=effort_row,
        effort=effort_amount,
        holds_at=holds_at,
        holds_row=holds_row,
        holds=holds_amount,
        keeps_at=keeps_at,
        keeps_row=keeps_row,
        keeps=keeps_amount,
        slot_at=slot_at,
        slot=slot,
        exclusion_at=exclusion_at,
        exclusion=exclusion,
        exclusion_count=len(tables.exclusions),
        budget_of=np.array([-1 if n is None else n for n in tables.budget_of], dtype=np.int64),
        budget=tables.budgets,
        one_off=np.array([way.one_off for way in ways], dtype=np.int64),
    )


def _settles(order: Index, earlier: list[list[tuple[int, int]]], together: Whole) -> bool:
    place = {n: k for k, n in enumerate(order.tolist())}
    ordered = all(place[before] < place[n] for n, row in enumerate(earlier) for before, _ in row)
    return ordered and not (together >= 0).any()


def _together(count: int, sets: list[list[int]]) -> Whole:
    """The number of the set each workload must move with, −1 for none."""
    belongs = np.full(count, -1, dtype=np.int64)
    for number, members in enumerate(sets):
        belongs[members] = number
    return belongs


def _calendars(ledger: Ledger, ways: Sequence[Disposition], horizon: int) -> tuple[Index, Whole]:
    """Each workload's calendar, and of each the first open period from every period on.

    Shut are freezes, closed periods and forbids, but not for whom the plan has there all the same,
    and periods in which an executed workload of the same exclusion moved.
    """
    tables = ledger.tables
    shut = np.zeros((len(ways), horizon), dtype=np.bool_)
    for freeze in tables.problem.freezes:
        who = [n for n, row in enumerate(tables.problem.workloads) if broken.concerns(freeze, row)]
        if who:
            shut[np.ix_(who, list(freeze.periods))] = True
    for n, (row, way) in enumerate(zip(tables.problem.workloads, ways, strict=True)):
        shut[n, list(row.closed)] = True
        for wish in tables.wishes.get(row.id, ()):
            if isinstance(wish, Forbid) and wish.disposition in ("", way.name):
                shut[n, wish.first : tables.count if wish.before is None else wish.before] = True
        shut[n, max(0, int(ledger.period[n]))] = False
        for group in tables.exclusions_of[n]:
            others = [m for m in tables.exclusions[group] if tables.executed[m] and m != n]
            shut[n, [int(ledger.period[m]) for m in others if ledger.period[m] >= 0]] = True
    kinds, calendar = np.unique(shut, axis=0, return_inverse=True)
    return calendar.reshape(-1).astype(np.uint32), _open_from(kinds, horizon)


def _open_from(shut: Flags, horizon: int) -> Whole:
    found = np.empty(shut.shape, dtype=np.int64)
    following = np.full(len(shut), horizon - 1, dtype=np.int64)
    for period in range(horizon - 1, -1, -1):
        following = np.where(shut[:, period], following, period)
        found[:, period] = following
    return found


def _own(ledger: Ledger, ways: Sequence[Disposition], horizon: int) -> Whole:
    """Own cost by cutover. After the last period its last exposure and cost go on; what is more
    than after the cutover is counted, so that the plan's own formula holds further on."""
    tables = ledger.tables
    rows = tables.own[tables.first_way[:-1] + np.array(ledger.way, dtype=np.int64)]
    beyond = np.arange(1, horizon - tables.count + 1)
    after = np.array([way.exposure_after + way.run_after for way in ways], dtype=np.int64)
    last = np.array(
        [row.exposure[-1] + row.run_before[-1] for row in tables.problem.workloads], dtype=np.int64
    )
    later = np.zeros((len(ways), len(beyond)), dtype=np.int64)
    for n, row in enumerate(tables.problem.workloads):
        for deadline in row.deadlines:
            if not deadline.hard:
                now = max(0, tables.count - 1 - deadline.last)
                late = np.maximum(0, tables.count - 1 + beyond - deadline.last)
                later[n] += deadline.penalty * (late - now)
    more = rows[:, -1:] + (last - after)[:, None] * beyond + later
    return np.ascontiguousarray(np.concatenate([rows, more], axis=1))


def _continued(sums: Whole, horizon: int) -> Whole:
    """Sums by period that go on as in the last period."""
    beyond = np.arange(1, horizon - (sums.shape[1] - 1) + 1)
    step = sums[:, -1:] - sums[:, -2:-1]
    return np.ascontiguousarray(np.concatenate([sums, sums[:, -1:] + step * beyond], axis=1))


def _room(ledger: Ledger, horizon: int) -> Whole:
    """What there is for moves that are not executed; after the last period, the middle of it.

    Of what executed moves use, what they keep goes on.
    """
    tables, limit = ledger.tables, ledger.tables.limit
    free = np.where(limit == NO_LIMIT, NO_LIMIT, limit - (ledger.used - ledger.movable))
    middle = np.sort(limit, axis=1)[:, limit.shape[1] // 2]
    kept = np.zeros(len(limit), dtype=np.int64)
    for way in compress(ledger.ways(), tables.executed):
        for name, amount in way.keeps:
            kept[tables.resource[name]] += amount
    ahead = np.where(middle == NO_LIMIT, NO_LIMIT, middle - kept)
    after = np.repeat(ahead[:, None], horizon - limit.shape[1], axis=1)
    return np.ascontiguousarray(np.concatenate([free, after], axis=1))


def _teams(ways: Sequence[Disposition]) -> Real:
    """[team, workload]: how much of a team's luck a workload has, by its effort; squares add up to
    one, so that the teams together weigh the same for all. Nought where there is no effort."""
    names = sorted({name for way in ways for name, _ in way.effort})
    number = {name: n for n, name in enumerate(names)}
    weight = np.zeros((len(names), len(ways)))
    for n, way in enumerate(ways):
        length = float(sum(amount * amount for _, amount in way.effort)) ** 0.5
        for name, amount in way.effort:
            weight[number[name], n] = amount / length if length else 0.0
    return weight


def _last_hard(row: Workload, horizon: int) -> int:
    return min((deadline.last for deadline in row.deadlines if deadline.hard), default=horizon)


def _rows(rows: Iterable[Sequence[tuple[int, ...]]], width: int) -> tuple[Index, list[Any]]:
    """Where each row begins, and the columns of all rows in a row; the first of them is an index.

    Indices have no sign: compiled code then need not ask whether one counts from the end.
    """
    kept = [list(row) for row in rows]
    at = np.cumsum([0, *(len(row) for row in kept)]).astype(np.uint32)
    flat = np.array([item for row in kept for item in row], dtype=np.int64).reshape(-1, width)
    return at, [flat[:, 0].astype(np.uint32), *(flat[:, n].copy() for n in range(1, width))]
