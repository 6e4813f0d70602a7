"""Chance inside compiled code: each plan in the making has a stream, the same on any machine."""

# mypy: disable-error-code="no-any-return, return-value"
# An item of a vector is of any type to mypy; compiled, it is a whole number.
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.search.book import CHANCE
from grunnmur.plan.search.kernel import kernel

if TYPE_CHECKING:
    from grunnmur.plan.search.book import Vector


def sow(plan: Vector, seed: int, number: int) -> None:
    """Gives the plan the `number`-th stream of the seed."""
    mixed = np.random.SeedSequence([seed, number]).generate_state(1, np.uint64)
    plan[CHANCE] = (mixed | np.uint64(1)).view(np.int64)[0]


@kernel
def _draw(plan: Vector) -> int:
    """The next 64 bits (xorshift; Marsaglia 2003)."""
    x = np.uint64(plan[CHANCE])
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    plan[CHANCE] = np.int64(x)
    return np.int64(x)


@kernel
def share(plan: Vector) -> float:
    """A number from 0 to below 1."""
    return np.float64(np.uint64(_draw(plan)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@kernel
def below(plan: Vector, count: int) -> int:
    """A whole number from 0 to below `count`; 0 where the count is not positive."""
    if count <= 1:
        return 0
    return np.int64(((np.uint64(_draw(plan)) >> np.uint64(32)) * np.uint64(count)) >> np.uint64(32))
