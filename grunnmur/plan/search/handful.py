"""Handfuls of workloads that have to do with each other, worth re-planning together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from grunnmur.plan.search.instance import Instance
    from grunnmur.plan.search.state import State

_SMALLEST, _LARGEST = 2, 12
"""Judgement: smaller ones are what the sweep does, larger ones seldom fit again."""


class Handfuls:
    """Draws handfuls: along couplings, in one organisation, around one month, at a group's end."""

    def __init__(self, tables: Instance) -> None:
        self.tables = tables
        self.movable = [n for n in range(tables.count) if n not in tables.executed]
        self._by_organisation: dict[int, list[int]] = defaultdict(list)
        self._by_group: dict[int, list[int]] = defaultdict(list)
        for n in self.movable:
            for organisation in tables.organisations[n]:
                self._by_organisation[organisation].append(n)
            for group in tables.groups_of[n]:
                self._by_group[group].append(n)
        self._groups = sorted(self._by_group)

    def pick(self, state: State, random: Random) -> list[int]:
        """A handful, drawn one of four ways."""
        size = random.randint(_SMALLEST, _LARGEST)
        start = random.choice(self.movable)
        way = random.random()
        if way < 0.4:
            return self._cluster(start, size, random)
        if way < 0.6:
            return self._same_place(start, size, random)
        if way < 0.8 or not self._groups:
            return self._same_time(state, start, size, random)
        return self._last_ones(state, size, random)

    def _cluster(self, start: int, size: int, random: Random) -> list[int]:
        chosen = [start]
        seen = {start, *self.tables.executed}
        for n in chosen:
            near = [
                *(int(other) for other in self.tables.pairs.other[n][:40]),
                *(other for other, _ in self.tables.before[n][:10]),
                *(other for other, _ in self.tables.after[n][:10]),
            ]
            fresh = [other for other in dict.fromkeys(near) if other not in seen]
            random.shuffle(fresh)
            for other in fresh[: max(1, (size - len(chosen)) // 2)]:
                chosen.append(other)
                seen.add(other)
            if len(chosen) >= size:
                break
        return chosen[:size]

    def _same_place(self, start: int, size: int, random: Random) -> list[int]:
        organisations = self.tables.organisations[start]
        if not organisations:
            return random.sample(self.movable, min(size, len(self.movable)))
        near = self._by_organisation[random.choice(organisations)]
        return random.sample(near, min(size, len(near)))

    def _same_time(self, state: State, start: int, size: int, random: Random) -> list[int]:
        middle = int(state.period[start])
        tried = random.sample(self.movable, min(20 * size, len(self.movable)))
        near = [n for n in tried if abs(int(state.period[n]) - middle) <= 2]
        return near[:size] or [start]

    def _last_ones(self, state: State, size: int, random: Random) -> list[int]:
        members = self._by_group[random.choice(self._groups)]
        if len(members) > 3 * size:
            members = random.sample(members, len(members) // 2 + 1)
        return sorted(members, key=lambda n: (-int(state.period[n]), n))[:size]
