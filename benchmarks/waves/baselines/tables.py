"""A problem as arrays for the baselines' compiled loops. Only what the family uses is understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from grunnmur.plan import Problem
from grunnmur.plan.windows import windows

Ints = NDArray[np.int64]
NEVER = np.int64(1 << 50)
"""Own cost where the workload's own conditions forbid the period."""


class Tables(NamedTuple):
    """Rows a workload; ragged lists as one array with where each workload's part begins."""

    own: Ints  # workload, way, period → NOK, or NEVER
    ways: Ints  # workload → how many ways
    duration: Ints  # workload, way
    days: Ints  # workload, way → work in all
    effort_from: Ints  # workload × most ways + way
    skill: Ints
    rate: Ints
    one_off: Ints  # workload, way
    capacity: Ints  # period, skill
    slots: Ints  # organisation, period
    wave: Ints  # period
    budget: Ints  # year
    year: Ints  # period → which budget
    org_from: Ints
    org: Ints
    need_from: Ints
    need: Ints  # other workload
    need_lag: Ints
    apart_from: Ints
    apart: Ints  # other workload
    pair_from: Ints
    pair: Ints  # other workload
    pair_first: Ints  # NOK a period when this one moves first
    pair_then: Ints  # NOK a period when the other one moves first
    pair_neither: Ints
    group_from: Ints
    group: Ints  # workload
    group_cost: Ints  # group, period → NOK if that is the last cutover
    cheapest: Ints  # workload


def tables(problem: Problem) -> Tables:
    """The arrays of a problem."""
    _require_family(problem)
    number = {row.id: n for n, row in enumerate(problem.workloads)}
    most = max(len(row.dispositions) for row in problem.workloads)
    count, periods = len(problem.workloads), len(problem.periods)
    skills = [row.id for row in problem.resources]
    duration, one_off = np.ones((2, count, most), np.int64)
    efforts: list[list[tuple[int, ...]]] = [[] for _ in range(count * most)]
    for n, workload in enumerate(problem.workloads):
        for m, way in enumerate(workload.dispositions):
            duration[n, m], one_off[n, m] = way.duration, way.one_off
            efforts[n * most + m] = [(skills.index(name), rate) for name, rate in way.effort]
    own = _own(problem, most)
    organisations = [row.organisation for row in problem.slots]
    org = [
        [organisations.index(name) for name in row.organisations if name in organisations]
        for row in problem.workloads
    ]
    needs: list[list[tuple[int, ...]]] = [[] for _ in range(count)]
    for edge in problem.precedences:
        needs[number[edge.after]].append((number[edge.before], edge.lag))
    pairs: list[list[tuple[int, ...]]] = [[] for _ in range(count)]
    for row in problem.couplings:
        a, b = number[row.a], number[row.b]
        pairs[a].append((b, row.a_first, row.b_first, row.neither))
        pairs[b].append((a, row.b_first, row.a_first, row.neither))
    groups = [[number[name] for name in row.workloads] for row in problem.fixed_costs]
    years, year = np.unique([row.starts_on.year for row in problem.periods], return_inverse=True)
    amounts = {row.year: row.amount for row in problem.budgets}
    return Tables(
        own=own,
        ways=np.array([len(row.dispositions) for row in problem.workloads]),
        duration=duration,
        days=duration
        * np.array([sum(rate for _, rate in row) for row in efforts]).reshape(count, -1),
        effort_from=_starts(efforts),
        skill=_column(efforts, 0),
        rate=_column(efforts, 1),
        one_off=one_off,
        capacity=np.array([row.capacity for row in problem.resources]).T.copy(),
        slots=np.array([row.capacity for row in problem.slots]),
        wave=np.array(problem.wave_limit or [count] * periods),
        budget=np.array([amounts.get(int(y), NEVER) for y in years], np.int64),
        year=year.astype(np.int64),
        org_from=_starts(org),
        org=_flat(org),
        need_from=_starts(needs),
        need=_column(needs, 0),
        need_lag=_column(needs, 1),
        apart_from=_starts(_apart(problem, number)),
        apart=_flat(_apart(problem, number)),
        pair_from=_starts(pairs),
        pair=_column(pairs, 0),
        pair_first=_column(pairs, 1),
        pair_then=_column(pairs, 2),
        pair_neither=_column(pairs, 3),
        group_from=_starts(groups),
        group=_flat(groups),
        group_cost=np.array([np.cumsum(row.cost) for row in problem.fixed_costs]),
        cheapest=own.min(axis=(1, 2)),
    )


def _require_family(problem: Problem) -> None:
    unknown = [
        *problem.executed,
        *getattr(problem, "together", ()),
        *(row for row in problem.workloads if getattr(row, "holds", ())),
        *(
            way
            for row in problem.workloads
            for way in row.dispositions
            if getattr(way, "keeps", ())
        ),
    ]
    if unknown:
        raise NotImplementedError(f"the baselines know nothing of {unknown[0]}")


def _own(problem: Problem, most: int) -> Ints:
    count, periods = len(problem.workloads), len(problem.periods)
    own = np.full((count, most, periods), NEVER)
    at = np.arange(periods)
    masks = windows(problem)
    for n, row in enumerate(problem.workloads):
        before = np.cumsum(np.array(row.exposure) + np.array(row.run_before))
        for due in row.deadlines:
            if not due.hard:
                before = before + due.penalty * np.maximum(0, at - due.last)
        for m, way in enumerate(row.dispositions):
            after = (periods - 1 - at) * (way.exposure_after + way.run_after)
            open_ = (masks[row.id][m] >> at.astype(object)) & 1 == 1
            own[n, m] = np.where(open_.astype(bool), way.one_off + before + after, NEVER)
    return own


def _apart(problem: Problem, number: dict[str, int]) -> list[list[int]]:
    apart: list[list[int]] = [[] for _ in problem.workloads]
    for row in problem.exclusions:
        for name in row.workloads:
            apart[number[name]] += [number[other] for other in row.workloads if other != name]
    return apart


def _starts(lists: Iterable[Sequence[object]]) -> Ints:
    return np.concatenate([[0], np.cumsum([len(row) for row in lists])]).astype(np.int64)


def _flat(lists: Iterable[Sequence[int]]) -> Ints:
    return np.array([item for row in lists for item in row], np.int64)


def _column(lists: Iterable[Sequence[Sequence[int]]], place: int) -> Ints:
    return np.array([item[place] for row in lists for item in row], np.int64)
