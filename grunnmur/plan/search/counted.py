"""What cannot be because it does not add up: who is left no period, and what does not reach.

For a row of room and some periods on end it is added up what every workload takes there at least, wherever
its own conditions and its order let it be (energetic reasoning; Baptiste, Le Pape and Nuijten 2001). All is
exact: where it is too much, no plan is feasible. Where it is not, nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from grunnmur.plan.search.rules import Condition, room

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grunnmur.plan.conditions import Precedence
    from grunnmur.plan.problem import Problem
    from grunnmur.plan.search.rules import Begun, Stated, Taken
    from grunnmur.plan.windows import Rule

    Masks = tuple[int, ...]
    Floats = NDArray[np.float64]

_MOST_PLACES = 2_000_000
"""Workloads times ways times periods up to which rows of room are looked through: half a minute."""

_PATIENCE = 1_000_000
"""Conditions asked about, each time it is asked: half a minute."""


class _Place(NamedTuple):
    """A row of room, by the number of its rule, and the periods on end that are looked at."""

    rule: int
    since: int
    last: int


class Counted:
    """The conditions of a problem, and whether some of them are too much by counting."""

    def __init__(self, problem: Problem, every: Sequence[Stated], begun: Begun) -> None:
        self.unanswered, self._spent = False, 0
        self._problem, self._rules, self._begun = problem, every, begun
        self._rows = {row.id: row for row in problem.workloads}
        self._least: dict[tuple[str, Masks], int] = {}
        self._least_kept_nowhere: dict[str, int] = {}
        self._ways = {row.id: len(row.dispositions) for row in problem.workloads}
        self._executed = {row.workload: row.period for row in problem.executed}
        windows = self._nothing()
        for rule in every:
            rule.state(windows)
        self._place: _Place | None = None
        if windows.settle():
            self._place = self._scarcest(windows)
        self._row = self._limit_of(self._place.rule) if self._place is not None else None
        self._most = windows
        self._free = 0 if self._place is None else sum(map(self._least_free, self._users()))

    def too_much(self, chosen: Sequence[int]) -> bool:
        """Whether the chosen conditions leave somebody no period, or ask for more than there is.

        False as well when so much has been asked that nobody would wait for more.
        """
        if self._spent > _PATIENCE:
            self.unanswered = True
            return False
        self._spent += len(chosen)
        windows = self._windows(chosen)
        if not windows.settle():
            return True
        place = self._place
        return place is not None and place.rule in chosen and self._need(windows) > self._room()

    def weightiest(self, chosen: Sequence[int]) -> list[int]:
        """The chosen ones in order: the row first, then those about one workload, then those about several.

        Within each, those first that make somebody take most there: so that few are enough.
        """
        place = self._place
        if place is None:
            return list(chosen)
        takes = {
            name: self._least_of(name, self._most.masks(name)) - self._least_free(name)
            for name in self._users()
        }

        def weight(n: int) -> tuple[bool, bool, int]:
            about = self._rules[n].workloads
            more = max((takes.get(name, 0) for name in about), default=0)
            return n != place.rule, len(about) > 1, -more

        return sorted(chosen, key=weight)

    def shortage(self, chosen: Sequence[int]) -> Condition | None:
        """What the chosen ones need of the row and what there is; None where that is not why."""
        place = self._place
        if place is None or place.rule not in chosen:
            return None
        windows = self._windows(chosen)
        if not windows.settle() or self._need(windows) <= self._room():
            return None
        row = self._rules[place.rule].condition
        facts = {"since": place.since, "last": place.last}
        facts |= {"need": self._need(windows), "room": self._room()}
        return Condition(row.code.replace("conflict", "conflict_short"), {**row.facts, **facts})

    def _nothing(self) -> _Windows:
        """Windows of which nothing has been stated."""
        return _Windows(len(self._problem.periods), self._ways, self._executed)

    def _windows(self, chosen: Sequence[int]) -> _Windows:
        windows = self._nothing()
        for n in (*chosen, *self._begun.of(chosen)):
            self._rules[n].state(windows)
        return windows

    def _need(self, windows: _Windows) -> int:
        """What is taken of the row at least, in the periods looked at."""
        users = self._users()
        return self._free + sum(
            self._least_of(name, masks) - self._least_free(name)
            for name, masks in windows.kept()
            if name in users
        )

    def _users(self) -> frozenset[str]:
        """Who takes of the row."""
        assert self._place is not None
        return self._rules[self._place.rule].workloads

    def _least_free(self, name: str) -> int:
        """What a workload takes there at least that is kept to no periods."""
        if name not in self._least_kept_nowhere:
            self._least_kept_nowhere[name] = self._least_of(name, self._nothing().masks(name))
        return self._least_kept_nowhere[name]

    def _least_of(self, name: str, masks: Masks) -> int:
        """What one workload takes there at least. The same question comes many times."""
        assert self._place is not None
        assert self._row is not None
        key = (name, masks)
        if key not in self._least:
            _, since, last = self._place
            self._least[key] = min(
                sum(
                    amount * max(0, min(last, end) - max(since, first) + 1)
                    for first, end, amount in self._row[0](self._rows[name], way, t)
                )
                for way, mask in zip(self._rows[name].dispositions, masks, strict=True)
                for t in _periods(mask)
            )
        return self._least[key]

    def _room(self) -> int:
        assert self._place is not None
        assert self._row is not None
        left = room(self._problem, *self._row)
        return sum(left[self._place.since : self._place.last + 1])

    def _limit_of(self, number: int) -> tuple[Taken, tuple[int, ...]]:
        windows = self._nothing()
        self._rules[number].state(windows)
        return windows.limits[0]

    def _scarcest(self, windows: _Windows) -> _Place | None:
        """Where most is asked for beside what there is; if all periods are too few, those of one row."""
        count = len(self._problem.periods)
        if count * sum(len(row.dispositions) for row in self._problem.workloads) > _MOST_PLACES:
            return None
        found = []
        for number, rule in enumerate(self._rules):
            stated = self._nothing()
            rule.state(stated)
            for taken, limits in stated.limits:
                names = sorted(rule.workloads)
                for since, last, share in self._short(taken, limits, names, windows):
                    whole = (since, last) == (0, len(limits) - 1)
                    found.append((not whole, -share, _Place(number, since, last)))
        return min(found)[2] if found else None

    def _short(
        self, taken: Taken, limits: tuple[int, ...], names: Sequence[str], windows: _Windows
    ) -> Iterator[tuple[int, int, float]]:
        """Periods on end in which more is needed than there is, and how many times as much."""
        count = len(limits)
        left = np.array([0, *accumulate(room(self._problem, taken, limits))], dtype=float)
        until, since, inside = np.zeros(count), np.zeros(count), np.zeros((count, count))
        for name in names:
            used = self._used(taken, name, count, windows)
            sums = np.cumsum(used, axis=1)
            until += sums.min(axis=0)
            since += (sums[:, -1:] - sums + used).min(axis=0)
            held = np.flatnonzero(used.any(axis=0))
            if len(held):
                inside[held[0], held[-1]] += sums[:, -1].min()
        needs = inside[::-1].cumsum(axis=0)[::-1].cumsum(axis=1)
        needs[0, :] = np.maximum(needs[0, :], until)
        needs[:, -1] = np.maximum(needs[:, -1], since)
        there = left[None, 1:] - left[:-1, None]
        short = np.triu(needs - there >= 0.5)  # whole numbers, but for what a float cannot hold
        for first, last in np.argwhere(short).tolist():
            yield first, last, float(needs[first, last] / max(1.0, there[first, last]))

    def _used(self, taken: Taken, name: str, count: int, windows: _Windows) -> Floats:
        """[place, period]: what the workload takes, wherever it may be."""
        row = self._rows[name]
        where = [
            (way, t)
            for way, mask in zip(row.dispositions, windows.masks(name), strict=True)
            for t in _periods(mask)
        ]
        used = np.zeros((len(where), count))
        for n, (way, t) in enumerate(where):
            for first, last, amount in taken(row, way, t):
                used[n, max(0, first) : max(0, last + 1)] += amount
        return used


class _Windows:
    """Which periods the conditions stated leave to each workload, by way, as bit masks."""

    def __init__(self, count: int, ways: Mapping[str, int], executed: Mapping[str, int]) -> None:
        self.limits: list[tuple[Taken, tuple[int, ...]]] = []
        self._count, self._ways, self._executed = count, ways, executed
        self._masks: dict[str, Masks] = {}
        self._orders: list[Precedence] = []
        self._together: list[Sequence[str]] = []

    def masks(self, name: str) -> Masks:
        """The periods left to a workload, one mask for each way."""
        return self._masks.get(name) or ((1 << self._count) - 1,) * self._ways[name]

    def kept(self) -> Iterable[tuple[str, Masks]]:
        """The workloads that are kept to some periods, and to which."""
        return self._masks.items()

    def close(self, rule: Rule) -> None:
        """Keeps a workload to the periods that one of its own conditions leaves."""
        name = rule.facts["workload"]
        self._masks[name] = tuple(a & b for a, b in zip(self.masks(name), rule.masks, strict=True))

    def order(self, row: Precedence) -> None:
        """Keeps the two apart, when all is stated."""
        self._orders.append(row)

    def hold_together(self, names: Sequence[str]) -> None:
        """Keeps them to the same periods, when all is stated."""
        self._together.append(names)

    def limit(self, taken: Taken, limits: tuple[int, ...]) -> None:
        """Remembers the row."""
        self.limits.append((taken, limits))

    def settle(self) -> bool:
        """Draws what follows from order and togetherness; whether each is left a period."""
        before: dict[str, Masks] | None = None
        while before != self._masks:
            if not all(any(masks) for masks in self._masks.values()):
                return False
            before = dict(self._masks)
            for row in self._orders:
                earlier, later = self._open(row.before), self._open(row.after)
                if not earlier or not later:
                    return False
                first = self._first(row.before, earlier) + row.lag
                self._keep(row.after, ~((1 << max(0, min(first, self._count))) - 1))
                last = later.bit_length() - 1 - row.lag
                if row.before not in self._executed:
                    self._keep(row.before, (1 << max(0, last + 1)) - 1)
            for names in self._together:
                shared = (1 << self._count) - 1
                for name in names:
                    shared &= self._open(name)
                for name in names:
                    if name not in self._executed:
                        self._keep(name, shared)
        return True

    def _open(self, name: str) -> int:
        if name in self._executed:
            return 1 << max(0, self._executed[name])
        mask = 0
        for of_way in self.masks(name):
            mask |= of_way
        return mask

    def _first(self, name: str, mask: int) -> int:
        return self._executed.get(name, (mask & -mask).bit_length() - 1)

    def _keep(self, name: str, mask: int) -> None:
        self._masks[name] = tuple(of_way & mask for of_way in self.masks(name))


def _periods(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
