"""Where to split a node: at a fixed cost's end, or at the period of a workload many are tied to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.bound.ascent import Domain
from grunnmur.plan.bound.layout import Layout

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Ints = NDArray[np.int64]

_MOST = 16
_SETTLED = 0.01
"""A node that has settled in one period still counts as spread a little: it may have to move."""


@dataclass(frozen=True, slots=True)
class Branch:
    """Plans in which a node is done by period `last`, and those in which it is not.

    `node` is a workload, or a fixed cost counted on from the workloads.
    """

    node: int
    last: int
    worth: float


def root_domain(layout: Layout) -> Domain:
    """All plans."""
    return Domain(layout.reach, layout.group_low, layout.group_high)


def candidates(layout: Layout, domain: Domain, done: Floats) -> list[Branch]:
    """Splits of the domain, the most promising first: what is spread widely and matters much."""
    tables = layout.tables
    moved = np.diff(done.astype(float), prepend=0.0, axis=1)
    periods = np.arange(tables.count)
    mean = moved @ periods
    spread = (moved * np.abs(periods - mean[:, None])).sum(axis=1)
    low = np.concatenate([domain.reach.first, domain.group_low])
    high = np.concatenate([domain.reach.last, domain.group_high])
    worth = np.where(low < high, (spread + _SETTLED) * _weights(layout), 0.0)
    order = np.argsort(-worth, kind="stable")[:_MOST]
    return [
        Branch(int(n), int(np.clip(np.floor(mean[n]), low[n], high[n] - 1)), float(worth[n]))
        for n in order
        if worth[n] > 0
    ]


def children(layout: Layout, domain: Domain, branch: Branch) -> tuple[Domain, Domain]:
    """The two sides: done by the period, and done later."""
    count = layout.tables.workload_count
    first, last = domain.reach.first.copy(), domain.reach.last.copy()
    low, high = domain.group_low.copy(), domain.group_high.copy()
    if branch.node < count:
        last[branch.node] = branch.last
        early = narrowed(layout, first, last, low, high)
        last, first = domain.reach.last, first.copy()
        first[branch.node] = branch.last + 1
        return early, narrowed(layout, first, last, low, high)
    group = branch.node - count
    high[group] = branch.last
    early = narrowed(layout, first, last, low, high)
    high, low = domain.group_high, low.copy()
    low[group] = branch.last + 1
    return early, narrowed(layout, first, domain.reach.last, low, high)


def narrowed(layout: Layout, first: Ints, last: Ints, low: Ints, high: Ints) -> Domain:
    """What is left within reach of plans that keep to the ends of workloads and fixed costs."""
    tables = layout.tables
    groups = layout.families.groups
    last = last.copy()
    for g in groups:
        members = tables.groups[g]
        free = members[tables.executed[members] == -2]
        last[free] = np.minimum(last[free], high[g])
    reach = layout.narrowing.within(first, last)
    low, high = low.copy(), high.copy()
    for g in groups:
        members = tables.groups[g]
        low[g] = max(low[g], reach.first[members].max())
        high[g] = min(high[g], reach.last[members].max())
    return Domain(reach, low, high)


def _weights(layout: Layout) -> Floats:
    """NOK that a node's being spread over one period more may hide."""
    tables, couplings = layout.tables, layout.couplings
    weight = np.zeros(tables.workload_count + len(tables.fixed))
    free = tables.executed == -2
    weight[: len(free)] = np.where(free, 0.1 * layout.unit * layout.scale, 0.0)
    for end in (couplings.a, couplings.b):
        np.add.at(weight, end, 0.5 * couplings.weight)
    groups = layout.families.groups
    weight[tables.workload_count + groups] = tables.fixed[groups, -1] / tables.count
    return weight
