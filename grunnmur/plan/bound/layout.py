"""What one problem's ascent reads: the tables, what is tied to what, and how large prices are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grunnmur.plan.bound.counting import earliest_ends
from grunnmur.plan.bound.couplings import Folded, folded
from grunnmur.plan.bound.reach import Narrowing, Reach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.bound.tables import Tables

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

FAMILY = 8
"""How many fixed costs are bounded together: 2^8 sets of them take little time to go through."""
_NO_LIMIT = np.float32(1e20)


@dataclass(frozen=True, slots=True)
class Ties:
    """Ties between nodes: workloads, then fixed costs. See `kernels.climb_ties`.

    Coupling n is tie n; then precedences, then one tie for each member of each fixed cost. Prices
    of tie e, for the periods from `low[e]` to before `high[e]`, begin at `start[e]`. They are at
    most `most[e]`; a tie that cannot be priced has no periods.
    """

    a: Ints
    b: Ints
    lag: Ints
    low: Ints
    high: Ints
    start: Ints
    most: Floats
    size: Floats

    @property
    def price_count(self) -> int:
        """How many prices all ties have."""
        return int((self.high - self.low).sum())


@dataclass(frozen=True, slots=True)
class Families:
    """Fixed costs bounded together, and the earliest ends of their sets, one after the other."""

    start: Ints
    groups: Ints
    ends_start: Ints
    ends: Ints


@dataclass(frozen=True, slots=True)
class Layout:
    """One problem, laid out. `unit` is the NOK that the ascent's floats are counted in.

    `own` [option, period] is in NOK with the couplings' folded part; `constant` what every plan
    pays besides. `scale` says how much a period matters for each workload, `sizes` how large the
    prices of rows are, both in units. `group_low` and `group_high` are ends of the fixed costs.
    """

    tables: Tables
    narrowing: Narrowing
    reach: Reach
    couplings: Folded
    own: Ints
    constant: int
    families: Families
    group_low: Ints
    group_high: Ints
    ties: Ties
    unit: float
    scale: Floats
    sizes: tuple[Floats, ...]


def layout(tables: Tables) -> Layout:
    """The problem, laid out. Some workload is free, and each has a period within reach."""
    narrowing = Narrowing(tables)
    reach = narrowing.root()
    couplings = folded(tables, reach)
    own = tables.own + couplings.cost[tables.option_of]
    family = families(tables, reach)
    low, high = group_ends(tables, family, reach)
    unit, scale = _scales(tables, couplings, own, _lone(tables, family))
    return Layout(
        tables=tables,
        narrowing=narrowing,
        reach=reach,
        couplings=couplings,
        own=own,
        constant=couplings.constant + _settled(tables, family),
        families=family,
        group_low=low,
        group_high=high,
        ties=_ties(tables, couplings, reach, low, unit, scale),
        unit=unit,
        scale=scale,
        sizes=_sizes(tables, scale),
    )


def first_prices(layout: Layout) -> Floats:
    """Prices of ties to begin with: a fixed cost's workloads bear equal shares of it, all else is free.

    Where one workload alone decides, that is what the relaxed problem pays.
    """
    ties, tables = layout.ties, layout.tables
    price = np.zeros(ties.price_count, dtype=np.float32)
    more = np.diff(tables.fixed, axis=1, append=tables.fixed[:, -1:]) / layout.unit
    size = np.diff(tables.groups.start)
    for e in range(len(ties.a) - len(tables.groups.items), len(ties.a)):
        g, low, high = ties.a[e] - tables.workload_count, ties.low[e], ties.high[e]
        price[ties.start[e] : ties.start[e] + high - low] = more[g, low:high] / size[g]
    return price


def families(tables: Tables, reach: Reach) -> Families:
    """The fixed costs that free workloads have part in, dearest first, in families of a few.

    One that a single workload decides has no order with others to look at: it is a family of its own.
    """
    alive = [
        g
        for g in range(len(tables.fixed))
        if (tables.executed[tables.groups[g]] == -2).any() and tables.fixed[g, -1] > 0
    ]
    alive.sort(key=lambda g: (-int(tables.fixed[g, -1]), g))
    lone = [g for g in alive if len(tables.groups[g]) == 1]
    chunks = [*_chunks([g for g in alive if len(tables.groups[g]) > 1])]
    ends = [earliest_ends(tables, reach, [tables.groups[g] for g in chunk]) for chunk in chunks]
    for together in _chunks(lone):  # counted together, which is quicker; each has a family
        found = earliest_ends(tables, reach, [tables.groups[g] for g in together])
        chunks += [[g] for g in together]
        ends += [found[[0, 1 << j]] for j in range(len(together))]
    return Families(
        np.cumsum([0, *map(len, chunks)], dtype=np.int64),
        np.array([g for chunk in chunks for g in chunk], dtype=np.int64),
        np.cumsum([0, *map(len, ends)], dtype=np.int64),
        np.concatenate([*ends, np.zeros(0, dtype=np.int64)]),
    )


def _chunks(groups: list[int]) -> Iterator[list[int]]:
    return (sorted(groups[n : n + FAMILY]) for n in range(0, len(groups), FAMILY))


def group_ends(tables: Tables, family: Families, reach: Reach) -> tuple[Ints, Ints]:
    """Between which periods the last of each fixed cost's workloads can move."""
    low = np.zeros(len(tables.fixed), dtype=np.int64)
    high = np.full(len(tables.fixed), tables.count - 1)
    for f in range(len(family.start) - 1):
        for j, g in enumerate(family.groups[family.start[f] : family.start[f + 1]]):
            members = tables.groups[g]
            alone = family.ends[family.ends_start[f] + (1 << j)]
            low[g] = max(0, int(alone), int(reach.first[members].max()))
            high[g] = reach.last[members].max()
    return low, high


def _settled(tables: Tables, family: Families) -> int:
    """Fixed costs that executed moves alone decide."""
    total = 0
    for g in set(range(len(tables.fixed))) - set(family.groups.tolist()):
        made = tables.executed[tables.groups[g]]
        last = int(made.max(initial=-1))
        total += int(tables.fixed[g, last]) if last >= 0 else 0
    return total


def _scales(tables: Tables, couplings: Folded, own: Ints, lone: list[int]) -> tuple[float, Floats]:
    """The unit of money, and what a period more or less means to each workload, in units."""
    own = own.copy()
    for g in lone:
        of = tables.groups[g][0]
        own[tables.first_option[of] : tables.first_option[of + 1]] += tables.fixed[g]
    cost = np.where(tables.allowed, own.astype(float), np.nan)
    rows = np.fmin.reduceat(cost, tables.first_option[:-1], axis=0)
    spread = np.nanmax(rows, axis=1) - np.nanmin(rows, axis=1)
    held = np.maximum(1, np.isfinite(rows).sum(axis=1) - 1)
    slope = np.where(tables.executed == -2, spread / held, 0.0)
    weight = couplings.weight.astype(float)
    for end in (couplings.a, couplings.b):
        np.add.at(slope, end, 0.25 * weight)
    unit = max(1.0, float(slope.mean()))
    return unit, (slope / unit + 0.05).astype(np.float32)


def _lone(tables: Tables, family: Families) -> list[int]:
    """The fixed costs that one workload alone decides: they are a cost of that workload's own."""
    return [g for g in family.groups.tolist() if len(tables.groups[g]) == 1]


def _ties(
    tables: Tables, couplings: Folded, reach: Reach, low: Ints, unit: float, scale: Floats
) -> Ties:
    groups, free = tables.groups, tables.executed == -2
    count = tables.workload_count
    node = count + np.repeat(np.arange(len(tables.fixed)), np.diff(groups.start))
    a = np.concatenate([couplings.a, tables.after, node])
    b = np.concatenate([couplings.b, tables.before, groups.items])
    lag = np.concatenate([np.zeros_like(couplings.a), tables.lag, np.zeros_like(node)])
    most = np.full(len(a), _NO_LIMIT)
    most[: len(couplings.a)] = couplings.weight / unit
    both_free = np.concatenate([free, np.ones(len(tables.fixed), dtype=bool)])
    most[~(both_free[a] & both_free[b])] = 0
    first = np.concatenate([np.maximum(reach.first, 0), low])
    begin = np.maximum(first[a], lag)
    end = np.where(most > 0, np.minimum(tables.count, reach.last[b] + lag), 0)
    end = np.maximum(begin, end)
    sized = np.concatenate([scale, np.full(len(tables.fixed), _NO_LIMIT)])
    size = np.minimum(np.minimum(sized[a], sized[b]), most)
    start = np.concatenate([[0], np.cumsum(end - begin)])[:-1]
    return Ties(a, b, lag, begin, end, start, most, size.astype(np.float32))


def _sizes(tables: Tables, scale: Floats) -> tuple[Floats, ...]:
    """How large a price of each row may well be: what a period means, for each unit used."""
    uses, limits = tables.uses, tables.limits
    option = np.repeat(np.arange(len(tables.option_of)), np.diff(uses.start))
    used = uses.effort * tables.duration[option] + (uses.hold + uses.keep) * tables.count
    resources = np.zeros(limits.resources.shape, dtype=np.float32)
    for n in range(len(resources)):
        mine = (uses.resource == n) & (used > 0)
        if mine.any():
            resources[n] = np.median(scale[tables.option_of[option[mine]]] / used[mine])
    typical = float(np.median(scale))
    return (
        resources,
        np.full(limits.slots.shape, typical, dtype=np.float32),
        np.full(limits.wave.shape, typical, dtype=np.float32),
        np.full(limits.budgets.shape, typical / max(1.0, float(np.median(tables.one_off)))).astype(
            np.float32
        ),
        np.full(limits.exclusions.shape, 0.5 * typical, dtype=np.float32),
    )
