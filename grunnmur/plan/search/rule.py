"""Priority rules: in which order a construction places workloads. Smaller goes first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import permutations
from random import Random
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from grunnmur.plan.search.instance import Instance

_MOST_PLATFORMS = 3
"""Judgement: orders of more than three platforms are too many to try each."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named order. `eager` places a workload as early as it fits, else where it is cheapest."""

    name: str
    priority: tuple[float, ...]
    eager: bool = False


def rules(tables: Instance, seed: int) -> list[Rule]:
    """The rules worth trying, best ones of other people's experience first."""
    density = _density(tables)
    slack = tuple(float(value) for value in tables.latest)
    order = [
        Rule("relief per effort", density),
        Rule("relief per effort, eager", density, eager=True),
        Rule("latest end", slack, eager=True),
        Rule("latest end, cheapest", _by(slack, density)),
        Rule("latest half-year", _by(tuple(value // 6 for value in slack), density)),
        Rule(
            "latest half-year, eager",
            _by(tuple(value // 6 for value in slack), density),
            eager=True,
        ),
        Rule("deadlines first", _by(_free(tables), density)),
        Rule("largest first", tuple(-value for value in _effort(tables)), eager=True),
        Rule("most followers", tuple(-float(len(row)) for row in tables.after)),
        Rule("clusters", _clusters(tables, density)),
    ]
    order += [
        Rule(f"platforms {' '.join(names)}", _by(_rank(tables, names), density))
        for names in _platform_orders(tables)
    ]
    random = Random(seed)  # noqa: S311 - a search, no secret
    order += [
        Rule(f"shaken {n}", tuple(value * random.uniform(0.5, 1.5) for value in density))
        for n in range(2)
    ]
    return order


def _free(tables: Instance) -> tuple[float, ...]:
    """1 for what may move as late as it likes, 0 for what its own end or a follower's pulls."""
    return tuple(float(end >= tables.period_count - 1) for end in tables.latest)


def _by(first: tuple[float, ...], second: tuple[float, ...]) -> tuple[float, ...]:
    """`first`, ties broken by `second`."""
    keys = sorted(range(len(first)), key=lambda n: (first[n], second[n], n))
    rank = [0.0] * len(first)
    for place, n in enumerate(keys):
        rank[n] = float(place)
    return tuple(rank)


def _effort(tables: Instance) -> list[float]:
    """Share of all there is of each resource that the cheapest way to do it takes."""
    total = np.maximum(1, tables.capacity.sum(axis=1)) if len(tables.capacity) else np.ones(0)
    return [
        min(
            sum(rate * way.duration / float(total[resource]) for resource, rate in way.effort)
            for way in row
        )
        for row in tables.ways
    ]


def _density(tables: Instance) -> tuple[float, ...]:
    """What waiting from the first to the last period costs, per share of the resources it takes."""
    effort = _effort(tables)
    waiting = [float(cost[:, -1].min() - cost[:, 0].min()) for cost in tables.unary]
    least = sorted(value for value in effort if value > 0)
    floor = least[len(least) // 2] / 10 if least else 1.0
    return tuple(-waits / (floor + needs) for waits, needs in zip(waiting, effort, strict=True))


def _platform_orders(tables: Instance) -> list[tuple[str, ...]]:
    counted = Counter(row.platform for row in tables.problem.workloads)
    names = sorted(counted, key=lambda name: (-counted[name], name))[:_MOST_PLATFORMS]
    return list(permutations(names)) if len(names) > 1 else []


def _rank(tables: Instance, names: tuple[str, ...]) -> tuple[float, ...]:
    rank = {name: float(place) for place, name in enumerate(names)}
    return tuple(rank.get(row.platform, float(len(names))) for row in tables.problem.workloads)


def _clusters(tables: Instance, density: tuple[float, ...]) -> tuple[float, ...]:
    """Workloads in the order the heaviest couplings reach them, from the densest on."""
    rank = [-1.0] * tables.count
    place = 0
    for start in sorted(range(tables.count), key=lambda n: (density[n], n)):
        queue = [start] if rank[start] < 0 else []
        for n in queue:
            if rank[n] >= 0:
                continue
            rank[n] = float(place)
            place += 1
            queue.extend(_heaviest(tables, n))
    return tuple(rank)


def _heaviest(tables: Instance, n: int) -> list[int]:
    weight = tables.pairs.weight[n].sum(axis=0)
    best = np.lexsort((tables.pairs.other[n], -weight))[:4]
    return [int(other) for other in tables.pairs.other[n][best]]
