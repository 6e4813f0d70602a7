"""A set that does it: the worst are taken out one by one, and put back wherever the rest allows."""

from __future__ import annotations

import heapq

import numpy as np

from grunnmur.depend.conclude.apart.graph import Array, Graph


def chosen(graph: Graph, most: int, hint: Array) -> Array:
    """A mask of vertices without which no group has more than `most`; no single one of them can stay.

    All vertices are put back in the order of `hint` (small first, the heavy first among equals) as long
    as the group they join stays small enough: what cannot be put back is the set.
    """
    neighbours = _neighbours(graph)
    order = np.lexsort((np.arange(len(graph)), -graph.weight, np.round(hint, 9)))
    groups = _Groups(len(graph))
    for vertex in order.tolist():
        groups.join(vertex, neighbours[vertex], most)
    return ~np.array(groups.inside)


def by_degree(graph: Graph, most: int) -> Array:
    """The set found by taking out, again and again, what has most neighbours left for its weight."""
    neighbours = _neighbours(graph)
    degree = [len(one) for one in neighbours]
    weight = graph.weight.tolist()
    heap = [(-degree[v] / weight[v], v) for v in range(len(graph))]
    heapq.heapify(heap)
    rank = np.zeros(len(graph))
    gone = [False] * len(graph)
    turn = len(graph)
    while heap:
        score, vertex = heapq.heappop(heap)
        if gone[vertex] or -score != degree[vertex] / weight[vertex]:
            continue
        gone[vertex], rank[vertex] = True, turn
        turn -= 1
        for other in neighbours[vertex]:
            if not gone[other]:
                degree[other] -= 1
                heapq.heappush(heap, (-degree[other] / weight[other], other))
    return chosen(graph, most, rank)


def improved(graph: Graph, most: int, taken: Array, *, rounds: int) -> Array:
    """The set after swaps: one goes back, its group's overflow goes out where that weighs less."""
    rng = np.random.default_rng(0)
    best = taken
    for _ in range(rounds):
        noise = rng.random(len(graph))
        hint = np.where(
            best, 1.0 + 0.3 * noise, noise * np.where(rng.random(len(graph)) < 0.03, 2.0, 0.9)
        )
        found = chosen(graph, most, hint)
        if graph.weight[found].sum() <= graph.weight[best].sum():
            best = found
    return best


class _Groups:
    """Groups that grow as vertices are put in."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))
        self._size = [1] * count
        self.inside = [False] * count

    def join(self, vertex: int, neighbours: list[int], most: int) -> None:
        """Puts the vertex in unless the group it would make is too large."""
        roots = {self._root(other) for other in neighbours if self.inside[other]}
        size = 1 + sum(self._size[root] for root in roots)
        if size > most:
            return
        self.inside[vertex] = True
        for root in roots:
            self._parent[root] = vertex
        self._size[vertex] = size

    def _root(self, vertex: int) -> int:
        while self._parent[vertex] != vertex:
            self._parent[vertex] = self._parent[self._parent[vertex]]
            vertex = self._parent[vertex]
        return vertex


def _neighbours(graph: Graph) -> list[list[int]]:
    first, tail = graph.first.tolist(), graph.tail.tolist()
    return [tail[first[v] : first[v + 1]] for v in range(len(graph))]
