"""How fast a search cools: how many steps next, between which shares of a cooling."""

from __future__ import annotations

from collections.abc import Callable

_CHUNK = 20_000
"""Steps between two looks at the clock: some hundredths of a second."""
SMALL = 200
"""Below so many workloads, several coolings are better than one long one."""
_COOLING = 4_000
"""Steps a workload in each of them. Judgement, after trials with 50 workloads."""
_ENOUGH = 50_000
"""Steps a workload in all, by effort: a tiny problem has nothing more to find."""
_OPENING = 150
"""Steps a workload in each of the short coolings before a long one."""
_OPENINGS = 0.25
"""The share of the whole that they take at most. Judgement, after trials at 500 and 2,500."""


class Pace:
    """The steps of one search. By effort they are counted, else the share of time used is asked.

    With `openings`, a long cooling has short ones before it. `fresh` is true when a cooling has
    just ended and another one begins; `last` when that is the long one.
    """

    def __init__(
        self,
        count: int,
        *,
        effort: int,
        share: Callable[[], float] | None,
        openings: bool = False,
    ) -> None:
        self._share, self._taken = share, 0
        self._total = min(1000 * effort, _ENOUGH * max(1, count))
        self._small = count < SMALL
        length = _COOLING if self._small else _OPENING if openings else 0
        self._cooling = max(_CHUNK, length * count) if length else 0
        if not self._small and not self._another:
            self._cooling = 0
        self._none = count == 0
        self._now = self._from = 0.0
        self.fresh = self.last = False

    @property
    def done(self) -> bool:
        """Whether the budget is used up."""
        return self._none or self._whole >= 1

    def next(self) -> tuple[int, float, float]:
        """How many steps next, between which shares of a cooling."""
        steps = _CHUNK if self._share is not None else min(_CHUNK, self._total - self._taken)
        self._taken += steps
        begun = 0.0 if self.fresh else self._now
        self._now = self._reached(begun)
        self.fresh = self._cooling > 0 and self._now >= 1
        self.last = self.fresh and not self._small and not self._another
        if self.last:
            self._cooling, self._from = 0, self._whole
        ended = min(1.0, self._now)
        return steps, min(begun, ended), ended

    @property
    def _whole(self) -> float:
        """The share of everything that is over."""
        if self._share is not None:
            return self._share()
        return self._taken / self._total if self._total else 1.0

    @property
    def _another(self) -> bool:
        """Whether there is room for another opening before the long cooling."""
        ahead = 0.0 if self._share is not None else self._cooling / max(1, self._total)
        return self._cooling > 0 and self._whole + ahead <= _OPENINGS

    def _reached(self, begun: float) -> float:
        if self._cooling:
            length = self._cooling
            if self._share is None:
                length = min(length, self._total)
            return begun + _CHUNK / length
        return (self._whole - self._from) / max(1e-9, 1 - self._from)
