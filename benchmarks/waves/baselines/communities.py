"""Leiden communities, packed by capacity: over many resolutions, and many orders of communities.

Needs `pip install leidenalg igraph`. Both are GPL: for this comparison only, never for the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

import numpy as np

from benchmarks.waves.baselines import orders, trial
from benchmarks.waves.baselines.tables import Ints, Tables
from benchmarks.waves.baselines.trial import Best, Candidate, Clock

RESOLUTIONS = tuple(float(x) for x in np.logspace(-1.3, 1.5, 12))
LOOKS = (0, 6)


class NotInstalled(RuntimeError):
    """The baseline's own libraries are not there."""


def best(
    given: Tables, *, seconds: float, workers: int, seed: int, clock: Clock = monotonic
) -> Best | None:
    """The best packing found in the time. Raises NotInstalled."""
    try:
        import igraph
        import leidenalg
    except ImportError as error:
        raise NotInstalled(
            "pip install leidenalg igraph (GPL; used for this comparison only)"
        ) from error
    graph = _graph(igraph, given)

    def source(number: int, so_far: Callable[[], Best | None]) -> Iterator[Candidate]:
        return _candidates(given, (leidenalg, graph), seed, number, workers, so_far)

    return trial.best_of_many(given, source, seconds=seconds, workers=workers, clock=clock)


def _graph(igraph: Any, given: Tables) -> Any:
    count = len(given.ways)
    ends = np.repeat(np.arange(count), np.diff(given.pair_from))
    once = ends < given.pair
    graph = igraph.Graph(n=count, edges=list(zip(ends[once], given.pair[once], strict=True)))
    graph.es["weight"] = (given.pair_first + given.pair_then)[once].tolist()
    return graph


def _candidates(
    given: Tables,
    leiden: tuple[Any, Any],
    seed: int,
    number: int,
    workers: int,
    so_far: Callable[[], Best | None],
) -> Iterator[Candidate]:
    """First every resolution with every order and policy; then new partitions and shaken orders."""
    library, graph = leiden
    random = np.random.default_rng([seed, number])
    keys, ways, wish = orders.keys(given), orders.ways(given), trial.no_wish(given)
    inside = keys["gain for effort"]
    for resolution in RESOLUTIONS[number::workers]:
        member = _partition(library, graph, resolution, seed)
        for rule, key in keys.items():
            turn = _turns(_mean(member, key), member)
            for policy, way in ways.items():
                for look in LOOKS:
                    note = f"resolution {resolution:.2f}, {rule}, {policy}, look {look}"
                    yield _packed(turn, inside, way, wish, look, note)
    while True:
        resolution = float(10 ** random.uniform(-1.3, 1.5))
        member = _partition(library, graph, resolution, int(random.integers(1 << 30)))
        for _ in range(12):
            rule, policy = random.choice(list(keys)), random.choice(list(ways))
            turn = _turns(_shaken(_mean(member, keys[rule]), random), member)
            within = keys[random.choice(list(keys))]
            note = f"resolution {resolution:.2f}, {rule}, {policy}, drawn"
            yield _packed(turn, within, ways[policy], wish, int(random.choice(LOOKS)), note)
        found = so_far()
        if found is not None:
            for _ in range(24):
                yield _moved(found.candidate, random)


def _partition(
    library: Any,
    graph: Any,
    resolution: float,
    seed: int,
) -> Ints:
    found = library.find_partition(
        graph,
        library.RBConfigurationVertexPartition,
        weights="weight",
        resolution_parameter=resolution,
        seed=seed % (1 << 31),
    )
    return np.array(found.membership)


def _mean(member: Ints, key: orders.Keys) -> orders.Keys:
    """The mean of a key over each community."""
    return np.bincount(member, weights=key) / np.bincount(member)


def _shaken(community: orders.Keys, random: np.random.Generator) -> orders.Keys:
    reach = random.choice([0.1, 0.5, 2.0]) * community.std()
    return community + random.normal(0, reach, len(community))


def _turns(community: orders.Keys, member: Ints) -> Ints:
    """When each workload's community comes."""
    return np.argsort(np.argsort(community, kind="stable"), kind="stable")[member]


def _packed(
    turn: Ints, inside: orders.Keys, way: Ints, wish: Ints, look: int, note: str
) -> Candidate:
    """Community after community, and in each by the key."""
    return Candidate(np.lexsort((inside, turn)), way, wish, look, note, turn)


def _moved(best: Candidate, random: np.random.Generator) -> Candidate:
    """The best packing with one to three communities at another place in the order."""
    assert best.turn is not None
    turns = np.arange(best.turn.max() + 1, dtype=np.float64)
    for _ in range(random.integers(1, 4)):
        turns[random.integers(len(turns))] = random.uniform(-1, len(turns))
    turn = _turns(turns, best.turn)
    place = np.empty(len(turn))
    place[best.order] = np.arange(len(turn))
    note = best.note if best.note.endswith("moved") else f"{best.note}, moved"
    return _packed(turn, place, best.way, best.not_before, best.look, note)
