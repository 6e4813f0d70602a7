"""The ascent: prices that make the bound high.

The bound is concave in the prices and has kinks where the cheapest choice changes. So choices are
made softly, at a temperature that falls, and prices move with momentum, in steps that shrink.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.bound import kernels
from grunnmur.plan.bound.layout import first_prices
from grunnmur.plan.bound.reach import Reach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.bound.layout import Layout

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

_OUT_OF_REACH = np.float32(1e30)
_LOOKED = 8
"""Every so many iterations the ascent looks whether it is to stop."""
_ENDS_HEAT = 20.0
"""Fixed costs are dearer than workloads: they choose at a temperature so much higher."""


@dataclass(frozen=True, slots=True)
class Domain:
    """The plans one node of the tree is about: what is within reach, and the fixed costs' ends."""

    reach: Reach
    group_low: Ints
    group_high: Ints

    @property
    def empty(self) -> bool:
        """Whether there is no plan in it, as far as the ends show."""
        return self.reach.empty or bool((self.group_low > self.group_high).any())


@dataclass(frozen=True, slots=True)
class Prices:
    """A price for each row: resources, slots, wave limit, budgets, exclusions; and for each tie."""

    rows: tuple[Floats, ...]
    ties: Floats

    def copy(self) -> Prices:
        """The same prices, to be changed apart."""
        return Prices(tuple(row.copy() for row in self.rows), self.ties.copy())


@dataclass(frozen=True, slots=True)
class Course:
    """How temperature and step fall from the first iteration to the last."""

    warm: float
    cold: float
    long: float
    short: float

    def at(self, share: float) -> tuple[float, float]:
        """Temperature and step after a share of the way."""
        return (
            self.warm * (self.cold / self.warm) ** share,
            self.long * (self.short / self.long) ** share,
        )


class Ascent:
    """The arrays the loops work in, for one problem. One node at a time is climbed."""

    def __init__(self, layout: Layout) -> None:
        tables, ties = layout.tables, layout.ties
        self._layout, self._tables = layout, tables
        limits = tables.limits.all()
        options, nodes = len(tables.option_of), tables.workload_count + len(tables.fixed)
        self._limits = tuple(limit.astype(np.float32) for limit in limits)
        self._norm = tuple(_typical(limit) for limit in limits)
        self._own = np.empty((options, tables.count), dtype=np.float32)
        self._fixed = tables.fixed / layout.unit
        self._one_off = tables.one_off.astype(np.float32)
        uses = tables.uses
        self._uses = (
            uses.start,
            uses.resource,
            *(column.astype(np.float32) for column in (uses.effort, uses.hold, uses.keep)),
            tables.slot_rows.start,
            tables.slot_rows.items,
            tables.exclusion_rows.start,
            tables.exclusion_rows.items,
            tables.year,
        )
        self._spans = bool(uses.hold.any() or uses.keep.any())
        self._cost = np.zeros((options, tables.count), dtype=np.float32)
        self._share = np.zeros((options, tables.count), dtype=np.float32)
        self.done = np.zeros((nodes, tables.count), dtype=np.float32)
        self._slope = np.zeros((nodes, tables.count), dtype=np.float32)
        self._use = tuple(np.zeros(limit.shape, dtype=np.float32) for limit in limits)
        self._momentum = self._zero()
        self._spread = self._zero()
        self._tie_low = ties.low.copy()
        self._tie_high = ties.high.copy()

    def first(self) -> Prices:
        """Prices to begin with: rows cost nothing, fixed costs are shared by their workloads."""
        prices = self._zero()
        prices.ties[:] = first_prices(self._layout)
        return prices

    def enter(self, domain: Domain, prices: Prices) -> None:
        """Makes the node's plans and prices those that are climbed from now on."""
        ties, reach = self._layout.ties, domain.reach
        self._domain, self._prices = domain, prices
        self._first, self._last = reach.first, reach.last
        first = np.concatenate([np.maximum(reach.first, 0), domain.group_low])
        last = np.concatenate([reach.last, domain.group_high])
        self._tie_low[:] = np.clip(first[ties.a], ties.low, ties.high)
        self._tie_high[:] = np.clip(last[ties.b] + ties.lag, self._tie_low, ties.high)
        kernels.clear_outside(
            ties.start, ties.low, ties.high, self._tie_low, self._tie_high, prices.ties
        )
        self._settle_own()
        for column in (*self._momentum.rows, self._momentum.ties):
            column[:] = 0
        for column in (*self._spread.rows, self._spread.ties):
            column[:] = 0
        self.done[:] = 0
        self._step(0.0)

    def climb(
        self, course: Course, pace: Callable[[int], float], halted: Callable[[], bool]
    ) -> tuple[float, int]:
        """Climbs until `pace` says 1 of the way is done: the bound in NOK as a float, iterations.

        Prices are valid whenever it stops, so it may be halted.
        """
        taken = 0
        while (share := pace(taken)) < 1 and not (taken % _LOOKED == 0 and halted()):
            temperature, step = course.at(share)
            self.value(temperature)
            self._measure_use()
            self._step(step)
            taken += 1
        return self.value(course.cold), taken

    def value(self, temperature: float) -> float:
        """The bound at the prices, in NOK, as a float; the choices are left in `done`."""
        layout, tables, family = self._layout, self._tables, self._layout.families
        kernels.price_workloads(
            tables.count,
            self._first,
            self._last,
            tables.first_option,
            tables.duration,
            self._one_off,
            self._own,
            *self._uses,
            *self._row_prices(),
            self._slope,
            self._spans,
            self._cost,
        )
        total = kernels.choose(
            self._first,
            self._last,
            tables.executed,
            tables.first_option,
            tables.units.start,
            tables.units.items,
            self._cost,
            temperature * layout.scale,
            self._share,
            self.done,
        )
        total += kernels.choose_ends(
            tables.count,
            tables.workload_count,
            family.start,
            family.groups,
            family.ends_start,
            family.ends,
            self._domain.group_low,
            self._domain.group_high,
            self._fixed,
            self._slope,
            temperature * _ENDS_HEAT,
            self.done,
        )
        for limit, price in zip(self._limits, self._prices.rows, strict=True):
            total -= float(np.vdot(limit.astype(float), price.astype(float)))
        return float(total) * layout.unit + layout.constant

    def _measure_use(self) -> None:
        tables = self._tables
        resources, slots, wave, budgets, exclusions = self._use
        kernels.add_use(
            tables.count,
            self._first,
            self._last,
            tables.first_option,
            tables.duration,
            self._one_off,
            tables.executed,
            *self._uses,
            self._spans,
            self._share,
            resources,
            slots,
            wave.reshape(-1) if len(wave) else np.zeros(tables.count, dtype=np.float32),
            budgets,
            exclusions,
        )

    def _step(self, step: float) -> None:
        """Moves all prices, and adds up what the ties cost each node."""
        if step > 0:
            rows = zip(
                self._prices.rows,
                self._momentum.rows,
                self._spread.rows,
                self._use,
                self._limits,
                self._norm,
                self._layout.sizes,
                strict=True,
            )
            for price, momentum, spread, use, limit, norm, size in rows:
                slope = ((use - limit) / norm).reshape(-1)
                flat = (array.reshape(-1) for array in (price, momentum, spread))
                kernels.climb(*flat, slope, size.reshape(-1), step)
        ties = self._layout.ties
        kernels.climb_ties(
            self._tables.count,
            ties.a,
            ties.b,
            ties.lag,
            ties.start,
            ties.low,
            self._tie_low,
            self._tie_high,
            ties.most,
            ties.size,
            self._prices.ties,
            self._momentum.ties,
            self._spread.ties,
            self.done,
            step,
            self._slope,
        )

    def _row_prices(self) -> tuple[Floats, ...]:
        resources, slots, wave, budgets, exclusions = self._prices.rows
        wave = wave[0] if len(wave) else np.zeros(self._tables.count, dtype=np.float32)
        return resources, slots, wave, budgets, exclusions

    def _settle_own(self) -> None:
        """Own costs in units; out of reach are periods outside the node's ends."""
        layout, tables = self._layout, self._tables
        periods = np.arange(tables.count)
        first = np.maximum(self._first, 0)[tables.option_of][:, None]
        last = np.maximum(self._last, 0)[tables.option_of][:, None]
        inside = tables.allowed & (first <= periods) & (periods <= last)
        np.copyto(self._own, np.where(inside, layout.own / layout.unit, _OUT_OF_REACH))

    def _zero(self) -> Prices:
        rows = tuple(np.zeros(row.shape, dtype=np.float32) for row in self._tables.limits.all())
        return Prices(rows, np.zeros(self._layout.ties.price_count, dtype=np.float32))


def _typical(limit: Ints) -> Floats:
    """What a row's use is measured against: its mean limit, at least 1."""
    if limit.ndim == 1:
        return np.maximum(limit, 1).astype(np.float32)
    mean = limit.mean(axis=1, keepdims=True) if limit.size else limit
    return np.broadcast_to(np.maximum(mean, 1), limit.shape).astype(np.float32)
