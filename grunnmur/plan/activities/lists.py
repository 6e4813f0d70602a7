"""The two searches over lists behind one face: steps are asked for, the best schedule is told."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from grunnmur.plan.activities import anneal, lagged
from grunnmur.plan.activities.compiled import Numbers, stream
from grunnmur.plan.activities.distances import NONE, earliest
from grunnmur.plan.activities.network import Network
from grunnmur.plan.activities.project import Schedule

HOT, COLD = 0.18, 0.027
"""Temperatures in mean durations. Judgement: the best of those tried on six open j120 projects."""


class Lists(Protocol):
    """A search over lists under way."""

    makespan: int | None

    def advance(self, steps: int, share: float) -> bool:
        """Takes some steps, `share` of the way from hot to cold; whether a better was found."""

    def schedule(self) -> Schedule:
        """The best schedule so far."""


def lists(net: Network, far: Numbers, *, plain: bool, seed: int, number: int) -> Lists:
    """The `number`-th search of this seed, suited to the project."""
    return PlainLists(net, far, seed, number) if plain else LaggedLists(net, far, seed, number)


class PlainLists:
    """Annealing of lists of a project without maximum lags, in one mode or several."""

    def __init__(self, net: Network, far: Numbers, seed: int, number: int) -> None:
        """Begins with the activities in the order of their earliest starts, in their first modes."""
        self._net = net
        self._unit = net.mean_duration
        self._price = 1.0
        before_it = (far != NONE).sum(axis=0)
        order = np.lexsort((before_it, earliest(far))).astype(np.int64)
        self._walk = anneal.walk(net, order, net.mode_first[:-1], stream(seed, number))
        self.makespan: int | None = None

    def advance(self, steps: int, share: float) -> bool:
        """Takes some steps, `share` of the way from hot to cold; whether a better was found."""
        heat = self._unit * HOT * (COLD / HOT) ** share
        before = self._walk.value[anneal.BEST]
        anneal.anneal(self._net, self._walk, steps, heat, heat, self._price * self._unit)
        self._price *= 1.3 if self._walk.value[anneal.MISSING] else 0.9
        self._price = min(max(self._price, 0.3), 20.0)
        best = int(self._walk.value[anneal.BEST])
        self.makespan = best if best < anneal.UNKNOWN else None
        return bool(best < before)

    def schedule(self) -> Schedule:
        """The best schedule so far."""
        modes = self._walk.best_chosen - self._net.mode_first[:-1]
        return Schedule(tuple(self._walk.best_starts.tolist()), tuple(modes.tolist()))


class LaggedLists:
    """Lists of a project with maximum lags, each activity in its first mode."""

    def __init__(self, net: Network, far: Numbers, seed: int, number: int) -> None:
        """Begins with the activities in the order of their earliest starts."""
        self._net = net
        self._unit = net.mean_duration
        self._patience = _PATIENCE * len(far)
        mode = net.mode_first[:-1].copy()
        self._state = lagged.lagged(net, far, mode, stream(seed, number))
        self.makespan: int | None = None

    def advance(self, steps: int, share: float) -> bool:
        """Takes some steps, `share` of the way from hot to cold; whether a better was found."""
        heat = 2 * self._unit * HOT * (COLD / HOT) ** share
        before = self._state.value[lagged.BEST]
        lagged.search(self._net, self._state, steps, heat, heat, self._patience)
        best = int(self._state.value[lagged.BEST])
        self.makespan = best if best < lagged.UNKNOWN else None
        return bool(best < before)

    def schedule(self) -> Schedule:
        """The best schedule so far."""
        starts = tuple(self._state.best_starts.tolist())
        return Schedule(starts, (0,) * len(starts))


_PATIENCE = 5
"""Takings back for each activity, at most. Judgement: 200 activities need up to a thousand."""
