"""A graph of services as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Graph:
    """Vertices 0…n−1 with whole weights, and arcs both ways, sorted by the vertex they end in."""

    weight: Array
    tail: Array
    head: Array

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def first(self) -> Array:
        """Where the arcs into each vertex begin, and where the last end."""
        return np.searchsorted(self.head, np.arange(len(self) + 1))


def of(weight: Array, pairs: Array) -> Graph:
    """The graph of the pairs, loops and doubles left out."""
    both = np.vstack([pairs, pairs[:, ::-1]])
    both = np.unique(both[both[:, 0] != both[:, 1]], axis=0)
    order = np.lexsort((both[:, 0], both[:, 1]))
    return Graph(np.asarray(weight, dtype=np.int64), both[order, 0], both[order, 1])


def components(graph: Graph, kept: Array) -> Array:
    """For each vertex the least vertex of its component among the kept; −1 for the others."""
    label = np.where(kept, np.arange(len(graph)), -1)
    inside = kept[graph.tail] & kept[graph.head]
    tail, head = graph.tail[inside], graph.head[inside]
    while True:
        least = label.copy()
        np.minimum.at(least, head, label[tail])
        least = np.where(kept, least[np.maximum(least, 0)], -1)
        if np.array_equal(least, label):
            return label
        label = least


def part(graph: Graph, vertices: Array) -> Graph:
    """The graph on those vertices alone, renumbered in their order."""
    place = np.full(len(graph), -1, dtype=np.int64)
    place[vertices] = np.arange(len(vertices))
    inside = (place[graph.tail] >= 0) & (place[graph.head] >= 0)
    tail, head = place[graph.tail[inside]], place[graph.head[inside]]
    order = np.lexsort((tail, head))
    return Graph(graph.weight[vertices], tail[order], head[order])
