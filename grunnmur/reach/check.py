"""Checks a cut from its rows alone: that no way is left, and that none costs less.

Shares nothing with what found it: plain rows in, plain sentences of what is wrong out.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Edge = tuple[str, str, str]
"""From, to, and what leads from the one to the other."""


def open_entries(
    edges: Iterable[Edge], removed: Iterable[Edge], entries: Iterable[str], targets: Iterable[str]
) -> set[str]:
    """The entries from which a target is reached when `removed` are gone."""
    gone = set(removed)
    before: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if edge not in gone:
            before[edge[1]].append(edge[0])
    met = set(targets)
    waiting = deque(met)
    while waiting:
        for node in before[waiting.popleft()]:
            if node not in met:
                met.add(node)
                waiting.append(node)
    return met & set(entries)


def check(
    costs: Mapping[Edge, int | None],
    removed: Sequence[Edge],
    entries: Iterable[str],
    targets: Iterable[str],
    ways: Sequence[tuple[int, Sequence[Edge]]],
) -> list[str]:
    """What is wrong with a complete cut and its proof; nothing when it stops all ways at least cost.

    `costs` holds every edge, None where it cannot be removed; `ways` are the proof, with amounts.
    """
    starts, ends = set(entries), set(targets)
    wrong = [f"{edge} cannot be removed" for edge in removed if costs.get(edge) is None]
    wrong += [
        f"{entry} still reaches a target"
        for entry in sorted(open_entries(costs, removed, starts, ends))
    ]
    wrong += _ways(costs, starts, ends, ways)
    price = sum(costs.get(edge) or 0 for edge in set(removed))
    proven = sum(amount for amount, _ in ways)
    if proven != price:
        wrong.append(f"the removals cost {price}, the proof is for {proven}")
    return wrong


def _ways(
    costs: Mapping[Edge, int | None],
    starts: set[str],
    ends: set[str],
    ways: Sequence[tuple[int, Sequence[Edge]]],
) -> list[str]:
    """What is wrong with the proof's ways: not of the graph, not whole, or using too much of an edge."""
    wrong: list[str] = []
    used: dict[Edge, int] = defaultdict(int)
    for number, (amount, edges) in enumerate(ways, 1):
        if amount < 1 or not edges or edges[0][0] not in starts or edges[-1][1] not in ends:
            wrong.append(f"way {number} does not lead from an entry to a target")
        if any(one[1] != other[0] for one, other in pairwise(edges)):
            wrong.append(f"way {number} has a gap")
        for edge in edges:
            if edge not in costs:
                wrong.append(f"way {number} uses {edge}, which is not there")
            used[edge] += amount
    for edge, amount in sorted(used.items()):
        price = costs.get(edge)
        if price is not None and amount > price:
            wrong.append(f"{edge} costs {price}, but the proof uses {amount} of it")
    return wrong
