"""What a plan costs and leaves exposed, period by period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.ledger import ledger_of, tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.ledger import Ledger
    from grunnmur.plan.plan import Plan
    from grunnmur.plan.problem import Problem

Series = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Curves:
    """NOK in each period. Each adds up to the plan's cost part of the same name.

    But for one-off costs of moves made before the first period, which are in no period.
    `exposure` is the risk curve: what has not moved, and what moving left.
    """

    years: tuple[int, ...]
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


def curves(problem: Problem, plan: Plan) -> Curves:
    """The plan's curves. ProblemError where the plan is not complete."""
    ledger = ledger_of(tables(problem), plan)
    ways = ledger.ways()
    return Curves(
        years=tuple(period.starts_on.year for period in problem.periods),
        exposure=_series(
            _before_and_after(
                ledger,
                [row.exposure for row in problem.workloads],
                [way.exposure_after for way in ways],
            )
        ),
        one_off=_series(_one_off(ledger)),
        run=_series(
            _before_and_after(
                ledger,
                [row.run_before for row in problem.workloads],
                [way.run_after for way in ways],
            )
        ),
        lateness=_series(_lateness(ledger)),
        coupling=_series(_coupling(ledger)),
        fixed=_series(_fixed(ledger)),
    )


def _series(values: NDArray[np.int64]) -> Series:
    return tuple(int(value) for value in values)


def _before_and_after(
    ledger: Ledger, before: Sequence[Series], after: Sequence[int]
) -> NDArray[np.int64]:
    periods = np.arange(ledger.tables.count)
    waiting = periods[None, :] <= ledger.period[:, None]
    left = np.array(after, dtype=np.int64)[:, None]
    until = np.array(before, dtype=np.int64).reshape(waiting.shape)
    sums: NDArray[np.int64] = np.where(waiting, until, left).sum(axis=0)
    return sums


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
