"""The cheapest set of removals after which no way is left, with its proof; and the best within a budget.

A way is a path in the graph; a removal is an edge with a cost. So the cheapest complete set is a
minimum cut, and a maximum flow proves it: ways that together use no removal up beyond its cost need
removals of at least that sum (Ford and Fulkerson 1956). For a budget, each entry may be left open
at a price: the minimum cut for every price gives a set nobody can beat at its own cost, and for any
other budget a bound by Lagrange duality (Gallo, Grigoriadis and Tarjan 1989 for the nesting).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from ortools.graph.python import max_flow  # type: ignore[import-untyped]  # no stubs

from grunnmur.reach.ways import Graph, Mask, Whole, leaving, reached, ways


@dataclass(frozen=True, slots=True)
class Problem:
    """Edges with costs (-1: not removable), where ways begin and where they end.

    Only edges on some way are kept. `unstoppable` are entries with a way of nothing removable; they
    are not among `entries`.
    """

    graph: Graph
    cost: Whole
    edge: Whole  # of each edge kept, its place in the graph it came from
    entries: Whole
    targets: Whole
    unstoppable: Whole


@dataclass(frozen=True, slots=True)
class Way:
    """A way from an entry to a target by edges of the problem, and how much of each it uses up."""

    edges: tuple[int, ...]
    amount: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Edges to remove, what they cost, the entries still open, and the flow that proves it."""

    edges: Whole
    cost: int
    left: int
    flow: Whole


@dataclass(frozen=True, slots=True)
class Best:
    """The best found for a budget, and the least that any set within it leaves open."""

    budget: int
    cut: Cut
    left_bound: float


def problem(graph: Graph, cost: Whole, entries: Whole, targets: Whole) -> Problem:
    """The graph without what lies on no way, and without the entries nothing can stop."""
    free = cost < 0
    back = graph.turned()
    unstoppable = _open(graph, free, entries, targets)
    entries = np.setdiff1d(entries, unstoppable)
    onward = reached(back, targets)
    entries = entries[onward[entries]]
    on_way = reached(graph, entries) & onward
    kept = np.flatnonzero(on_way[graph.source] & on_way[graph.target])
    smaller = Graph(graph.count, graph.source[kept], graph.target[kept])
    return Problem(
        smaller,
        cost[kept],
        kept,
        entries,
        np.intersect1d(targets, np.flatnonzero(on_way)),
        unstoppable,
    )


@dataclass(frozen=True, slots=True)
class Turned:
    """A graph both ways round, sorted once; `order` gives the place of each turned edge in the graph."""

    graph: Graph
    back: Graph
    order: Whole

    @staticmethod
    def of(graph: Graph) -> Turned:
        """Of a graph."""
        order = np.argsort(graph.target, kind="stable")
        return Turned(graph, Graph(graph.count, graph.target[order], graph.source[order]), order)

    def without(self, removed: Whole) -> Turned:
        """Without some edges. Their places are those of what is left."""
        usable = np.ones(len(self.order), dtype=bool)
        usable[removed] = False
        place = np.cumsum(usable) - 1
        backward = usable[self.order]
        one, other = self.graph, self.back
        return Turned(
            Graph(one.count, one.source[usable], one.target[usable]),
            Graph(one.count, other.source[backward], other.target[backward]),
            place[self.order[backward]],
        )


def backwards(turned: Turned, cost: Whole, entries: Whole, targets: Whole) -> Problem:
    """The same question asked from the targets: not which entries reach one, but which of them are reached."""
    asked = problem(turned.back, cost[turned.order], targets, entries)
    return replace(asked, edge=turned.order[asked.edge])


def left(turned: Turned, entries: Whole, targets: Whole) -> tuple[int, int]:
    """How many entries reach a target, and how many targets are reached."""
    met, onward = reached(turned.graph, entries), reached(turned.back, targets)
    return int(onward[entries].sum()), int(met[targets].sum())


def complete(asked: Problem) -> Cut:
    """The cheapest removals after which no entry of the problem reaches a target."""
    endless = _total(asked.cost) + 1
    return _cut(asked, np.full(len(asked.entries), endless), scale=1)


def frontier(asked: Problem, whole: Cut, around: Sequence[int] | None = None) -> tuple[Cut, ...]:
    """The sets nobody can beat at their own cost that a price can find; the cheapest first, `whole` last.

    With `around`, budgets, of the others only those that are met on the way to the two next to each.
    """
    nothing = Cut(np.empty(0, dtype=np.int64), 0, len(asked.entries), np.zeros_like(asked.cost))
    found = {(0, nothing.left): nothing, (whole.cost, whole.left): whole}
    spans = [(nothing, whole)]
    while spans:
        low, high = spans.pop()
        gain, spent = low.left - high.left, high.cost - low.cost
        if gain <= 0 or spent <= 0:
            continue
        if around is not None and not any(low.cost <= one < high.cost for one in around):
            continue
        # At this price both ends cost the same; a set that costs less lies between them.
        middle = _cut(asked, np.full(len(asked.entries), spent), scale=gain)
        if middle.cost * gain + middle.left * spent < low.cost * gain + low.left * spent:
            found[middle.cost, middle.left] = middle
            spans += [(low, middle), (middle, high)]
    return tuple(found[key] for key in sorted(found))


def within(asked: Problem, cuts: Sequence[Cut], budget: int) -> Best:
    """The best set found for a budget, from the frontier, and the bound, in entries left open."""
    inside = [cut for cut in cuts if cut.cost <= budget]
    beyond = [cut for cut in cuts if cut.cost > budget]
    if not beyond:
        return Best(budget, inside[-1], float(inside[-1].left))
    low, high = inside[-1], beyond[0]
    slope = (low.left - high.left) / (high.cost - low.cost)
    bound = max(0.0, low.left - slope * (budget - low.cost))
    return Best(budget, _filled(asked, low, high, budget), bound)


def proof(asked: Problem, found: Cut) -> tuple[Way, ...]:
    """The flow of a complete cut as ways; their amounts add up to the cut's cost."""
    left = found.flow.copy()
    first = np.searchsorted(asked.graph.source, np.arange(asked.graph.count + 1))
    ends = set(asked.targets.tolist())
    source = _outflow(asked, left)
    proven: list[Way] = []
    for entry in asked.entries.tolist():
        while source.get(entry, 0) > 0:
            edges = _one_way(asked, left, first, entry, ends)
            amount = min(source[entry], int(left[edges].min())) if edges else source[entry]
            left[edges] -= amount
            source[entry] -= amount
            if edges:
                proven.append(Way(tuple(edges), amount))
    return tuple(proven)


def order(asked: Problem, found: Cut, sets: Sequence[Whole] = ()) -> Whole:
    """The cut's edges in a good order. What the first of `sets` hold, by their place in the whole graph, is
    first; then what many entries come through for its cost.
    """
    early = np.full(len(found.edges), len(sets))
    for number in range(len(sets) - 1, -1, -1):
        early[np.isin(asked.edge[found.edges], sets[number])] = number
    pressure = -_pressure(asked, found) / asked.cost[found.edges]
    ordered: Whole = found.edges[np.lexsort((found.edges, pressure, early))]
    return ordered


def stops(asked: Problem, removed: Whole) -> Whole:
    """How many entries lose their last way with each of the edges, which are gone one after the other.

    They are named by their place in the whole graph. An entry lives as long as its longest-lived way does, and a way
    until the first of its removals.
    """
    at = np.full(int(max(asked.edge.max(initial=-1), removed.max(initial=-1))) + 1, len(removed))
    at[removed] = np.arange(len(removed))
    return _stops(asked, at[asked.edge], len(removed))


def _open(graph: Graph, usable: Mask, entries: Whole, targets: Whole) -> Whole:
    """The entries that reach a target by usable edges alone."""
    kept = Graph(graph.count, graph.source[usable], graph.target[usable]).turned()
    open_now: Whole = entries[reached(kept, targets)[entries]]
    return open_now


def _cut(asked: Problem, price: Whole, *, scale: int) -> Cut:
    """A minimum cut where leaving an entry open costs its price; costs are multiplied by `scale`."""
    count, graph = asked.graph.count, asked.graph
    source, sink = count, count + 1
    endless = _total(asked.cost) * scale + int(price.sum()) + 1
    capacity = np.where(asked.cost < 0, endless, asked.cost * scale)
    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(
        np.concatenate([graph.source, np.full(len(asked.entries), source), asked.targets]),
        np.concatenate([graph.target, asked.entries, np.full(len(asked.targets), sink)]),
        np.concatenate(
            [capacity, np.minimum(price, endless), np.full(len(asked.targets), endless)]
        ),
    )
    if solver.solve(source, sink) != solver.OPTIMAL:
        raise ValueError("a maximum flow exists in every graph with whole capacities")
    near = np.zeros(count + 2, dtype=bool)
    near[np.asarray(solver.get_source_side_min_cut(), dtype=np.int64)] = True
    edges = np.flatnonzero(near[graph.source] & ~near[graph.target])
    flow = np.asarray(solver.flows(np.arange(len(capacity))), dtype=np.int64)
    usable = np.ones(len(asked.cost), dtype=bool)
    usable[edges] = False
    left = len(_open(graph, usable, asked.entries, asked.targets))
    return Cut(edges, int(asked.cost[edges].sum()), left, flow[: len(asked.cost)])


def _filled(asked: Problem, base: Cut, dearer: Cut, budget: int) -> Cut:
    """The base with what the next dearer set would add, as far as the budget goes and it helps."""
    edges, cost = base.edges, base.cost
    ordered = order(asked, dearer)
    for edge in ordered[~np.isin(ordered, edges)].tolist():
        if cost + int(asked.cost[edge]) <= budget:
            edges, cost = np.append(edges, edge), cost + int(asked.cost[edge])
    usable = np.ones(len(asked.cost), dtype=bool)
    usable[edges] = False
    left = len(_open(asked.graph, usable, asked.entries, asked.targets))
    return Cut(np.sort(edges), cost, left, base.flow) if left < base.left else base


def _total(cost: Whole) -> int:
    return int(cost[cost > 0].sum())


def _pressure(asked: Problem, found: Cut) -> npt.NDArray[np.float64]:
    """For each edge of the cut, how many entries lead to it on the near side, counted by ways."""
    usable = np.ones(len(asked.cost), dtype=bool)
    usable[found.edges] = False
    near = Graph(asked.graph.count, asked.graph.source[usable], asked.graph.target[usable])
    counted = ways(near, asked.entries).paths[asked.graph.source[found.edges]]
    return np.asarray(counted, dtype=np.float64)


def _stops(asked: Problem, place: Whole, count: int) -> Whole:
    """How many entries lose their last way when edges go in order of `place` (`count`: stays).

    Ways are opened again from the last removal to the first; an entry is stopped by the removal
    before the one whose return first lets it through.
    """
    order = np.argsort(asked.graph.target, kind="stable")
    back, when = asked.graph.turned(), place[order]
    first = np.searchsorted(back.source, np.arange(back.count + 1))
    life = np.full(back.count, -1, dtype=np.int64)
    returning = np.flatnonzero(when < count)
    returning = returning[np.argsort(-when[returning], kind="stable")]
    _open_again(back, when, first, life, asked.targets, count)
    for edge in returning.tolist():
        far, near = back.source[edge], back.target[edge]
        if life[far] >= 0 and life[near] < 0:
            _open_again(back, when, first, life, np.array([near]), int(when[edge]))
    counted: Whole = np.bincount(life[asked.entries], minlength=count)[:count]
    return counted


def _open_again(
    back: Graph, when: Whole, first: Whole, life: Whole, begin: Whole, now: int
) -> None:
    """Marks with `now` what is reached from `begin` by edges that are there by then."""
    life[begin] = now
    while len(begin):
        edge, _ = leaving(first, begin)
        other = back.target[edge]
        begin = np.unique(other[(when[edge] >= now) & (life[other] < 0)])
        life[begin] = now


def _outflow(asked: Problem, flow: Whole) -> dict[int, int]:
    """What each entry sends out beyond what it takes in."""
    net = np.zeros(asked.graph.count, dtype=np.int64)
    np.add.at(net, asked.graph.source, flow)
    np.subtract.at(net, asked.graph.target, flow)
    return {int(node): max(0, int(net[node])) for node in asked.entries.tolist()}


def _one_way(asked: Problem, flow: Whole, first: Whole, entry: int, ends: set[int]) -> list[int]:
    """A way along edges with flow left, from an entry to a target; flow that runs in a ring is taken off."""
    edges: list[int] = []
    seen = {entry: 0}
    now = entry
    while now not in ends or not edges:
        spots = np.arange(first[now], first[now + 1])
        edge = int(spots[flow[spots] > 0][0])
        edges.append(edge)
        now = int(asked.graph.target[edge])
        if now in seen:
            ring = edges[seen[now] :]
            flow[ring] -= flow[ring].min()
            edges = edges[: seen[now]]
            seen = {entry: 0}
            for step, passed in enumerate(edges, 1):
                seen[int(asked.graph.target[passed])] = step
        else:
            seen[now] = len(edges)
    return edges
