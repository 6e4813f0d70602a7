"""A plan followed period by period, read from its JSON alone: what the simulation is held against.

Written from docs/verbs/plan.md and docs/plan-json.md, for a few workloads, with nothing of the simulation's own.
"""

from __future__ import annotations

from typing import Any

NEARLY = 1e-6


class Followed:
    """What comes of a plan whose work takes the given numbers of periods, when all must find room."""

    def __init__(self, given: dict[str, Any], moves: list[dict[str, Any]]) -> None:
        self.given, self.count = given, len(given["periods"])
        self.horizon = self.count + max(12, self.count // 2)
        self.rows = {row["id"]: row for row in given["workloads"]}
        self.planned = {move["workload"]: move["period"] for move in moves}
        self.way = {
            move["workload"]: next(
                way
                for way in self.rows[move["workload"]]["dispositions"]
                if way["name"] == move["disposition"]
            )
            for move in moves
        }
        self.made = {row["workload"] for row in given.get("executed", ())}
        self.movable = [name for name in self.rows if name not in self.made]
        self.together = self._together()
        self.turn = sorted(
            self.movable, key=lambda n: (self.planned[n], self._depth(n), list(self.rows).index(n))
        )

    def dates(self, work: dict[str, float]) -> tuple[dict[str, int], bool]:
        """When each workload moves, and whether one of them never does."""
        left, at, begun = dict(work), {n: self.planned[n] for n in self.made}, set[str]()
        for period in range(self.horizon):
            free = self._room(period, at, begun)
            for name in self.turn:
                start = max(0, self.planned[name] - self.way[name]["duration"] + 1)
                if name in at or period < start:
                    continue
                if left[name] > 0:
                    part = min(1.0, left[name])
                    takes = [(r, part * a) for r, a in self.way[name].get("effort", {}).items()]
                    new = list(self.way[name].get("keeps", {}).items()) if name not in begun else []
                    if not self._take(free, takes + new):
                        continue
                    begun.add(name)
                    left[name] -= 1.0
                if max(left[other] for other in self.together[name]) <= 0:
                    self._move(self.together[name], period, at, free)
        lost = len(at) < len(self.rows)
        return {name: at.get(name, self.horizon - 1) for name in self.rows}, lost

    def cost(self, at: dict[str, int]) -> int:
        """NOK in all. After the last period its prices go on, less what is paid after a cutover."""
        total = 0
        for name, row in self.rows.items():
            way, t = self.way[name], at[name]
            total += way.get("one_off", 0)
            for period in range(t + 1):
                total += self._of(row.get("exposure"), period) + self._of(
                    row.get("run_before"), period
                )
            after = way.get("exposure_after", 0) + way.get("run_after", 0)
            total += (self.count - 1 - t) * after
            for due in row.get("deadlines", ()):
                if not due.get("hard"):
                    total += due.get("penalty", 0) * max(0, t - due["last"])
        for row in self.given.get("couplings", ()):
            a, b = at[row["a"]], at[row["b"]]
            total += row.get("neither", 0) * (min(a, b) + 1)
            total += row.get("a_first", 0) * max(0, b - a) + row.get("b_first", 0) * max(0, a - b)
        for row in self.given.get("fixed_costs", ()):
            last = max((at[name] for name in row["workloads"]), default=-1)
            total += sum(self._of(row.get("cost"), period) for period in range(last + 1))
        return total

    def over(self, at: dict[str, int]) -> list[bool]:
        """Whether each budget is exceeded."""
        year = [int(period["starts_on"][:4]) for period in self.given["periods"]]
        return [
            sum(
                self.way[n].get("one_off", 0)
                for n, t in at.items()
                if 0 <= t < self.count and year[t] == row["year"]
            )
            > row.get("amount", 0)
            for row in self.given.get("budgets", ())
        ]

    def _of(self, series: Any, period: int) -> int:
        return series[min(period, self.count - 1)] if isinstance(series, list) else series or 0

    def _together(self) -> dict[str, set[str]]:
        """Who must move in one period: by a row, by rows in common, or by an order that goes round."""
        then: dict[str, set[str]] = {name: {name} for name in self.movable}
        for row in self.given.get("together", ()):
            names = [name for name in row["workloads"] if name in then]
            for name in names:
                then[name] |= set(names)
        for row in self.given.get("precedences", ()):
            if not row.get("lag") and row["before"] in then and row["after"] in then:
                then[row["before"]].add(row["after"])
        for _ in then:
            for reached in then.values():
                reached |= {far for near in list(reached) for far in then[near]}
        return {n: {m for m in reached if n in then[m]} for n, reached in then.items()}

    def _depth(self, name: str) -> int:
        """How many must move before it, one after the other, at most."""
        sets = self.together[name]
        return max(
            (
                1 + self._depth(row["before"])
                for row in self.given.get("precedences", ())
                if row["after"] in sets
                and row["before"] not in sets | self.made
                and not row.get("lag")
            ),
            default=0,
        )

    def _room(self, period: int, at: dict[str, int], begun: set[str]) -> dict[Any, float]:
        """What is free when the period begins: of resources, slots, the wave, each exclusion."""
        free: dict[Any, float] = {}
        for row in self.given.get("resources", ()):
            free[row["id"]] = self._limit(row.get("capacity"), period)
            for name, way in self.way.items():
                held, kept = (
                    amounts.get(row["id"], 0)
                    for amounts in (self.rows[name].get("holds", {}), way.get("keeps", {}))
                )
                first = at[name] - way["duration"] + 1 if name in self.made else self.horizon
                working = first <= period <= at.get(name, self.horizon)
                effort = way.get("effort", {}).get(row["id"], 0) if name in self.made else 0
                free[row["id"]] -= held * (at.get(name, self.horizon) >= period)
                free[row["id"]] -= kept * (name in begun or first <= period) + effort * working
        now = [name for name in self.made if at[name] == period]
        for row in self.given.get("slots", ()):
            used = sum(row["organisation"] in self._organisations(name) for name in now)
            free["slot", row["organisation"]] = self._limit(row.get("capacity"), period) - used
        wave = self.given.get("wave_limit")
        free["wave"] = float("inf") if wave is None else self._limit(wave, period) - len(now)
        for row in self.given.get("exclusions", ()):
            free["pair", row["id"]] = 1 - sum(name in row["workloads"] for name in now)
        return free

    def _limit(self, series: Any, period: int) -> float:
        """A limit in a period; after the last, its middle over the plan."""
        if not isinstance(series, list):
            return series or 0
        return series[period] if period < self.count else sorted(series)[self.count // 2]

    def _organisations(self, name: str) -> list[str]:
        return self.rows[name].get("organisations", [])

    def _take(self, free: dict[Any, float], takes: list[tuple[Any, float]]) -> bool:
        """Takes all of it, or nothing if there is not enough."""
        asked: dict[Any, float] = {}
        for what, amount in takes:
            asked[what] = asked.get(what, 0) + amount
        if any(amount and free[what] < amount - NEARLY for what, amount in asked.items()):
            return False
        for what, amount in asked.items():
            free[what] -= amount
        return True

    def _move(
        self, names: set[str], period: int, at: dict[str, int], free: dict[Any, float]
    ) -> None:
        """Moves all of them in the period, or nobody."""
        takes: list[tuple[Any, float]] = []
        for name in names:
            if period < self.planned[name] or self._shut(name, period):
                return
            for row in self.given.get("precedences", ()):
                if row["after"] == name:
                    before = period if row["before"] in names else at.get(row["before"], period + 1)
                    if period < before + row.get("lag", 0):
                        return
            takes.append(("wave", 1))
            takes += [
                (("slot", row["organisation"]), 1)
                for row in self.given.get("slots", ())
                if row["organisation"] in self._organisations(name)
            ]
            takes += [
                (("pair", row["id"]), 1)
                for row in self.given.get("exclusions", ())
                if name in row["workloads"]
            ]
        if self._take(free, takes):
            at.update(dict.fromkeys(names, period))

    def _shut(self, name: str, period: int) -> bool:
        """Whether nothing of it may move then. As planned it may: somebody has decided so."""
        row = self.rows[name]
        if period == self.planned[name] or period >= self.count:
            return False
        return (
            period in row.get("closed", ())
            or any(
                period in freeze["periods"]
                and freeze.get("organisation", "") in ("", *row.get("organisations", ()))
                and freeze.get("service", "") in ("", *row.get("services", ()))
                for freeze in self.given.get("freezes", ())
            )
            or any(
                wish["workload"] == name
                and wish.get("disposition", "") in ("", self.way[name]["name"])
                and wish.get("from", 0) <= period
                and (wish.get("before") is None or period < wish["before"])
                for wish in self.given.get("forbids", ())
            )
        )
