"""How fast a search cools: how many steps next, between which shares of the whole."""

from __future__ import annotations

from collections.abc import Callable

_CHUNK = 20_000
"""Steps between two looks at the clock: some hundredths of a second."""
_SMALL = 200
"""Below so many workloads, several coolings are better than one long one."""
_COOLING = 4_000
"""Steps a workload in each of them. Judgement, after trials with 50 workloads."""
_ENOUGH = 50_000
"""Steps a workload in all, by effort: a tiny problem has nothing more to find."""


class Pace:
    """The steps of one search. By effort they are counted, else the share of time used is asked.

    `fresh` is true when a cooling has just ended and another one begins.
    """

    def __init__(self, count: int, *, effort: int, share: Callable[[], float] | None) -> None:
        self._share, self._taken = share, 0
        self._total = min(1000 * effort, _ENOUGH * max(1, count))
        self._cooling = max(_CHUNK, _COOLING * count) if count < _SMALL else None
        self._none = count == 0
        self._now = 0.0
        self.fresh = False

    @property
    def done(self) -> bool:
        """Whether the budget is used up."""
        if self._none:
            return True
        return self._share() >= 1 if self._share is not None else self._taken >= self._total

    def next(self) -> tuple[int, float, float]:
        """How many steps next, and between which shares of a cooling."""
        steps = _CHUNK if self._share is not None else min(_CHUNK, self._total - self._taken)
        self._taken += steps
        begun, self._now = self._now, self._reached()
        self.fresh = self._cooling is not None and self._now >= 1
        ended = min(1.0, self._now)
        if self.fresh:
            self._now = 0.0
        return steps, min(begun, ended), ended

    def _reached(self) -> float:
        if self._cooling is not None:
            length = self._cooling
            if self._share is None:
                length = min(length, self._total)
            return self._now + _CHUNK / length
        if self._share is not None:
            return self._share()
        return self._taken / self._total
