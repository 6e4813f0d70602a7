"""Runs summed up: parts of the programme, levels with standard errors, shares of variance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.simulate.outcome import Driver, Level, Part, Spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.ledger import Ledger
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.simulate.model import Model

    Numbers = NDArray[np.int64] | NDArray[np.float64]

SHARES = (0.5, 0.8, 0.95)
_DRIVERS = 20
"""Drivers given of each quantity."""
_SURE = 5.0
"""Standard errors a correlation must be from nought to be told: among thousands of factors, some
are at four by chance."""


@dataclass(frozen=True, slots=True)
class NamedParts:
    """The parts by kind and id; which of them each workload counts in and with what share.

    All count in part 0, the programme, which is not said again of each.
    """

    names: tuple[tuple[str, str], ...]
    of_workload: tuple[tuple[tuple[int, float], ...], ...]
    of_fixed_cost: tuple[int, ...]
    workloads: tuple[int, ...]


def named_parts(problem: Problem) -> NamedParts:
    """The programme, every platform and every organisation."""
    platforms = sorted({row.platform for row in problem.workloads if row.platform})
    organisations = sorted({name for row in problem.workloads for name in row.organisations})
    names = (
        ("programme", ""),
        *(("platform", name) for name in platforms),
        *(("organisation", name) for name in organisations),
    )
    number = {name: n for n, name in enumerate(names)}
    of_workload = []
    for row in problem.workloads:
        counted = []
        if row.platform:
            counted.append((number["platform", row.platform], 1.0))
        share = 1 / max(1, len(row.organisations))
        counted += [(number["organisation", name], share) for name in row.organisations]
        of_workload.append(tuple(counted))
    counts = Counter({0: len(of_workload)})
    counts.update(n for row in of_workload for n, _ in row)
    return NamedParts(
        names=names,
        of_workload=tuple(of_workload),
        of_fixed_cost=_fixed_parts(problem, number),
        workloads=tuple(counts[n] for n in range(len(names))),
    )


def parts(
    named: NamedParts,
    ledger: Ledger,
    arrays: Model,
    cost: NDArray[np.float64],
    ends: NDArray[np.int64],
    part_cost: NDArray[np.float64],
) -> tuple[Part, ...]:
    """How the end and the cost of each part spread; the programme's cost is exact."""
    planned_end, planned_cost = _as_planned(ledger, arrays)
    found = []
    for n, (kind, name) in enumerate(named.names):
        noks = cost if n == 0 else part_cost[:, n]
        found.append(
            Part(
                kind,
                name,
                named.workloads[n],
                spread(ends[:, n], float(planned_end[n])),
                spread(noks, float(planned_cost[n])),
            )
        )
    return tuple(found)


def spread(values: Numbers, planned: float) -> Spread:
    """Mean and levels of the values. A level is the smallest value that its share stays within.

    Its standard error is half the distance between the values one binomial standard deviation of
    ranks to either side (David and Nagaraja, Order Statistics, 2003, chapter 7).
    """
    ordered = np.sort(values)
    count = len(ordered)
    levels = []
    for share in SHARES:
        rank = min(count, max(1, ceil(share * count)))
        wide = max(1, round(sqrt(count * share * (1 - share))))
        low, high = ordered[max(0, rank - 1 - wide)], ordered[min(count - 1, rank - 1 + wide)]
        levels.append(Level(share, float(ordered[rank - 1]), float(high - low) / 2))
    error = float(ordered.std(ddof=1)) / sqrt(count)
    return Spread(planned, float(ordered.mean()), error, tuple(levels))


def drivers(
    ledger: Ledger,
    drawn: NDArray[np.float64],
    cost: tuple[NDArray[np.float64], NDArray[np.float64]],
    end: tuple[NDArray[np.int64], NDArray[np.float64]],
) -> tuple[Driver, ...]:
    """What drives cost and end, largest share first; nothing that may well be chance.

    `drawn` is the sum of each factor over the runs; `cost` and `end` are what the runs gave, and
    by block the sums of factor times how much that was more than planned.
    """
    teams = sorted({name for way in ledger.ways() for name, _ in way.effort})
    factors = [("workload", row.id) for row in ledger.tables.problem.workloads]
    factors += [("team", name) for name in teams]
    told = [
        ("cost", cost[0] - ledger.cost_total, cost[1]),
        ("end", end[0] - ledger.period.max(initial=-1), end[1]),
    ]
    found: list[Driver] = []
    for of, values, products in told:
        shares = _variance_shares(values.astype(np.float64), drawn, products.sum(axis=0)).tolist()
        ranked = sorted(zip(shares, factors, strict=True), key=lambda row: (-row[0], row[1]))
        sure = [row for row in ranked[:_DRIVERS] if row[0] > _SURE**2 / len(values)]
        found += [Driver(of, kind, name, share) for share, (kind, name) in sure]
    return tuple(found)


def _variance_shares(
    values: NDArray[np.float64], drawn: NDArray[np.float64], products: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The squared correlation of each factor, which is standard normal, with the values."""
    deviation = float(values.std())
    if deviation == 0.0:
        return np.zeros(len(drawn))
    covariance = (products - drawn * values.mean()) / len(values)
    shares: NDArray[np.float64] = (covariance / deviation) ** 2
    return shares


def _fixed_parts(problem: Problem, number: dict[tuple[str, str], int]) -> tuple[int, ...]:
    """The platform, else the organisation, all workloads of each fixed cost share; −1 for none."""
    row_of = {row.id: row for row in problem.workloads}
    found = []
    for cost in problem.fixed_costs:
        platforms = {row_of[name].platform for name in cost.workloads}
        trusts = {row_of[name].organisations for name in cost.workloads}
        part = number.get(("platform", platforms.pop()), -1) if len(platforms) == 1 else -1
        if part < 0 and len(trusts) == 1:
            (shared,) = trusts
            part = number["organisation", shared[0]] if len(shared) == 1 else -1
        found.append(part)
    return tuple(found)


def _as_planned(ledger: Ledger, arrays: Model) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The end and the cost of every part if everything goes as planned."""
    from grunnmur.plan.simulate.price import priced, shared_out

    planned = arrays.planned.reshape(-1, 1)
    each, total = np.empty(planned.shape), np.empty(1)
    end = np.empty((1, arrays.part_count), dtype=np.int64)
    cost = np.empty((1, arrays.part_count))
    priced(arrays, planned, each, total)
    shared_out(arrays, planned, each, end, cost)
    cost[0, 0] = ledger.cost_total
    return end[0], cost[0]
