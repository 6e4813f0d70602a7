"""The hidden plan that makes an instance feasible: a list schedule in a random order of clusters.

Where it does not fit, the room is made larger just there; so what it used is always within it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.waves.chance import Chance
from benchmarks.waves.estate import Member
from benchmarks.waves.room import Choice, Room
from benchmarks.waves.work import Rhythm
from grunnmur.plan.conditions import Exclusion, Freeze, Precedence
from grunnmur.plan.workload import Workload

LAST = 0.9
"""The hidden plan ends here if it can, so that what comes after a late one has a period left."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The conditions the hidden plan respects besides room and the workloads' own."""

    precedences: tuple[Precedence, ...]
    exclusions: tuple[Exclusion, ...]
    freezes: tuple[Freeze, ...]


def choice(workloads: tuple[Workload, ...], seed: int) -> Choice:
    """A disposition for each workload, the first ones likelier."""
    chance = Chance(seed, "choice")
    chosen = {}
    for row in workloads:
        weights = [1 / (1 + n) for n in range(len(row.dispositions))]
        chosen[row.id] = chance.weighted(row.dispositions, weights)
    return chosen


def cutovers(
    members: tuple[Member, ...],
    workloads: tuple[Workload, ...],
    chosen: Choice,
    rows: Rows,
    room: Room,
    rhythm: Rhythm,
    seed: int,
) -> dict[str, int]:
    """The period of each cutover. `room` is stretched where nothing else is possible."""
    place = _Place(workloads, chosen, rows, room, rhythm)
    for number in _order(members, rows.precedences, Chance(seed, "hidden")):
        place.put(workloads[number])
    return place.period


def _order(
    members: tuple[Member, ...], precedences: tuple[Precedence, ...], chance: Chance
) -> Iterator[int]:
    """Clusters in a random order, but nothing ahead of what it needs."""
    rank = [chance.share() for _ in members]
    urgency = [
        (0.1 if row.kind == "foundation" else rank[row.cluster]) + 0.08 * chance.share()
        for row in members
    ]
    number = {row.id: row.number for row in members}
    needs: dict[int, list[int]] = defaultdict(list)
    for edge in precedences:
        needs[number[edge.after]].append(number[edge.before])
    done: set[int] = set()
    for first in sorted(range(len(members)), key=urgency.__getitem__):
        yield from _with_needs(first, needs, done)


def _with_needs(number: int, needs: Mapping[int, list[int]], done: set[int]) -> Iterator[int]:
    if number in done:
        return
    done.add(number)
    for other in needs.get(number, []):
        yield from _with_needs(other, needs, done)
    yield number


class _Place:
    """Puts one workload after the other in the first period that has room for it."""

    def __init__(
        self,
        workloads: tuple[Workload, ...],
        chosen: Choice,
        rows: Rows,
        room: Room,
        rhythm: Rhythm,
    ) -> None:
        self.period: dict[str, int] = {}
        self._chosen = chosen
        self._room = room
        self._year = [row.starts_on.year for row in rhythm.periods]
        self._needs: dict[str, list[Precedence]] = defaultdict(list)
        self._apart: dict[str, list[str]] = defaultdict(list)
        self._frozen: dict[str, set[int]] = defaultdict(set)
        for edge in rows.precedences:
            self._needs[edge.after].append(edge)
        for row in rows.exclusions:
            for name in row.workloads:
                self._apart[name] += row.workloads
        for freeze in rows.freezes:
            self._frozen[freeze.organisation].update(freeze.periods)

    def put(self, workload: Workload) -> None:
        """Gives the workload its period and takes the room it uses."""
        allowed = self._allowed(workload)
        if not allowed:
            raise ValueError(f"no period is left for {workload.id}; take another seed")
        fitting = (period for period in allowed if self._lacks(workload, period) == 0)
        found = next(fitting, None)
        if found is None:
            found = min(allowed, key=lambda period: (self._lacks(workload, period), period))
            self._stretch(workload, found)
        self._take(workload, found)
        self.period[workload.id] = found

    def _allowed(self, workload: Workload) -> list[int]:
        first = max(workload.earliest, self._chosen[workload.id].duration - 1)
        for edge in self._needs[workload.id]:
            first = max(first, self.period[edge.before] + edge.lag)
        barred = set(workload.closed)
        for name in workload.organisations:
            barred |= self._frozen[name]
        barred |= {self.period[name] for name in self._apart[workload.id] if name in self.period}
        open_ = [period for period in range(first, len(self._year)) if period not in barred]
        early = [period for period in open_ if period <= LAST * len(self._year)]
        return early or open_

    def _use(self, workload: Workload, period: int) -> Iterator[tuple[list[int], int, int]]:
        """Which room, at which place in it, how much."""
        way = self._chosen[workload.id]
        for skill, rate in way.effort:
            for at in range(period - way.duration + 1, period + 1):
                yield self._room.skills[skill], at, rate
        for name in workload.organisations:
            yield self._room.slots[name], period, 1
        yield self._room.wave, period, 1

    def _lacks(self, workload: Workload, period: int) -> float:
        lacking = 0.0
        for free, at, amount in self._use(workload, period):
            if free[at] < amount:
                lacking += (amount - free[at]) / amount
        money, left = self._chosen[workload.id].one_off, self._room.budgets[self._year[period]]
        return lacking + (max(0, money - left) / money if money else 0)

    def _stretch(self, workload: Workload, period: int) -> None:
        for free, at, amount in self._use(workload, period):
            free[at] = max(free[at], amount)
        year = self._year[period]
        left = self._room.budgets[year]
        self._room.budgets[year] = max(left, self._chosen[workload.id].one_off)

    def _take(self, workload: Workload, period: int) -> None:
        for free, at, amount in self._use(workload, period):
            free[at] -= amount
        self._room.budgets[self._year[period]] -= self._chosen[workload.id].one_off
