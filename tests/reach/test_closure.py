"""Reaching over all chains at once gives what trying every chain gives."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grunnmur.reach import chains, closure
from grunnmur.reach.closure import Links
from tests.reach import brute

STORES, NODES = 3, 9  # the last three nodes are stores


@st.composite
def estates(draw):
    """Edges with marks between nine nodes; nothing leaves a store."""
    ends = st.tuples(st.integers(0, NODES - STORES - 1), st.integers(0, NODES - 1))
    edges = draw(st.dictionaries(ends, st.sampled_from([0, 2, 4, 64, 128]), max_size=22))
    return {edge: marks for edge, marks in edges.items() if edge[0] != edge[1]}


def _reach(edges, identity=None):
    ordered = sorted(edges)
    source, target = (np.array([edge[i] for edge in ordered], dtype=np.int64) for i in (0, 1))
    marks = np.array([edges[edge] for edge in ordered], dtype=np.uint8)
    store = np.arange(NODES) >= NODES - STORES
    who = ~store if identity is None else identity
    return closure.reach(Links(NODES, source, target, marks), store=store, identity=who)


@settings(max_examples=500, deadline=None)
@given(estates())
def test_every_pair_its_length_and_its_marks_are_those_of_trying_every_chain(edges):
    found = closure.pairs(_reach(edges))

    said = {
        (node, store): (steps, marks & ~closure.REACHED)
        for node, store, steps, marks in zip(
            *(column.tolist() for column in (found.node, found.store, found.steps, found.marks)),
            strict=True,
        )
    }
    expected = {
        (node, store): (brute.shortest(edges, node, store), brute.marks(edges, node, store))
        for node in range(NODES - STORES)
        for store in range(NODES - STORES, NODES)
        if brute.shortest(edges, node, store) is not None
    }
    assert said == expected


@settings(max_examples=200, deadline=None)
@given(estates())
def test_a_chain_leads_by_real_links_in_the_length_that_was_said(edges):
    reached = _reach(edges)
    found = closure.pairs(reached)

    walked = chains.chains(reached, found.node, found.store, found.steps)

    for pair in range(len(found.node)):
        mine = walked.pair == pair
        links = list(zip(walked.source[mine].tolist(), walked.target[mine].tolist(), strict=True))
        assert all(link in edges for link in links)
        assert len(links) == found.steps[pair]
        assert (links[0][0], links[-1][1]) == (found.node[pair], found.store[pair])
        assert all(one[1] == other[0] for one, other in pairwise(links))


def test_a_ring_of_groups_ends():
    edges = {(0, 1): 0, (1, 2): 0, (2, 1): 0, (2, 6): 0}

    found = closure.pairs(_reach(edges))

    assert found.node.tolist() == [0, 1, 2]
    assert found.steps.tolist() == [3, 2, 1]


def test_nothing_reaches_nothing():
    assert len(closure.pairs(_reach({})).node) == 0


def test_only_identities_are_given():
    identity = np.arange(NODES) == 0

    found = closure.pairs(_reach({(0, 1): 0, (1, 6): 0}, identity))

    assert found.node.tolist() == [0]


def test_blocks_never_part_one_source(monkeypatch):
    monkeypatch.setattr(closure, "_CELLS", 2)
    edges = {(0, 1): 0, (0, 2): 4, (1, 6): 0, (2, 6): 0, (2, 7): 2, (3, 0): 0, (3, 1): 0}

    found = closure.pairs(_reach(edges))

    pairs = list(zip(found.node.tolist(), found.store.tolist(), found.steps.tolist(), strict=True))
    assert pairs == [(0, 6, 2), (0, 7, 2), (1, 6, 1), (2, 6, 1), (2, 7, 1), (3, 6, 2), (3, 7, 3)]
