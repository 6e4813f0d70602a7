"""Precedences as flat lists, and the ways and periods that they leave worth trying."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.search.ties import Blocks

Numbers = NDArray[np.int64]


class Links(NamedTuple):
    """For each workload those it must follow and those that must follow it, with lags.

    An executed workload need not follow anyone.
    """

    before_start: Numbers
    before: Numbers
    before_lag: Numbers
    after_start: Numbers
    after: Numbers
    after_lag: Numbers


def links(problem: Problem, number: dict[str, int]) -> Links:
    """The precedences that can still be broken."""
    done = {move.workload for move in problem.executed}
    table = np.array(
        sorted(
            {
                (number[r.after], number[r.before], r.lag)
                for r in problem.precedences
                if r.after not in done
            }
        ),
        dtype=np.int64,
    ).reshape(-1, 3)
    by_before = table[np.lexsort((table[:, 0], table[:, 1]))]
    count = len(number)
    return Links(
        _starts(table[:, 0], count),
        _column(table, 1),
        _column(table, 2),
        _starts(by_before[:, 1], count),
        _column(by_before, 0),
        _column(by_before, 2),
    )


def options(
    allowed: NDArray[np.bool_],
    way_start: Numbers,
    blocks: Blocks,
    found: Links,
    executed: Numbers,
) -> NDArray[np.bool_]:
    """By way and period, what can be part of a plan that keeps every condition.

    `executed` is the period of executed workloads, −2 of the others, which have no options. Where
    order leaves a block nothing, every period its own conditions leave it stays an option.
    """
    common = _common(alone(allowed, way_start, executed), blocks)
    first, last = _ends(common, blocks, found, executed)
    period = np.arange(allowed.shape[1])
    inside = common & (period >= first[:, None]) & (period <= last[:, None])
    lost = ~inside.any(axis=1)
    for n in np.nonzero(lost)[0]:
        fellows = blocks.member[blocks.start[n] : blocks.start[n + 1]]
        inside[fellows] = common[fellows]
    owner = np.repeat(np.arange(len(way_start) - 1), np.diff(way_start))
    kept: NDArray[np.bool_] = inside[owner] & (executed[owner] < -1)[:, None] & allowed
    return kept


def alone(allowed: NDArray[np.bool_], way_start: Numbers, executed: Numbers) -> NDArray[np.bool_]:
    """By workload and period, where its own conditions let it be; an executed one where it is."""
    some = np.zeros((len(way_start) - 1, allowed.shape[1]), dtype=np.bool_)
    if len(some):
        some = np.logical_or.reduceat(allowed, way_start[:-1], axis=0)
    for n, period in enumerate(executed.tolist()):
        if period > -2:
            some[n] = False
            if period >= 0:
                some[n, period] = True
    return some


def _common(some: NDArray[np.bool_], blocks: Blocks) -> NDArray[np.bool_]:
    """The periods in which all of a workload's block can be."""
    joined = some.copy()
    for n in np.nonzero(np.diff(blocks.start) > 1)[0].tolist():
        joined[n] = some[blocks.member[blocks.start[n] : blocks.start[n + 1]]].all(axis=0)
    return joined


def _ends(
    common: NDArray[np.bool_], blocks: Blocks, found: Links, executed: Numbers
) -> tuple[Numbers, Numbers]:
    """The first and last period of each workload that precedences leave."""
    width = common.shape[1]
    first = np.where(common.any(axis=1), common.argmax(axis=1), 0)
    last = np.where(common.any(axis=1), width - 1 - common[:, ::-1].argmax(axis=1), width - 1)
    first = np.where(executed > -2, executed, first)
    before = np.repeat(np.arange(len(first)), np.diff(found.before_start))
    held = executed[found.before] > -2
    for _ in range(width):
        room = int(last.sum() - first.sum())
        np.maximum.at(first, before, first[found.before] + found.before_lag)
        np.minimum.at(last, found.before[~held], (last[before] - found.before_lag)[~held])
        _share(first, last, blocks)
        if int(last.sum() - first.sum()) == room or (first > last).any():
            break
    return first, last


def _share(first: Numbers, last: Numbers, blocks: Blocks) -> None:
    """Gives all of a block the narrowest ends of any of it."""
    for n in np.nonzero(np.diff(blocks.start) > 1)[0]:
        fellows = blocks.member[blocks.start[n] : blocks.start[n + 1]]
        first[n], last[n] = first[fellows].max(), last[fellows].min()


def _starts(owner: Numbers, count: int) -> Numbers:
    return np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=count))]).astype(np.int64)


def _column(table: Numbers, number: int) -> Numbers:
    return np.ascontiguousarray(table[:, number])
