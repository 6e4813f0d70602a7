"""Shortest ways through a graph, counted: breadth first, a level at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
UNREACHED = -1


@dataclass(frozen=True, slots=True)
class Graph:
    """Edges between `count` nodes, sorted by where they come from."""

    count: int
    source: Whole
    target: Whole

    def turned(self) -> Graph:
        """The same edges the other way round, sorted anew."""
        order = np.argsort(self.target, kind="stable")
        return Graph(self.count, self.target[order], self.source[order])


@dataclass(frozen=True, slots=True)
class Ways:
    """For each node: edges on the shortest way from a start, and how many such ways there are."""

    distance: Whole
    paths: npt.NDArray[np.float64]


def ways(graph: Graph, starts: Whole) -> Ways:
    """Shortest ways from the nearest of `starts`. Counts are exact up to 2**53, then rounded."""
    first = np.searchsorted(graph.source, np.arange(graph.count + 1))
    distance = np.full(graph.count, UNREACHED, dtype=np.int64)
    paths = np.zeros(graph.count)
    frontier = np.unique(starts)
    distance[frontier] = 0
    paths[frontier] = 1
    level = 0
    while len(frontier):
        level += 1
        edge, begin = leaving(first, frontier)
        target = graph.target[edge]
        fresh = distance[target] == UNREACHED
        following = np.unique(target[fresh])
        distance[following] = level
        counts = np.repeat(paths[frontier], begin)
        on_the_way = distance[target] == level
        paths += (
            np.bincount(target[on_the_way], weights=counts[on_the_way], minlength=graph.count)
            if len(following)
            else 0
        )
        frontier = following
    return Ways(distance, paths)


def reached(graph: Graph, starts: Whole) -> Mask:
    """The nodes that can be reached from any of `starts`, these among them."""
    first = np.searchsorted(graph.source, np.arange(graph.count + 1))
    met = np.zeros(graph.count, dtype=bool)
    frontier = np.unique(starts)
    met[frontier] = True
    while len(frontier):
        target = graph.target[leaving(first, frontier)[0]]
        frontier = np.unique(target[~met[target]])
        met[frontier] = True
    return met


def leaving(first: Whole, nodes: Whole) -> tuple[Whole, Whole]:
    """The edges that leave `nodes`, in their order, and how many leave each."""
    many = first[nodes + 1] - first[nodes]
    begin = first[nodes] - (np.cumsum(many) - many)
    return np.repeat(begin, many) + np.arange(int(many.sum())), many
