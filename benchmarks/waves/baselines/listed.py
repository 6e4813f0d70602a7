"""Best-of-many list scheduling: every rule with every policy, then random perturbation.

Most perturbed orders start from the best order so far. That makes it a local search over orders:
more than the textbook's best of many, so that the baseline is not weaker than it need be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import monotonic

import numpy as np

from benchmarks.waves.baselines import orders, trial
from benchmarks.waves.baselines.tables import Tables
from benchmarks.waves.baselines.trial import Best, Candidate, Clock

LOOKS = (0, 6)


def best(
    given: Tables, *, seconds: float, workers: int, seed: int, clock: Clock = monotonic
) -> Best | None:
    """The best list schedule found in the time."""

    def source(number: int, so_far: Callable[[], Best | None]) -> Iterator[Candidate]:
        return _candidates(given, seed, number, workers, so_far)

    return trial.best_of_many(given, source, seconds=seconds, workers=workers, clock=clock)


def _candidates(
    given: Tables, seed: int, number: int, workers: int, so_far: Callable[[], Best | None]
) -> Iterator[Candidate]:
    keys, ways, wish = orders.keys(given), orders.ways(given), trial.no_wish(given)
    rules = [
        Candidate(np.argsort(key, kind="stable"), way, wish, look, f"{rule}, {policy}, look {look}")
        for rule, key in keys.items()
        for policy, way in ways.items()
        for look in LOOKS
    ]
    yield from rules[number::workers]
    random = np.random.default_rng([seed, number])
    while True:
        best = so_far()
        start = rules[random.integers(len(rules))] if best is None else best.candidate
        kind = random.random()
        if kind < 0.3:
            start = rules[random.integers(len(rules))]
        yield _shaken(start, random) if kind < 0.65 else _moved(start, random)


def _shaken(start: Candidate, random: np.random.Generator) -> Candidate:
    """The whole order shaken: a little, or much."""
    count = len(start.order)
    reach = count * 10.0 ** random.uniform(-2.5, -0.3)
    places = np.argsort(np.arange(count) + random.normal(0, reach, count), kind="stable")
    return replace(start, order=start.order[places], note=_noted(start.note))


def _moved(start: Candidate, random: np.random.Generator) -> Candidate:
    """A few stretches of the order moved to other places in it."""
    order = start.order
    for _ in range(random.integers(1, 4)):
        length = int(random.integers(1, max(2, len(order) // 12)))
        first = int(random.integers(len(order) - length))
        stretch = order[first : first + length]
        rest = np.delete(order, np.s_[first : first + length])
        order = np.insert(rest, int(random.integers(len(rest))), stretch)
    return replace(start, order=order, note=_noted(start.note))


def _noted(note: str) -> str:
    return note if note.endswith("perturbed") else f"{note}, perturbed"
