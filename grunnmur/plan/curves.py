"""What a plan costs and leaves exposed, period by period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.ledger import Ledger

Series = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Curves:
    """NOK in each period. All but `risk` add up to the plan's cost part of the same name.

    But for one-off costs of moves made before the first period, which are in no period. `risk` is
    the exposure that remains when the period has ended: of what has not moved, and what moving left.
    """

    years: tuple[int, ...]
    risk: Series
    exposure: Series
    one_off: Series
    run: Series
    lateness: Series
    coupling: Series
    fixed: Series

    @property
    def cash(self) -> Series:
        """What is paid: one-off, run, bridging between platforms, and fixed costs."""
        paid = zip(self.one_off, self.run, self.coupling, self.fixed, strict=True)
        return tuple(sum(parts) for parts in paid)

    def by_year(self, series: Series) -> dict[int, int]:
        """A series added up by the year each period begins in."""
        sums: dict[int, int] = defaultdict(int)
        for year, amount in zip(self.years, series, strict=True):
            sums[year] += amount
        return dict(sorted(sums.items()))


def curves(ledger: Ledger) -> Curves:
    """The curves of the plan in the ledger."""
    periods, ways = np.arange(ledger.tables.count), ledger.ways()
    until, unmoved = (ledger.period[:, None] >= periods, ledger.period[:, None] > periods)
    exposure = np.diff(ledger.tables.exposure, axis=1)
    exposure_left = np.array([way.exposure_after for way in ways], dtype=np.int64)[:, None]
    run = np.diff(ledger.tables.run, axis=1)
    run_left = np.array([way.run_after for way in ways], dtype=np.int64)[:, None]
    return Curves(
        years=tuple(period.starts_on.year for period in ledger.tables.problem.periods),
        risk=_series(np.where(unmoved, exposure, exposure_left).sum(axis=0)),
        exposure=_series(np.where(until, exposure, exposure_left).sum(axis=0)),
        one_off=_series(_one_off(ledger)),
        run=_series(np.where(until, run, run_left).sum(axis=0)),
        lateness=_series(_lateness(ledger)),
        coupling=_series(_coupling(ledger)),
        fixed=_series(_fixed(ledger)),
    )


def _series(values: NDArray[np.int64]) -> Series:
    return tuple(int(value) for value in values)


def _one_off(ledger: Ledger) -> NDArray[np.int64]:
    series = np.zeros(ledger.tables.count, dtype=np.int64)
    for way, period in zip(ledger.ways(), ledger.period.tolist(), strict=True):
        if period >= 0:
            series[period] += way.one_off
    return series


def _lateness(ledger: Ledger) -> NDArray[np.int64]:
    series = np.zeros(ledger.tables.count, dtype=np.int64)
    for row, period in zip(ledger.tables.problem.workloads, ledger.period.tolist(), strict=True):
        for deadline in row.deadlines:
            if not deadline.hard:
                series[deadline.last + 1 : period + 1] += deadline.penalty
    return series


def _coupling(ledger: Ledger) -> NDArray[np.int64]:
    rows = ledger.tables.couplings
    periods = np.arange(ledger.tables.count)
    a, b = ledger.period[rows.a][:, None], ledger.period[rows.b][:, None]
    neither = (periods <= np.minimum(a, b)) * rows.neither[:, None]
    only_a = ((periods > a) & (periods <= b)) * rows.a_first[:, None]
    only_b = ((periods > b) & (periods <= a)) * rows.b_first[:, None]
    sums: NDArray[np.int64] = (neither + only_a + only_b).sum(axis=0)
    return sums


def _fixed(ledger: Ledger) -> NDArray[np.int64]:
    series = np.zeros(ledger.tables.count, dtype=np.int64)
    for members, row in zip(
        ledger.tables.fixed_groups, ledger.tables.problem.fixed_costs, strict=True
    ):
        last = int(ledger.period[members].max(initial=-1))
        series[: last + 1] += np.array(row.cost[: last + 1], dtype=np.int64)
    return series
