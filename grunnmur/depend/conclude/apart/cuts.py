"""What every set must fulfil: seen from any vertex that stays, all but `most` others are cut off.

From a vertex r and a tree over vertices U: if r stays, at least |U| − most of U have a vertex taken
out on their way from r. So the sum over v of x_v · (how many of U lie behind v, at most |U| − most)
is at least |U| − most; r itself counts in full. The trees are shortest ways for the x at hand: the
spreading metric of Even, Naor, Rao and Schieber (Divide-and-conquer approximation algorithms via
spreading metrics, J. ACM 47, 2000), written as cuts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grunnmur.depend.conclude.apart.graph import Array, Graph

_BROKEN = 1e-6


@dataclass(frozen=True, slots=True)
class Cut:
    """Sum of coefficient · x over the vertices ≥ least, in whole numbers."""

    vertices: Array
    coefficients: Array
    least: int


def broken(graph: Graph, most: int, x: Array, roots: Array, *, wanted: int) -> list[Cut]:
    """The cuts that x breaks most, seen from the given roots."""
    distance, parent = _ways(graph, x, roots)
    near = distance < 1.0
    missing = np.where(near, 1.0 - distance, 0.0).sum(axis=1) - most
    share = missing / np.maximum(1, near.sum(axis=1) - most)
    order = np.argsort(-share, kind="stable")[:wanted]
    return [
        _cut(int(roots[row]), np.flatnonzero(near[row]), parent[row], most)
        for row in order.tolist()
        if missing[row] > _BROKEN * most
    ]


def _cut(root: int, members: Array, parent: Array, most: int) -> Cut:
    least = len(members) - most
    behind = np.zeros(len(parent), dtype=np.int64)
    at = members
    while len(at):
        np.add.at(behind, at, 1)
        at = parent[at]
        at = at[at >= 0]
    behind[root] = least
    vertices = np.flatnonzero(behind)
    return Cut(vertices, np.minimum(behind[vertices], least), least)


def _ways(graph: Graph, x: Array, roots: Array) -> tuple[Array, Array]:
    """From each root the length of the shortest way to every vertex, both ends counted, and its tree."""
    count = len(graph)
    rows = np.arange(len(roots))
    distance = np.full((len(roots), count), np.inf)
    distance[rows, roots] = x[roots]
    parent = np.full((len(roots), count), -1, dtype=np.int64)
    first = graph.first
    entered = np.flatnonzero(first[1:] > first[:-1])
    starts = first[entered]
    while True:
        through = distance[:, graph.tail]
        least = np.minimum.reduceat(through, starts, axis=1) + x[entered]
        shorter = (least < distance[:, entered] - 1e-12) & (least < 1.0)
        if not shorter.any():
            return distance, parent
        row, place = np.nonzero(shorter)
        vertex = entered[place]
        distance[row, vertex] = least[row, place]
        parent[row, vertex] = _nearest(graph, through, first, row, vertex)


def _nearest(graph: Graph, through: Array, first: Array, row: Array, vertex: Array) -> Array:
    """The neighbour each of the vertices is reached from: the first of the nearest."""
    degree = first[vertex + 1] - first[vertex]
    ends = np.cumsum(degree)
    arc = np.arange(ends[-1]) - np.repeat(ends - degree, degree) + np.repeat(first[vertex], degree)
    length = through[np.repeat(row, degree), arc]
    begins = ends - degree
    least = np.minimum.reduceat(length, begins)
    place = np.where(length == np.repeat(least, degree), np.arange(ends[-1]), ends[-1])
    nearest: Array = graph.tail[arc[np.minimum.reduceat(place, begins)]]
    return nearest
