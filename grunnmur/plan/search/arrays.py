"""The problem as flat arrays of whole numbers: the form compiled code works on.

Workloads, ways (dispositions, those of one workload after another), rows and groups are numbers
from 0. A *row* is anything there is so much of in each period: a resource, an organisation's
slots, the wave limit, an exclusion (of which there is one). Lists of lists stand as one list and
where each part starts: part i is `thing[thing_start[i]:thing_start[i + 1]]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from grunnmur.plan.search import needs, order, ties
from grunnmur.plan.windows import windows

if TYPE_CHECKING:
    from grunnmur.plan.problem import Problem

Numbers = NDArray[np.int64]


class Arrays(NamedTuple):
    """Everything that does not change in a search. NOK and amounts are as in the problem.

    `own` is NOK by way and period, less the workload's cheapest conceivable. `shut` is 1 where the
    workload's own conditions forbid it, `open` where it is worth trying; `option_*` lists those.
    `limit` is what executed moves leave.
    `typical` and `budget_typical` say what a workload uses on average. `total` is NOK of a group up
    to and with each period, index 0 being "before the first".
    """

    own: Numbers
    shut: NDArray[np.uint8]
    open: NDArray[np.uint8]
    duration: Numbers
    one_off: Numbers
    way_start: Numbers
    option_start: Numbers
    option_way: NDArray[np.int32]
    option_period: NDArray[np.int32]
    need_start: Numbers
    need_row: Numbers
    need_hold: Numbers
    need_work: Numbers
    need_keep: Numbers
    spot_start: Numbers
    spot_row: Numbers
    limit: Numbers
    typical: Numbers
    reach: Numbers
    year: Numbers
    budget: Numbers
    budget_typical: Numbers
    before_start: Numbers
    before: Numbers
    before_lag: Numbers
    after_start: Numbers
    after: Numbers
    after_lag: Numbers
    pair_start: Numbers
    pair: Numbers
    pair_first: Numbers
    pair_second: Numbers
    pair_neither: Numbers
    group_start: Numbers
    group: Numbers
    member_start: Numbers
    member: Numbers
    total: Numbers
    fellow_start: Numbers
    fellow: Numbers
    movable: Numbers
    executed_way: Numbers
    executed_period: Numbers


@dataclass(frozen=True, slots=True)
class Instance:
    """The problem, its arrays, and each workload's cheapest conceivable own cost."""

    problem: Problem
    arrays: Arrays
    baseline: tuple[int, ...]

    @property
    def count(self) -> int:
        """The number of workloads."""
        return len(self.baseline)


def instance(problem: Problem) -> Instance:
    """The arrays of the problem."""
    count = len(problem.periods)
    number = {row.id: n for n, row in enumerate(problem.workloads)}
    way_start = _starts([len(row.dispositions) for row in problem.workloads])
    executed_way, executed_period = _executed(problem, number, way_start)
    allowed = _allowed(problem, count)
    own = _own(problem, count, way_start)
    baseline = _baseline(problem, own, allowed, way_start, (executed_way, executed_period))
    owner = np.repeat(np.arange(len(number)), np.diff(way_start))
    free = executed_way < 0
    links = order.links(problem, number)
    executed = np.where(free, -2, executed_period)
    may = order.alone(allowed, way_start, executed)
    blocks = ties.blocks([row.workloads for row in problem.together], number, may)
    options = order.options(allowed, way_start, blocks, links, executed)
    rows = needs.rows(problem, number, way_start, (executed_way, executed_period))
    option_at = np.nonzero(options)
    every_option = np.bincount(owner[option_at[0]], minlength=len(number))
    arrays = Arrays(
        own=own - baseline[owner][:, None],
        shut=(~allowed | _elsewhere(blocks, executed_period, count)[owner]).astype(np.uint8),
        open=options.astype(np.uint8),
        duration=_ints(way.duration for row in problem.workloads for way in row.dispositions),
        one_off=_ints(way.one_off for row in problem.workloads for way in row.dispositions),
        way_start=way_start,
        option_start=_starts(every_option),
        option_way=option_at[0].astype(np.int32),
        option_period=option_at[1].astype(np.int32),
        **rows._asdict(),
        **links._asdict(),
        **ties.pairs(problem.couplings, number)._asdict(),
        **ties.groups(problem.fixed_costs, number, count)._asdict(),
        fellow_start=blocks.start,
        fellow=blocks.member,
        movable=np.nonzero(free)[0],
        executed_way=executed_way,
        executed_period=executed_period,
    )
    return Instance(problem, arrays, tuple(int(value) for value in baseline))


def _own(problem: Problem, count: int, way_start: Numbers) -> Numbers:
    """NOK of each way's own, for a cutover in each period."""
    old = np.zeros((len(problem.workloads), count), dtype=np.int64)
    period = np.arange(count)
    for n, row in enumerate(problem.workloads):
        old[n] = row.exposure
        old[n] += row.run_before
    old = old.cumsum(axis=1)
    for n, row in enumerate(problem.workloads):
        for deadline in row.deadlines:
            if not deadline.hard and deadline.penalty:
                old[n] += deadline.penalty * np.maximum(0, period - deadline.last)
    ways = [way for row in problem.workloads for way in row.dispositions]
    after = _ints(way.exposure_after + way.run_after for way in ways)
    once = _ints(way.one_off for way in ways)
    owner = np.repeat(np.arange(len(problem.workloads)), np.diff(way_start))
    own: Numbers = old[owner] + once[:, None] + after[:, None] * (count - 1 - period)
    return own


def _baseline(
    problem: Problem,
    own: Numbers,
    allowed: NDArray[np.bool_],
    way_start: Numbers,
    executed: tuple[Numbers, Numbers],
) -> Numbers:
    cheapest = np.where(allowed, own, np.iinfo(np.int64).max).min(axis=1, initial=1 << 62)
    baseline = np.zeros(len(problem.workloads), dtype=np.int64)
    if len(cheapest):
        baseline = np.minimum.reduceat(cheapest, way_start[:-1])
    for n, (way, period) in enumerate(zip(*executed, strict=True)):
        if way >= 0 and period >= 0:
            baseline[n] = own[way, period]
        elif way >= 0:
            chosen = problem.workloads[n].dispositions[way - way_start[n]]
            after = chosen.exposure_after + chosen.run_after
            baseline[n] = chosen.one_off + len(problem.periods) * after
    return baseline


def _allowed(problem: Problem, count: int) -> NDArray[np.bool_]:
    """By way and period, whether the workload's own conditions allow it."""
    masks = windows(problem)
    width = (count + 7) // 8
    content = b"".join(
        mask.to_bytes(width, "little") for row in problem.workloads for mask in masks[row.id]
    )
    bits = np.frombuffer(content, dtype=np.uint8).reshape(-1, width)
    return np.unpackbits(bits, axis=1, count=count, bitorder="little").view(np.bool_)


def _elsewhere(blocks: ties.Blocks, executed: Numbers, count: int) -> NDArray[np.bool_]:
    """By workload and period, whether it would part from an executed one it goes together with."""
    parted = np.zeros((len(executed), count), dtype=np.bool_)
    for n in np.nonzero(executed > -2)[0]:
        for other in blocks.member[blocks.start[n] + 1 : blocks.start[n + 1]]:
            if executed[other] == -2:
                parted[other] |= np.arange(count) != executed[n]
    return parted


def _executed(
    problem: Problem, number: dict[str, int], way_start: Numbers
) -> tuple[Numbers, Numbers]:
    """Way and period of each executed workload; −1 and −2 of the others."""
    way = np.full(len(number), -1, dtype=np.int64)
    period = np.full(len(number), -2, dtype=np.int64)
    for move in problem.executed:
        n = number[move.workload]
        names = [row.name for row in problem.workloads[n].dispositions]
        way[n] = way_start[n] + names.index(move.disposition)
        period[n] = move.period
    return way, period


def _starts(sizes: object) -> Numbers:
    return np.concatenate([[0], np.cumsum(np.asarray(sizes, dtype=np.int64))]).astype(np.int64)


def _ints(values: object) -> Numbers:
    return np.fromiter(values, dtype=np.int64)  # type: ignore[call-overload, no-any-return]
