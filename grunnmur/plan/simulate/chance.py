"""Random numbers in compiled code: one stream a run, so that threads do not matter."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

import numba
import numpy as np

from grunnmur.plan import machine_code

if TYPE_CHECKING:
    from numpy.typing import NDArray

_Function = TypeVar("_Function", bound=Callable[..., object])

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_UNIT = 2.0**-53
_MIDDLE = 0.425


def compiled(function: _Function) -> _Function:
    """The function, compiled when first called and kept on disk where that can be written to.

    It holds no lock while it runs.
    """
    return cast("_Function", machine_code.kept(function, nogil=True))


def inlined(function: _Function) -> _Function:
    """The function, made part of each compiled function that calls it."""
    return cast("_Function", numba.njit(inline="always")(function))


@inlined
def mixed(state: np.uint64) -> np.uint64:
    """64 bits in which every bit of the state shows: the finaliser of SplitMix64.

    Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
    """
    z = state
    z = (z ^ (z >> np.uint64(30))) * _FIRST
    z = (z ^ (z >> np.uint64(27))) * _SECOND
    return z ^ (z >> np.uint64(31))


@inlined
def stream(seed: int, run: int) -> np.uint64:
    """The state a run begins from."""
    return mixed(mixed(np.uint64(seed)) + np.uint64(run) * _GOLDEN)


@inlined
def share(state: np.uint64) -> float:
    """A number between 0 and 1, neither of them, of a state."""
    return (np.float64(mixed(state) >> np.uint64(11)) + 0.5) * _UNIT


@compiled
def fill_normal(seed: int, run: int, values: NDArray[np.float64]) -> None:
    """Fills `values` [number, run] with standard normal numbers, `run` being the first run's.

    A run's numbers depend on the seed, the run and their place alone, not on its neighbours.
    """
    width = values.shape[1]
    states = np.empty(width, np.uint64)
    for lane in range(width):
        states[lane] = stream(seed, run + lane)
    for n in range(len(values)):
        row = values[n]
        for lane in range(width):
            states[lane] += _GOLDEN
            row[lane] = share(states[lane]) - 0.5
        for lane in range(width):
            row[lane] = middle(row[lane]) if abs(row[lane]) <= _MIDDLE else tail(row[lane])


@inlined
def middle(q: float) -> float:
    """The standard normal quantile of 0.5 + q near the middle, to seven digits.

    Algorithm AS 241 (Wichura, 1988), PPND7; `tail` is the rest of it.
    """
    r = 0.180625 - q * q
    above = ((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179
    return q * above / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1.0)


@inlined
def tail(q: float) -> float:
    """The standard normal quantile of 0.5 + q far from the middle, to seven digits."""
    r = math.sqrt(-math.log(0.5 - abs(q)))
    if r <= 5.0:
        r -= 1.6
        above = ((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777
        size = above / ((0.12021132975 * r + 0.73700164250) * r + 1.0)
    else:
        r -= 5.0
        above = ((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150
        size = above / ((0.012258202635 * r + 0.24197894225) * r + 1.0)
    return -size if q < 0 else size
