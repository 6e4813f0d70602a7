"""What one leaf of the tree proves: the least cost of its plans when rows have prices.

Everything is in whole numbers of 1/scale NOK.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grunnmur.plan.check.figures import kind_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.check.ends import Ends
    from grunnmur.plan.check.multipliers import Multipliers
    from grunnmur.plan.check.priced import Priced

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of all plans: the ends of workloads, and between which periods fixed costs end."""

    ends: Ends
    lows: list[int]
    highs: list[int]


class Leaves:
    """What all leaves of one certificate share: the problem's figures, and how prices are read."""

    def __init__(
        self,
        priced: Priced,
        families: list[list[int]],
        earliest: list[Ints],
        *,
        scale: int,
        parts: int,
    ) -> None:
        self._priced, self._figures = priced, priced.figures
        self._families = families
        self._earliest = [ends.tolist() for ends in earliest]
        self._scale, self._parts = scale, parts
        joint = [g for family in families for g in family]
        self._joint = np.isin(priced.member_group, joint) & priced.figures.free[priced.member]

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """How many rows and periods each member of the multipliers has."""
        problem, limits = self._figures.problem, self._priced.limits
        listed = ("resources", "slots", "exclusions", "couplings", "precedences")
        rows = {name: len(problem.rows(name)) for name in listed}
        rows |= {"wave_limit": len(limits.wave), "fixed_costs": len(self._priced.member)}
        return {name: (number, problem.count) for name, number in rows.items()} | {
            "budgets": (len(limits.budgets),)
        }

    def least(self, part: Part, given: Multipliers) -> int | None:
        """The least any plan of the part costs, 1/scale NOK of avoidable cost; None: no plan."""
        kind = self._kind(given)
        slope = self._slope(given, kind)
        count = len(self._figures.executed)
        workloads = self._workloads(part, self._costs(given, slope[:count], kind))
        fixed = self._fixed_costs(part, slope[count:])
        if workloads is None or fixed is None:
            return None
        return workloads + fixed + self._settled() - self._paid(given)

    def _kind(self, given: Multipliers) -> Any:  # noqa: ANN401 - a numpy type
        """64 bits if the sum of everything there is has room in them."""
        priced = self._priced
        most = float(priced.money) * self._scale
        for name, values in given.of.items():
            if name != "couplings":
                most += float(values.sum(dtype=float)) * priced.largest_use.get(name, 1)
        return kind_for(int(most * 8) * max(1, len(priced.uses)))

    def _slope(self, given: Multipliers, kind: Any) -> Any:  # noqa: ANN401
        """[workload, then fixed cost; period]: what is added if it has moved by the period.

        Precedences: a price in s is for `after` moved by s and `before` not by s less the lag.
        Fixed costs: for the fixed cost ended by s and the workload not moved by s.
        """
        figures, priced = self._figures, self._priced
        count, workloads = figures.problem.count, len(figures.executed)
        slope = np.zeros((workloads + len(priced.fixed), count), dtype=kind)
        weight = np.array(priced.shares.weight, dtype=object) * self._scale
        roomy = kind_for(int(max(weight, default=0)) * self._parts)
        pair = (weight.astype(roomy)[:, None] * given.of["couplings"]) // self._parts
        _add(slope, priced.shares.a, pair.astype(kind))
        _add(slope, priced.shares.b, -pair.astype(kind))
        prices = given.of["precedences"]
        for lag in priced.lags:
            mine = priced.ordered & (priced.lag == lag) & prices.any(axis=1)
            order = prices[mine][:, lag:].astype(kind)
            _add(slope[:, lag:], priced.after[mine], order)
            _add(slope[:, : count - lag], priced.before[mine], -order)
        mine = self._joint & given.of["fixed_costs"].any(axis=1)
        member = given.of["fixed_costs"][mine].astype(kind)
        _add(slope, priced.member_group[mine] + workloads, member)
        _add(slope, priced.member[mine], -member)
        return slope

    def _costs(self, given: Multipliers, slope: Any, kind: Any) -> Any:  # noqa: ANN401
        """[way, period]: own and coupled cost above the cheapest, use at its price, and ties."""
        figures, priced, limits = self._figures, self._priced, self._priced.limits
        common = slope[:, ::-1].cumsum(axis=1)[:, ::-1]
        common = common + given.of["wave_limit"].sum(axis=0)
        common = common + limits.slot_uses.T.astype(kind) @ given.of["slots"].astype(kind)
        for members, price in zip(limits.excluded, given.of["exclusions"], strict=True):
            common[members] += price
        cost = priced.above.astype(kind) * self._scale + common[figures.workload_of]
        if limits.budgets:
            price = np.append(given.of["budgets"], 0)[limits.budget_of]
            cost += priced.once.astype(kind)[:, None] * price
        for used, price in zip(priced.uses, given.of["resources"], strict=True):
            if price.any():
                self._add_use(cost, used, price.astype(kind))
        return cost

    def _add_use(self, cost: Any, used: Ints, price: Any) -> None:  # noqa: ANN401
        way, effort, holds, keeps = used
        so_far = np.concatenate([[0], price.cumsum()]).astype(cost.dtype)
        periods = np.arange(len(price))
        begin = np.maximum(periods - self._priced.duration[way][:, None] + 1, 0)
        by_now, before = so_far[periods + 1][None, :], so_far[begin]
        cost[way] += (
            effort[:, None] * (by_now - before)
            + holds[:, None] * by_now
            + keeps[:, None] * (so_far[-1] - before)
        )

    def _workloads(self, part: Part, cost: Any) -> int | None:  # noqa: ANN401
        """The least of every free workload, or of those that move together, added up."""
        figures, ends = self._figures, part.ends
        periods = np.arange(figures.problem.count)
        first, last = ends.first[figures.workload_of], ends.last[figures.workload_of]
        inside = figures.allowed & (first[:, None] <= periods) & (periods <= last[:, None])
        never = (int(cost.max()) if cost.dtype == object else 1 << 61) + 1
        least = np.minimum.reduceat(np.where(inside, cost, never), figures.first_way[:-1], axis=0)
        together = {n for members in self._priced.ties.sets for n in members}
        alone = [n for n in np.flatnonzero(figures.free).tolist() if n not in together]
        lowest = least[alone].min(axis=1).tolist()
        if never in lowest:
            return None
        total = sum(lowest)
        for members in self._priced.ties.sets:
            possible = (least[members] != never).all(axis=0)
            if not possible.any():
                return None
            total += min(least[members][:, possible].astype(object).sum(axis=0).tolist())
        return int(total)

    def _fixed_costs(self, part: Part, slope: Any) -> int | None:  # noqa: ANN401
        """The least of each family's fixed costs over all orders in which they can end."""
        total = 0
        for family, earliest in zip(self._families, self._earliest, strict=True):
            tails = [self._tail(part, g, slope[g]) for g in family]
            best: list[int | None] = [0] + [None] * (len(earliest) - 1)
            for ended in range(1, len(earliest)):
                for bit, g in enumerate(family):
                    before = best[ended ^ 1 << bit] if ended >> bit & 1 else None
                    if before is None:
                        continue
                    cost = tails[bit].get(max(earliest[ended], part.lows[g]))
                    if cost is not None and (best[ended] is None or before + cost < best[ended]):  # type: ignore[operator]
                        best[ended] = before + cost
            if best[-1] is None:
                return None
            total += best[-1]
        return total

    def _tail(self, part: Part, g: int, slope: Any) -> dict[int, int]:  # noqa: ANN401
        """For each period, the least cost of the fixed cost if it ends then or later."""
        after, least, tail = 0, None, {}
        for period in range(len(slope) - 1, -1, -1):
            after += int(slope[period])
            if part.lows[g] <= period <= part.highs[g]:
                cost = int(self._priced.fixed[g][period]) * self._scale + after
                least = cost if least is None else min(least, cost)
            if least is not None:
                tail[period] = least
        return tail

    def _settled(self) -> int:
        """What every plan pays: constants of couplings, and fixed costs in no family."""
        priced = self._priced
        total, joint = priced.shares.constant, {g for family in self._families for g in family}
        for g, fixed in enumerate(priced.fixed):
            if g not in joint:
                made = self._figures.executed[priced.member[priced.member_group == g]]
                last = int(made.max(initial=-1))
                total += int(fixed[last]) if last >= 0 else 0
        return total * self._scale

    def _paid(self, given: Multipliers) -> int:
        """What the limits are worth at their prices."""
        limits = self._priced.limits
        pairs = [
            (given.of["resources"], limits.resources),
            (given.of["slots"], limits.slots),
            (given.of["wave_limit"], limits.wave),
            (given.of["budgets"], np.array(limits.budgets, dtype=object)),
            (given.of["exclusions"], limits.exclusions),
        ]
        total = 0
        for prices, there in pairs:
            total += sum(
                price * limit
                for price, limit in zip(
                    prices.ravel().tolist(), there.ravel().tolist(), strict=True
                )
                if price
            )
        return total


def _add(slope: Any, nodes: Ints, values: Any) -> None:  # noqa: ANN401
    """Adds each row of values to its node's row. A node may come more than once."""
    if len(nodes):
        order = np.argsort(nodes, kind="stable")
        starts = np.flatnonzero(np.diff(nodes[order], prepend=-1))
        slope[nodes[order][starts]] += np.add.reduceat(values[order], starts, axis=0)
