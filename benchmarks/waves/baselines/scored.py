"""Scored five-phase planning with eight ranked conditions, as Azure Migrate documents its planner.

1 group by strong two-way dependency; 2 the conditions, most important first; 3 a score from 0 to 100
for each group; 4 groups into waves by rank, balancing size and dependencies across waves;
5 validation, here the calendar: waves are list-scheduled one after the other.

What the documentation leaves open (weights, what "strong" is, wave size) is tried in several ways,
and the cheapest is kept. That is more than a planner without a stated objective would do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from time import monotonic

import numpy as np

from benchmarks.waves.baselines import orders, trial
from benchmarks.waves.baselines.tables import Ints, Tables
from benchmarks.waves.baselines.trial import Best, Candidate, Clock
from grunnmur.plan import Problem

STRONG = (0.98, 0.9, 0.8)
"""A dependency is strong when its bridge is dearer than this share of all."""
WAVES = (10, 20, 40)
"""How many waves; 50 workloads each, the documented example, is tried too."""
FACTORS = ("complexity", "criticality", "readiness", "effort", "value")
WEIGHTS = ((1, 1, 1, 1, 1), *(tuple(4 if n == m else 1 for n in range(5)) for m in range(5)))
EARLIEST_WAVES = 0.1
"""High criticality and high complexity are kept out of this first share of the waves."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to fill in what is not documented."""

    strong: float
    size: int
    weights: tuple[int, ...]
    apart: bool
    """Whether clinical (as production) and administrative (as test) are kept in order and apart."""


@dataclass(frozen=True, slots=True)
class Group:
    """Workloads that move in the same wave."""

    members: tuple[int, ...]
    score: float
    needs: frozenset[int]
    clinical: bool
    critical: bool
    complex: bool


def best(
    problem: Problem, given: Tables, *, seconds: float, workers: int, clock: Clock = monotonic
) -> Best | None:
    """The cheapest plan over the settings."""
    count = len(given.ways)
    sizes = sorted({50, *(-(-count // waves) for waves in WAVES)})
    settings = [Setting(*row) for row in product(STRONG, sizes, WEIGHTS, (False, True))]

    def source(number: int, _: Callable[[], Best | None]) -> Iterator[Candidate]:
        ways, wish = orders.ways(given), trial.no_wish(given)
        factors, clinical = _factors(given), _clinical(problem)
        joined = lru_cache(lambda strong, size: _strongly_joined(given, strong, size))
        for setting in settings[number::workers]:
            member = joined(setting.strong, setting.size)
            groups = _groups(given, member, setting.weights, factors, clinical)
            order = _in_waves(given, groups, setting)
            for policy, way in ways.items():
                yield Candidate(order, way, wish, 0, f"{setting}, {policy}")

    return trial.best_of_many(given, source, seconds=seconds, workers=workers, clock=clock)


def _clinical(problem: Problem) -> list[bool]:
    return [row.kind in ("clinical", "device hub") for row in problem.workloads]


def _factors(given: Tables) -> dict[str, orders.Keys]:
    """Each factor from 0 to 1, where 1 is sooner."""
    keys = orders.keys(given)
    needs = np.diff(given.need_from)
    value, effort = -keys["gain"], given.days[:, 0]
    return {
        "complexity": 1 - _rank(np.diff(given.pair_from) + given.days.max(axis=1)),
        "criticality": 1 - _rank(value),
        "readiness": 1 - _rank(needs),
        "effort": 1 - _rank(effort),
        "value": _rank(value / (1 + effort)),
    }


def _rank(values: Ints | orders.Keys) -> orders.Keys:
    place = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    return place / max(1, len(values) - 1)


def _groups(
    given: Tables,
    member: list[int],
    weights_of: tuple[int, ...],
    factors: dict[str, orders.Keys],
    clinical: list[bool],
) -> list[Group]:
    """Condition 1 (and 2: a workload is one application, and is never split)."""
    inside: dict[int, list[int]] = defaultdict(list)
    for n, root in enumerate(member):
        inside[root].append(n)
    number = {root: at for at, root in enumerate(inside)}
    weights = np.array(weights_of) / sum(weights_of)
    score = 100 * sum(w * factors[name] for w, name in zip(weights, FACTORS, strict=True))
    return [
        Group(
            members=tuple(sorted(members, key=lambda n: -score[n])),
            score=float(score[members].mean()),
            needs=frozenset(
                number[member[other]]
                for n in members
                for other in given.need[given.need_from[n] : given.need_from[n + 1]]
                if member[other] != root
            ),
            clinical=any(clinical[n] for n in members),
            critical=bool((factors["criticality"][members] < 0.2).any()),
            complex=bool((factors["complexity"][members] < 0.2).any()),
        )
        for root, members in inside.items()
    ]


def _strongly_joined(given: Tables, share: float, most: int) -> list[int]:
    """Joined along strong pairs, the dearest first, while the group still fits in a wave."""
    count = len(given.ways)
    root, size = list(range(count)), [1] * count

    def find(n: int) -> int:
        while root[n] != n:
            n = root[n]
        return n

    ends = np.repeat(np.arange(count), np.diff(given.pair_from))
    price = np.minimum(given.pair_first, given.pair_then)
    strong = np.quantile(price, share) if len(price) else 0
    for edge in np.argsort(-price, kind="stable"):
        if price[edge] < strong or ends[edge] > given.pair[edge]:
            continue
        a, b = find(int(ends[edge])), find(int(given.pair[edge]))
        if a != b and size[a] + size[b] <= most:
            root[max(a, b)], size[min(a, b)] = min(a, b), size[a] + size[b]
    return [find(n) for n in range(count)]


def _in_waves(given: Tables, groups: list[Group], setting: Setting) -> Ints:
    """Groups into waves by rank; the order in which the waves' workloads are then placed."""
    wave_of: dict[int, int] = {}
    sizes: list[int] = [0] * (2 * len(given.ways) // setting.size + 2)
    affinity = _affinity(given, groups)
    for number in _ranked(groups):
        group = groups[number]
        first = max((wave_of.get(other, 0) for other in group.needs), default=0)
        near = {wave_of[other]: 0.0 for other in affinity[number] if other in wave_of}
        for other, price in affinity[number].items():
            if other in wave_of:
                near[wave_of[other]] += price
        opened = max(wave_of.values(), default=0) + 1
        wave = min(
            (w for w in range(first, max(first, opened) + 1) if _room(sizes, w, group, setting)),
            key=lambda w: (_flags(group, w, len(sizes), setting), -_nearness(near, w), w),
            default=len(sizes) - 1,
        )
        wave_of[number] = wave
        sizes[wave] += len(group.members)
    placed = sorted(wave_of, key=lambda number: (wave_of[number], -groups[number].score, number))
    return np.array([n for number in placed for n in groups[number].members], np.int64)


def _ranked(groups: list[Group]) -> list[int]:
    """By score, but what a group needs ahead of it where that is possible (condition 3)."""
    found: list[int] = []
    done: set[int] = set()
    for number in sorted(range(len(groups)), key=lambda n: (-groups[n].score, n)):
        stack = [number]
        while stack:
            at = stack[-1]
            lacking = [n for n in groups[at].needs if n not in done and n not in stack]
            if lacking:
                stack.append(min(lacking))
                continue
            stack.pop()
            if at not in done:
                done.add(at)
                found.append(at)
    return found


def _affinity(given: Tables, groups: list[Group]) -> list[dict[int, float]]:
    home = {n: number for number, group in enumerate(groups) for n in group.members}
    affinity: list[dict[int, float]] = [defaultdict(float) for _ in groups]
    for number, group in enumerate(groups):
        for n in group.members:
            for edge in range(given.pair_from[n], given.pair_from[n + 1]):
                affinity[number][home[int(given.pair[edge])]] += float(given.pair_first[edge])
    return affinity


def _room(sizes: list[int], wave: int, group: Group, setting: Setting) -> bool:
    """Condition 8; a group larger than a wave has one for itself."""
    return wave < len(sizes) and (
        sizes[wave] + len(group.members) <= setting.size or sizes[wave] == 0
    )


def _flags(group: Group, wave: int, waves: int, setting: Setting) -> tuple[int, ...]:
    """Conditions 4 to 7 that the wave would break, in the order of their importance."""
    early = wave < max(1, EARLIEST_WAVES * waves / 2)
    third = wave % 3 == 0
    mixed = setting.apart and (group.clinical == third)
    sooner = setting.apart and group.clinical and early
    return (int(sooner), int(mixed), int(group.critical and early), int(group.complex and early))


def _nearness(near: dict[int, float], wave: int) -> float:
    """Bridges to the same wave count whole, to the ones next to it half."""
    beside = near.get(wave - 1, 0.0) + near.get(wave + 1, 0.0)
    return near.get(wave, 0.0) + beside / 2
