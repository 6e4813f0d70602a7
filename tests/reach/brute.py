"""The same questions answered slowly, by trying everything; shares no code with the verb."""

from __future__ import annotations

from collections import deque
from itertools import combinations

Edge = tuple[int, int]


def shortest(edges: dict[Edge, int], start: int, end: int) -> int | None:
    """Links on the shortest chain from one node to another."""
    far = {start: 0}
    waiting = deque([start])
    while waiting:
        now = waiting.popleft()
        for source, target in edges:
            if source == now and target not in far:
                far[target] = far[now] + 1
                waiting.append(target)
    return far.get(end)


def marks(edges: dict[Edge, int], start: int, end: int) -> int:
    """What is said of any link on any chain from one node to another."""
    said = 0
    for (source, target), mark in edges.items():
        if shortest(edges, start, source) is not None and shortest(edges, target, end) is not None:
            said |= mark
    return said


def open_entries(edges: list[Edge], entries: set[int], targets: set[int]) -> set[int]:
    """The entries from which a target is reached."""
    met = set(targets)
    while True:
        more = {source for source, target in edges if target in met} - met
        if not more:
            return met & entries
        met |= more


def least_cost(costs: dict[Edge, int], entries: set[int], targets: set[int]) -> int | None:
    """What the cheapest complete set of removals costs, by trying every set; None: there is none."""
    removable = [edge for edge, cost in costs.items() if cost > 0]
    found = [
        sum(costs[edge] for edge in chosen)
        for count in range(len(removable) + 1)
        for chosen in combinations(removable, count)
        if not open_entries([edge for edge in costs if edge not in chosen], entries, targets)
    ]
    return min(found, default=None)


def least_left(costs: dict[Edge, int], entries: set[int], targets: set[int], budget: int) -> int:
    """How few entries any set within the budget leaves open, by trying every set."""
    removable = [edge for edge, cost in costs.items() if cost > 0]
    return min(
        len(open_entries([edge for edge in costs if edge not in chosen], entries, targets))
        for count in range(len(removable) + 1)
        for chosen in combinations(removable, count)
        if sum(costs[edge] for edge in chosen) <= budget
    )
