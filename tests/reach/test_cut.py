"""Cuts cost what trying every set of removals says, and a stranger accepts their proof."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grunnmur.reach import cut
from grunnmur.reach.check import check
from grunnmur.reach.ways import Graph
from tests.reach import brute

NODES = 7
ENTRIES, TARGETS = {0, 1}, {6}


@st.composite
def estates(draw):
    """Edges with costs between seven nodes, at most eight of them removable; -1 cannot be removed."""
    ends = st.tuples(st.integers(0, NODES - 2), st.integers(0, NODES - 1))
    edges = draw(st.lists(ends.filter(lambda edge: edge[0] != edge[1]), max_size=11, unique=True))
    costs = draw(
        st.lists(st.sampled_from([-1, 1, 1, 2, 3]), min_size=len(edges), max_size=len(edges))
    )
    found = dict(zip(edges, costs, strict=True))
    for edge in [edge for edge in sorted(found) if found[edge] > 0][8:]:
        found[edge] = -1
    return found


def _problem(costs):
    ordered = sorted(costs)
    source, target = (np.array([edge[i] for edge in ordered], dtype=np.int64) for i in (0, 1))
    cost = np.array([costs[edge] for edge in ordered], dtype=np.int64)
    graph = Graph(NODES, source, target)
    return cut.problem(graph, cost, np.array(sorted(ENTRIES)), np.array(sorted(TARGETS)))


def _names(problem, edges):
    graph = problem.graph
    return [(str(graph.source[e]), str(graph.target[e]), "") for e in edges]


@settings(max_examples=250, deadline=None)
@given(estates())
def test_a_complete_cut_costs_the_least_of_all_sets_that_stop_every_way(costs):
    problem = _problem(costs)

    found = cut.complete(problem)

    entries = ENTRIES - set(problem.unstoppable.tolist())
    assert found.cost == brute.least_cost(costs, entries, TARGETS)
    assert found.left == 0


@settings(max_examples=250, deadline=None)
@given(estates())
def test_the_proof_of_a_complete_cut_convinces_a_stranger(costs):
    problem = _problem(costs)
    found = cut.complete(problem)

    ways = cut.proof(problem, found)

    named = {(str(s), str(t), ""): cost if cost > 0 else None for (s, t), cost in costs.items()}
    entries = {str(node) for node in ENTRIES - set(problem.unstoppable.tolist())}
    told = [(way.amount, _names(problem, way.edges)) for way in ways]
    assert check(named, _names(problem, found.edges), entries, {"6"}, told) == []


@settings(max_examples=120, deadline=None)
@given(estates(), st.integers(0, 8))
def test_no_set_within_a_budget_leaves_fewer_than_the_bound(costs, budget):
    problem = _problem(costs)
    best = cut.within(problem, cut.frontier(problem, cut.complete(problem)), budget)

    entries = ENTRIES - set(problem.unstoppable.tolist())
    least = brute.least_left(costs, entries, TARGETS, budget)
    assert best.cut.cost <= budget
    assert best.left_bound <= least <= best.cut.left


@settings(max_examples=80, deadline=None)
@given(estates())
def test_the_removals_in_order_stop_every_entry_once(costs):
    problem = _problem(costs)
    found = cut.complete(problem)

    edges = cut.order(problem, found)

    assert sorted(edges.tolist()) == found.edges.tolist()
    assert cut.stops(problem, problem.edge[edges]).sum() == len(problem.entries)


def test_the_removal_that_stops_the_last_way_gets_the_entry():
    # 0 → 2 → 6 and 0 → 3 → 6: entry 0 lives until both 2 → 6 and 3 → 6 are gone.
    problem = _problem({(0, 2): -1, (0, 3): -1, (2, 6): 1, (3, 6): 1})
    found = cut.complete(problem)

    removed = problem.edge[cut.order(problem, found)]

    assert cut.stops(problem, removed).tolist() == [0, 1]


@settings(max_examples=150, deadline=None)
@given(estates(), st.integers(0, 8))
def test_asked_from_the_targets_no_set_within_a_budget_leaves_fewer_of_them(costs, budget):
    targets = {4, 5, 6}
    ordered = sorted(costs)
    source, target = (np.array([edge[i] for edge in ordered], dtype=np.int64) for i in (0, 1))
    graph = Graph(NODES, source, target)
    cost = np.array([costs[edge] for edge in ordered], dtype=np.int64)
    ends = np.array(sorted(ENTRIES)), np.array(sorted(targets))
    turned = cut.Turned.of(graph)
    problem = cut.backwards(turned, cost, *ends)

    best = cut.within(problem, cut.frontier(problem, cut.complete(problem)), budget)

    round_about = {(other, one): price for (one, other), price in costs.items()}
    stuck = len(problem.unstoppable)
    least = brute.least_left(round_about, targets, ENTRIES, budget)
    removed = problem.edge[best.cut.edges]
    assert cost[removed].sum() == best.cut.cost <= budget
    assert cut.left(turned.without(removed), *ends)[1] == best.cut.left + stuck
    assert best.left_bound + stuck <= least <= best.cut.left + stuck


def test_an_entry_with_a_way_of_nothing_removable_is_said_and_left_out():
    problem = _problem({(0, 2): -1, (2, 6): -1, (1, 3): 2, (3, 6): -1})

    assert problem.unstoppable.tolist() == [0]
    assert cut.complete(problem).cost == 2


@pytest.mark.parametrize(
    ("removed", "ways", "complaint"),
    [
        ([], [], "a still reaches a target"),
        ([("a", "b", "")], [], "the removals cost 2, the proof is for 0"),
        (
            [("a", "b", "")],
            [(3, [("a", "b", ""), ("b", "t", "")])],
            "costs 2, but the proof uses 3",
        ),
        ([("a", "b", "")], [(2, [("b", "t", "")])], "does not lead from an entry"),
        ([("a", "b", "")], [(2, [("a", "c", ""), ("b", "t", "")])], "has a gap"),
        ([("b", "t", "")], [(2, [("a", "b", ""), ("b", "t", "")])], "cannot be removed"),
    ],
)
def test_a_stranger_finds_what_is_wrong_with_a_cut(removed, ways, complaint):
    costs = {("a", "b", ""): 2, ("b", "t", ""): None}

    wrong = check(costs, removed, {"a"}, {"t"}, ways)

    assert any(complaint in sentence for sentence in wrong)
