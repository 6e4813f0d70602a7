"""Shortest ways are counted as by walking each of them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grunnmur.reach.ways import UNREACHED, Graph, reached, ways

NODES = 7
EDGES = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=18, unique=True)


def _graph(edges):
    ordered = sorted(edges)
    return Graph(
        NODES,
        np.array([edge[0] for edge in ordered], dtype=np.int64),
        np.array([edge[1] for edge in ordered], dtype=np.int64),
    )


def _walks(edges, start, end, length):
    """How many walks of that length lead from start to end."""
    at = {start: 1}
    for _ in range(length):
        after = {}
        for source, target in edges:
            after[target] = after.get(target, 0) + at.get(source, 0)
        at = after
    return at.get(end, 0)


@settings(max_examples=200, deadline=None)
@given(EDGES)
def test_ways_are_as_many_as_walks_of_the_shortest_length(edges):
    found = ways(_graph(edges), np.array([0]))

    for node in range(1, NODES):
        lengths = [n for n in range(1, NODES) if _walks(edges, 0, node, n)]
        assert found.distance[node] == (min(lengths) if lengths else UNREACHED)
        assert found.paths[node] == (_walks(edges, 0, node, min(lengths)) if lengths else 0)


@settings(max_examples=200, deadline=None)
@given(EDGES)
def test_what_is_reached_is_what_has_a_way(edges):
    graph = _graph(edges)

    met = reached(graph, np.array([0, 3]))

    assert met.tolist() == (ways(graph, np.array([0, 3])).distance != UNREACHED).tolist()


def test_two_ways_of_one_length_are_two():
    found = ways(_graph([(0, 1), (0, 2), (1, 3), (2, 3), (3, 4)]), np.array([0]))

    assert found.paths.tolist()[:5] == [1, 1, 1, 2, 2]
