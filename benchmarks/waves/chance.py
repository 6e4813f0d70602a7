"""Chance that gives the same numbers on every machine and in every Python version.

Only `Random.random()` is used, the one method whose sequence Python promises to keep.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

_Item = TypeVar("_Item")


class Chance:
    """One named stream of a seed; streams do not disturb each other."""

    def __init__(self, seed: int, stream: str) -> None:
        self._draw = Random(f"waves/1/{seed}/{stream}").random

    def share(self) -> float:
        """A number from 0 to below 1."""
        return self._draw()

    def happens(self, probability: float) -> bool:
        """True with the probability."""
        return self._draw() < probability

    def between(self, low: float, high: float) -> float:
        """A number from low to below high."""
        return low + (high - low) * self._draw()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int((high - low + 1) * self._draw())

    def heavy(self, least: float, shape: float, most: float) -> float:
        """A Pareto number from `least`, cut at `most`: few are large, and they matter."""
        grown: float = least * (1.0 - self._draw()) ** (-1.0 / shape)
        return min(most, grown)

    def pick(self, items: Sequence[_Item]) -> _Item:
        """One of the items."""
        return items[int(len(items) * self._draw())]

    def weighted(self, items: Sequence[_Item], weights: Sequence[float]) -> _Item:
        """One of the items, as likely as its weight."""
        left = sum(weights) * self._draw()
        for item, weight in zip(items, weights, strict=True):
            left -= weight
            if left < 0:
                return item
        return items[-1]

    def shuffled(self, items: Sequence[_Item]) -> list[_Item]:
        """The items in a random order."""
        keys = [self._draw() for _ in items]
        return [items[n] for n in sorted(range(len(items)), key=keys.__getitem__)]
