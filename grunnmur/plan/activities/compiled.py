"""Compiled functions of this search, and the chance they draw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from grunnmur.plan import machine_code

Numbers = NDArray[np.int64]
Words = NDArray[np.uint64]

_Function = TypeVar("_Function", bound=Callable[..., object])


def compiled(function: _Function) -> _Function:
    """The function, compiled when first called and kept on disk where there is room to; it holds
    no lock while it runs."""
    return cast("_Function", machine_code.kept(function, nogil=True))


def stream(seed: int, number: int) -> Words:
    """The `number`-th stream of chance of a seed: the same draws on any machine."""
    return np.random.SeedSequence([seed, number]).generate_state(1, np.uint64) | np.uint64(1)


@compiled
def draw(chance: Words) -> Any:  # noqa: ANN401 - 64 bits, which have no type of their own here
    """The next 64 bits (xorshift; Marsaglia 2003)."""
    x = chance[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    chance[0] = x
    return x


@compiled
def below(chance: Words, count: int) -> int:
    """A whole number from 0 to below `count`."""
    high = (draw(chance) >> np.uint64(32)) * np.uint64(count)
    return np.int64(high >> np.uint64(32))  # type: ignore[return-value]  # an int when compiled


@compiled
def share(chance: Words) -> float:
    """A number from 0 to below 1."""
    return np.float64(draw(chance) >> np.uint64(11)) * (1.0 / 9007199254740992.0)
