"""The problem as arrays: what the bound's arithmetic reads.

Workloads are numbers in the problem's order; options are the dispositions of all workloads in a
row. Executed workloads have one option in one period and use nothing: what they use is taken from
the limits beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.windows import windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.problem import Problem
    from grunnmur.plan.workload import Disposition, Workload

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of numbers, one after the other: list n is `items[start[n]:start[n + 1]]`."""

    start: Ints
    items: Ints

    def __getitem__(self, n: int) -> Ints:
        return self.items[self.start[n] : self.start[n + 1]]


@dataclass(frozen=True, slots=True)
class Uses:
    """What options use: entry e is for resource `resource[e]`, entries listed by option.

    `effort` in each period of the work, `hold` up to and with the cutover's, `keep` from the first
    period of the work to the end.
    """

    start: Ints
    resource: Ints
    effort: Ints
    hold: Ints
    keep: Ints


@dataclass(frozen=True, slots=True)
class Limits:
    """What executed moves leave of every row, never below 0: [row, period], budgets [row]."""

    resources: Ints
    slots: Ints
    wave: Ints
    budgets: Ints
    exclusions: Ints

    def all(self) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """The five of them, in the order in which every list of prices has them."""
        return self.resources, self.slots, self.wave, self.budgets, self.exclusions


@dataclass(frozen=True, slots=True)
class Tables:
    """All arrays of one problem. Money is NOK, less each workload's cheapest conceivable cost.

    `own` is [option, period]; `allowed` the same shape, by own conditions. `executed` is the period
    a workload was moved in, or −2; `earliest` and `latest` hold a free one that moves together with
    it to the same. `units` are workloads that move together, `slot_rows` and `exclusion_rows` the
    rows each free workload takes part in. `year` is the budget row of a period or −1. `fixed` is
    summed up to and with each period.
    """

    problem: Problem
    count: int
    first_option: Ints
    option_of: Ints
    duration: Ints
    one_off: Ints
    own: Ints
    allowed: Flags
    executed: Ints
    earliest: Ints
    latest: Ints
    units: Lists
    uses: Uses
    slot_rows: Lists
    exclusion_rows: Lists
    limits: Limits
    year: Ints
    before: Ints
    after: Ints
    lag: Ints
    groups: Lists
    fixed: Ints

    @property
    def workload_count(self) -> int:
        """The number of workloads."""
        return len(self.executed)

    @property
    def period_allowed(self) -> Flags:
        """[workload, period]: whether the own conditions allow some disposition in it."""
        return np.logical_or.reduceat(self.allowed, self.first_option[:-1], axis=0)


def tables(problem: Problem) -> Tables:
    """The arrays of the problem. It has at least one workload."""
    count = len(problem.periods)
    number = {row.id: n for n, row in enumerate(problem.workloads)}
    first_option = np.cumsum([0, *(len(row.dispositions) for row in problem.workloads)])
    executed = np.full(len(number), -2)
    for move in problem.executed:
        executed[number[move.workload]] = move.period
    ways = [way for row in problem.workloads for way in row.dispositions]
    one_off = _array(way.one_off for way in ways)
    allowed = _allowed(problem, number, executed)
    free = executed == -2
    earliest, latest = _anchored(problem, number, executed)
    return Tables(
        problem=problem,
        count=count,
        first_option=first_option,
        option_of=np.repeat(np.arange(len(number)), np.diff(first_option)),
        duration=_array(way.duration for way in ways),
        one_off=one_off,
        own=_own(problem, first_option, allowed, free),
        allowed=allowed,
        executed=executed,
        earliest=earliest,
        latest=latest,
        units=_units(problem, number, free),
        uses=_uses(problem, free),
        slot_rows=_slot_rows(problem, free),
        exclusion_rows=_member_rows([row.workloads for row in problem.exclusions], number, free),
        limits=_limits(problem),
        year=_years(problem),
        before=_array(number[row.before] for row in problem.precedences),
        after=_array(number[row.after] for row in problem.precedences),
        lag=_array(row.lag for row in problem.precedences),
        groups=_lists(
            dict.fromkeys(number[name] for name in row.workloads) for row in problem.fixed_costs
        ),
        fixed=np.cumsum(_rows([row.cost for row in problem.fixed_costs], count), axis=1),
    )


def _array(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _rows(series: list[tuple[int, ...]], count: int) -> Ints:
    return np.array(series, dtype=np.int64).reshape(len(series), count)


def _lists(lists: Iterable[Iterable[int]]) -> Lists:
    rows = [list(row) for row in lists]
    return Lists(
        np.cumsum([0, *map(len, rows)], dtype=np.int64),
        np.array([item for row in rows for item in row], dtype=np.int64),
    )


def _allowed(problem: Problem, number: dict[str, int], executed: Ints) -> Flags:
    count = len(problem.periods)
    masks = windows(problem)
    told = {move.workload: move.disposition for move in problem.executed}
    rows = []
    for row in problem.workloads:
        for way, mask in zip(row.dispositions, masks[row.id], strict=True):
            left = mask
            if row.id in told:
                at = max(0, int(executed[number[row.id]]))
                left = 1 << at if told[row.id] == way.name else 0
            rows.append([left >> period & 1 for period in range(count)])
    return np.array(rows, dtype=bool)


def _own(problem: Problem, first_option: Ints, allowed: Flags, free: Flags) -> Ints:
    """Own costs above the cheapest conceivable one; 0 for what is executed."""
    count = len(problem.periods)
    periods = np.arange(count)
    own = np.empty(allowed.shape, dtype=np.int64)
    for n, row in enumerate(problem.workloads):
        paid = np.cumsum(np.array(row.exposure) + np.array(row.run_before))
        for due in row.deadlines:
            if not due.hard:
                paid = paid + due.penalty * np.maximum(0, periods - due.last)
        for option, way in enumerate(row.dispositions, int(first_option[n])):
            after = way.exposure_after + way.run_after
            own[option] = way.one_off + paid + (count - 1 - periods) * after
        mine = slice(int(first_option[n]), int(first_option[n + 1]))
        own[mine] = own[mine] - own[mine][allowed[mine]].min() if free[n] else 0
    return own


def _units(problem: Problem, number: dict[str, int], free: Flags) -> Lists:
    """Sets of workloads that are not executed and share their period, the single ones too."""
    unit = list(range(len(number)))
    for row in problem.together:
        members = [number[name] for name in row.workloads if free[number[name]]]
        joined = {unit[n] for n in members}
        unit = [min(joined) if u in joined else u for u in unit]
    found: dict[int, list[int]] = {}
    for n, u in enumerate(unit):
        found.setdefault(u, []).append(n)
    return _lists(found.values())


def _uses(problem: Problem, free: Flags) -> Uses:
    number = {row.id: n for n, row in enumerate(problem.resources)}
    start, entries = [0], []
    for n, row in enumerate(problem.workloads):
        for way in row.dispositions:
            mine: dict[int, list[int]] = {}
            if free[n]:
                for kind, amounts in enumerate((way.effort, row.holds, way.keeps)):
                    for name, amount in amounts:
                        mine.setdefault(number[name], [0, 0, 0])[kind] += amount
            entries += [[r, *used] for r, used in sorted(mine.items()) if any(used)]
            start.append(len(entries))
    columns = np.array(entries, dtype=np.int64).reshape(len(entries), 4).T.copy()
    return Uses(_array(start), *columns)


def _slot_rows(problem: Problem, free: Flags) -> Lists:
    row_of = {row.organisation: n for n, row in enumerate(problem.slots)}
    return _lists(
        [row_of[name] for name in row.organisations if name in row_of] if free[n] else []
        for n, row in enumerate(problem.workloads)
    )


def _member_rows(sets: list[tuple[str, ...]], number: dict[str, int], free: Flags) -> Lists:
    rows: list[list[int]] = [[] for _ in number]
    for n, names in enumerate(sets):
        for name in sorted(set(names)):
            if free[number[name]]:
                rows[number[name]].append(n)
    return _lists(rows)


def _years(problem: Problem) -> Ints:
    row_of = {row.year: n for n, row in enumerate(problem.budgets)}
    return _array(row_of.get(period.starts_on.year, -1) for period in problem.periods)


def _anchored(problem: Problem, number: dict[str, int], executed: Ints) -> tuple[Ints, Ints]:
    """Ends of each workload: its own if it is executed, or of an executed one it moves with."""
    free = executed == -2
    first = np.where(free, 0, executed)
    last = np.where(free, len(problem.periods) - 1, executed)
    for row in problem.together:
        members = np.array([number[name] for name in row.workloads], dtype=np.int64)
        made = executed[members][~free[members]]
        if len(made):
            first[members[free[members]]] = max(int(made.max()), 0)
            last[members[free[members]]] = made.min()
    return first, last


def _limits(problem: Problem) -> Limits:
    count = len(problem.periods)
    limits = Limits(
        _rows([row.capacity for row in problem.resources], count),
        _rows([row.capacity for row in problem.slots], count),
        _rows([problem.wave_limit] if problem.wave_limit is not None else [], count),
        _array(row.amount for row in problem.budgets),
        np.ones((len(problem.exclusions), count), dtype=np.int64),
    )
    workloads = {row.id: row for row in problem.workloads}
    for move in problem.executed:
        row = workloads[move.workload]
        way = next(way for way in row.dispositions if way.name == move.disposition)
        _take_work(problem, limits, row, way, move.period)
        if move.period >= 0:
            _take_cutover(problem, limits, row, way, move.period)
    for left in limits.all():
        np.maximum(left, 0, out=left)
    return limits


def _take_work(problem: Problem, limits: Limits, row: Workload, way: Disposition, at: int) -> None:
    number = {resource.id: n for n, resource in enumerate(problem.resources)}
    begin = max(0, at - way.duration + 1)
    for name, amount in way.effort:
        limits.resources[number[name], begin : at + 1] -= amount
    for name, amount in row.holds:
        limits.resources[number[name], : at + 1] -= amount
    for name, amount in way.keeps:
        limits.resources[number[name], begin:] -= amount


def _take_cutover(
    problem: Problem, limits: Limits, row: Workload, way: Disposition, at: int
) -> None:
    for n, slots in enumerate(problem.slots):
        limits.slots[n, at] -= row.organisations.count(slots.organisation)
    limits.wave[:, at] -= 1
    for n, budget in enumerate(problem.budgets):
        if budget.year == problem.periods[at].starts_on.year:
            limits.budgets[n] -= way.one_off
    for n, exclusion in enumerate(problem.exclusions):
        limits.exclusions[n, at] -= row.id in exclusion.workloads
