"""A plan in the making: who is placed where, and what room that leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.search.instance import Instance


class State:
    """Placed workloads and the room that is left. Executed moves are placed from the start.

    `period[i]` is −1 before the first period and the number of periods where i is not placed.
    `cost` is the exact total of everything placed.
    """

    def __init__(self, tables: Instance) -> None:
        self.tables = tables
        count = tables.period_count
        self.nowhere = count
        self.period = np.full(tables.count, count, dtype=np.int64)
        self.way = [0] * tables.count
        self.cost = 0.0
        self._every = (1 << count) - 1
        self._bytes = (count + 7) // 8
        self.free = tables.capacity.copy()
        self.slots = [list(row) if row is not None else None for row in tables.slots]
        limit = tables.problem.wave_limit
        self.wave = list(limit) if limit is not None else None
        self.budget = dict(tables.budgets)
        self._year_mask = _year_masks(tables)
        self.excluded = [[0] * (count + 1) for _ in tables.problem.exclusions]
        self.group = [[0] * (count + 1) for _ in tables.fixed]
        self._group_mask = [0] * len(tables.fixed)
        self._marginal: dict[tuple[int, int], NDArray[np.float64]] = {}
        self._slot_mask = [_positive(row) for row in self.slots]
        self._wave_mask = _positive(self.wave)
        self._excluded_mask = [0] * len(tables.problem.exclusions)
        for n, (way, period) in tables.executed.items():
            self.place(n, way, period)

    def placed(self, n: int) -> bool:
        """Whether the workload is placed."""
        return bool(self.period[n] != self.nowhere)

    def cost_by_period(self, n: int) -> NDArray[np.float64]:
        """NOK that placing the workload adds, by disposition and period."""
        cost = self.tables.unary[n]
        pairs = self.tables.pairs.cost(n, self.period)
        if pairs is not None:
            cost = cost + pairs
        for group in self.tables.groups_of[n]:
            cost = cost + self._group_cost(group)
        return cost

    def room(self, n: int) -> list[int]:
        """The periods where the workload fits, as one mask a disposition."""
        base = self._window(n) & self._wave_mask
        for organisation in self.tables.organisations[n]:
            base &= self._slot_mask[organisation]
        for group in self.tables.exclusions_of[n]:
            base &= ~self._excluded_mask[group]
        if not base:
            return [0] * len(self.tables.ways[n])
        return [self._way_room(n, k, base) for k in range(len(self.tables.ways[n]))]

    def options(self, masks: list[int]) -> NDArray[np.bool_]:
        """Masks as a table of true and false, by disposition and period."""
        content = b"".join(mask.to_bytes(self._bytes, "little") for mask in masks)
        bits = np.frombuffer(content, dtype=np.uint8).reshape(len(masks), self._bytes)
        table = np.unpackbits(bits, axis=1, count=self.nowhere, bitorder="little")
        return table.view(np.bool_)

    def place(self, n: int, way: int, period: int, *, cost: float | None = None) -> None:
        """Places the workload, whether it fits or not. `cost` is what it adds, if known."""
        self.cost += self._own_cost(n, way, period) if cost is None else cost
        self.period[n], self.way[n] = period, way
        self._use(n, way, period, 1)

    def remove(self, n: int) -> tuple[int, int]:
        """Takes the workload out again. Gives where it was."""
        way, period = self.way[n], int(self.period[n])
        self._use(n, way, period, -1)
        self.period[n] = self.nowhere
        self.cost -= self._own_cost(n, way, period)
        return way, period

    def _own_cost(self, n: int, way: int, period: int) -> float:
        if period >= 0:
            return float(self.cost_by_period(n)[way, period])
        # Executed before the first period: nothing of the old is paid for, so only partners count.
        return float(_past_cost(self, n, way))

    def _window(self, n: int) -> int:
        low, high = 0, self.nowhere - 1
        for other, lag in self.tables.before[n]:
            period = self.period[other]
            start = self.tables.earliest[other] if period == self.nowhere else int(period)
            low = max(low, start + lag)
        for other, lag in self.tables.after[n]:
            if other in self.tables.executed:
                continue
            period = self.period[other]
            end = self.tables.latest[other] if period == self.nowhere else int(period)
            high = min(high, end - lag)
        if low > high:
            return 0
        return ((1 << (high + 1)) - 1) & ~((1 << low) - 1)

    def _way_room(self, n: int, k: int, base: int) -> int:
        way = self.tables.ways[n][k]
        mask = base & way.mask
        if way.one_off and self.budget:
            for year, left in self.budget.items():
                if left < way.one_off:
                    mask &= ~self._year_mask[year]
        if not mask or not way.effort:
            return mask
        enough = self._every
        for resource, rate in way.effort:
            bits = np.packbits(self.free[resource] >= rate, bitorder="little")
            enough &= int.from_bytes(bits.tobytes(), "little")
        for shift in range(way.duration):
            mask &= enough << shift
            if not mask:
                break
        return mask

    def _group_cost(self, group: int) -> NDArray[np.float64]:
        last = self._group_mask[group].bit_length() - 1  # 0 is before the first period
        key = (group, last)
        if key not in self._marginal:
            totals = np.array(self.tables.fixed[group], dtype=np.float64)
            others = totals[last] if last >= 0 else 0.0
            self._marginal[key] = np.maximum(totals[1:], others) - others
        return self._marginal[key]

    def _use(self, n: int, way: int, period: int, sign: int) -> None:
        self._use_groups(n, period, sign)
        if period < 0:
            return
        row = self.tables.ways[n][way]
        start = max(0, period - row.duration + 1)
        for resource, rate in row.effort:
            self.free[resource, start : period + 1] -= sign * rate
        year = self.tables.year_of[period]
        if year in self.budget:
            self.budget[year] -= sign * row.one_off
        self._use_slots(n, period, sign)

    def _use_slots(self, n: int, period: int, sign: int) -> None:
        bit = 1 << period
        for organisation in self.tables.organisations[n]:
            left = self.slots[organisation]
            if left is not None:
                left[period] -= sign
                mask = self._slot_mask[organisation]
                self._slot_mask[organisation] = mask | bit if left[period] > 0 else mask & ~bit
        if self.wave is not None:
            self.wave[period] -= sign
            mask = self._wave_mask
            self._wave_mask = mask | bit if self.wave[period] > 0 else mask & ~bit
        for group in self.tables.exclusions_of[n]:
            self.excluded[group][period] += sign
            mask = self._excluded_mask[group]
            busy = self.excluded[group][period] > 0
            self._excluded_mask[group] = mask | bit if busy else mask & ~bit

    def _use_groups(self, n: int, period: int, sign: int) -> None:
        for group in self.tables.groups_of[n]:
            self.group[group][period + 1] += sign
            bit = 1 << (period + 1)
            mask = self._group_mask[group]
            self._group_mask[group] = mask | bit if self.group[group][period + 1] else mask & ~bit


def _past_cost(state: State, n: int, way: int) -> float:
    """NOK that placing the workload before the first period adds."""
    problem = state.tables.problem
    disposition = problem.workloads[n].dispositions[way]
    count = state.nowhere
    cost = float(disposition.one_off + count * (disposition.exposure_after + disposition.run_after))
    weight = state.tables.pairs.weight[n]
    for k, other in enumerate(state.tables.pairs.other[n]):
        if state.period[other] != state.nowhere:
            cost += float(weight[0, k]) * (int(state.period[other]) + 1)
    return cost


def _positive(values: list[int] | None) -> int:
    if values is None:
        return -1
    mask = 0
    for period, value in enumerate(values):
        if value > 0:
            mask |= 1 << period
    return mask


def _year_masks(tables: Instance) -> dict[int, int]:
    masks: dict[int, int] = dict.fromkeys((year for year, _ in tables.budgets), 0)
    for period, year in enumerate(tables.year_of):
        if year in masks:
            masks[year] |= 1 << period
    return masks
