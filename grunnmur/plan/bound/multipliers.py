"""Multipliers: prices in whole numbers of 1/scale NOK, as a certificate holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.bound.ascent import Prices
    from grunnmur.plan.bound.layout import Layout

    Ints = NDArray[np.int64]

PARTS = 255
"""A coupling's multiplier is so many parts of its weight: one byte, and both ends are exact."""
_FINEST_PARTS = 65535
_MOST_SCALE = 20
_ROOM = float(1 << 61)
"""Sums are kept below this, so that 64 bits are enough."""
_LARGE = 1_000_000
"""From so many prices of all leaves on, ties are rounded coarsely: files stay small, the bound
hardly drops."""


@dataclass(frozen=True, slots=True)
class Precision:
    """How finely multipliers are written: in 1/scale NOK, ties and rows in whole steps of that."""

    scale: int
    parts: int
    row_step: int
    tie_step: int


@dataclass(frozen=True, slots=True)
class Multipliers:
    """One leaf's multipliers. `rows` are by row and period; `ties` is [tie, period].

    `parts` [coupling, period] says which share of their weight couplings have in `ties`.
    """

    rows: tuple[Ints, ...]
    parts: Ints
    ties: Ints


def fit(layout: Layout) -> bool:
    """Whether 64 bits have room for sums of multipliers, be they in NOK and no finer."""
    return _money(layout) < _ROOM / 64


def _money(layout: Layout) -> float:
    largest = float(np.abs(layout.own).max(initial=1))
    largest += float(layout.tables.fixed.max(initial=1)) * 8
    return largest + float(layout.couplings.weight.sum()) * layout.tables.count


def precision(layout: Layout, leaves: int) -> Precision:
    """How finely so many leaves' multipliers are written, where they fit."""
    money = _money(layout)
    power = next(n for n in range(_MOST_SCALE, -1, -1) if money * 2**n < _ROOM / 64)
    scale = 1 << power
    large = layout.ties.price_count * leaves > _LARGE
    tie_step = max(1, int(layout.unit * scale) // 256) if large else 1
    row_step = max(1, int(layout.unit * scale) >> 14) if large else 1
    return Precision(scale, PARTS if large else _FINEST_PARTS, row_step, tie_step)


def rounded(layout: Layout, prices: Prices, how: Precision) -> Multipliers:
    """The prices in whole numbers, each inside its box."""
    unit, most = layout.unit * how.scale, _ROOM / 1024
    rows = []
    for n, row in enumerate(prices.rows):
        step = 1 if n == 3 else how.row_step  # a budget's price is for one NOK, and small
        steps = np.rint(np.minimum(row.astype(float) * (unit / step), most / step))
        rows.append(steps.astype(np.int64) * step)
    matrix = _matrix(layout, prices)
    count = len(layout.couplings.weight)
    weight = layout.couplings.weight[:, None]
    share = matrix[:count] * (layout.unit * how.parts) / np.maximum(weight, 1)
    parts = np.clip(np.rint(share), 0, how.parts).astype(np.int64)
    parts[weight[:, 0] <= 0] = 0
    steps = np.rint(np.minimum(matrix[count:] * (unit / how.tie_step), most / how.tie_step))
    priced = coupling_prices(layout, parts, how)
    return Multipliers(
        tuple(rows), parts, np.concatenate([priced, steps.astype(np.int64) * how.tie_step])
    )


def coupling_prices(layout: Layout, parts: Ints, how: Precision) -> Ints:
    """The multipliers that shares of the couplings' weights stand for, rounded down."""
    whole, rest = np.divmod(layout.couplings.weight[:, None] * how.scale, how.parts)
    return np.asarray(whole * parts + rest * parts // how.parts)


def _matrix(layout: Layout, prices: Prices) -> NDArray[np.float64]:
    """The ties' prices as [tie, period]."""
    ties = layout.ties
    matrix = np.zeros((len(ties.a), layout.tables.count))
    periods = np.arange(layout.tables.count)
    inside = (ties.low[:, None] <= periods) & (periods < ties.high[:, None])
    matrix[inside] = prices.ties
    return matrix
