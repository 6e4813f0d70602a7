"""Best of many: candidates are made until the time is up, on as many threads as there are workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from benchmarks.waves.baselines.schedule import avoidable, mended
from benchmarks.waves.baselines.tables import Ints, Tables

TRIES = 25
"""How often what did not fit is put first before a candidate is given up."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An order with its choices, ready to be placed. `note` says where it came from.

    `turn` is when each workload's community comes, for those that have communities.
    """

    order: Ints
    way: Ints
    not_before: Ints
    look: int
    note: str
    turn: Ints | None = None


@dataclass(frozen=True, slots=True)
class Best:
    """The cheapest feasible candidate found, and how many were tried."""

    cost: int
    period: Ints
    way: Ints
    candidate: Candidate
    tried: int


Clock = Callable[[], float]

Source = Callable[[int, Callable[[], Best | None]], Iterator[Candidate]]
"""Candidates without end for one worker, by its number; it may ask what is best so far."""


def best_of_many(
    given: Tables, source: Source, *, seconds: float, workers: int, clock: Clock = monotonic
) -> Best | None:
    """The best candidate in the time; None if none was feasible."""
    _warm(given)
    run = _Run(given, clock() + seconds, clock)
    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(run.work, source, number) for number in range(workers)]:
            done.result()
    return run.best


def _warm(given: Tables) -> None:
    """Has the loops compiled or loaded, which no baseline should pay for."""
    open_, wish = np.full(len(given.ways), -1), no_wish(given)
    _, period, way, _ = mended(given, np.arange(len(given.ways)), open_, wish, 0, TRIES)
    avoidable(given, np.maximum(period, 0), way)


class _Run:
    def __init__(self, given: Tables, until: float, clock: Clock) -> None:
        self._given = given
        self._until = until
        self._clock = clock
        self.best: Best | None = None
        self.tried = 0

    def work(self, source: Source, number: int) -> None:
        for candidate in source(number, lambda: self.best):
            self._try(candidate)
            if self._clock() >= self._until:
                return

    def _try(self, one: Candidate) -> None:
        order, period, way, failed = mended(
            self._given, one.order, one.way, one.not_before, one.look, TRIES
        )
        self.tried += 1
        if failed:
            return
        cost = int(avoidable(self._given, period, way))
        if self.best is None or cost < self.best.cost:
            self.best = Best(cost, period, way, replace(one, order=order), self.tried)


def no_wish(given: Tables) -> Ints:
    """No workload waits for a wave."""
    return np.zeros(len(given.ways), np.int64)
