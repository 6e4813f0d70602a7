"""Cycles among precedences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def find_cycle(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """One cycle, as the ids along it with the first repeated at the end; empty where there is none.

    The same pairs, in any order, give the same cycle, beginning with its smallest id.
    """
    after: dict[str, list[str]] = defaultdict(list)
    for before, later in sorted(set(pairs)):
        after[before].append(later)
    done: set[str] = set()
    for start in sorted(after):
        path = _walk(start, after, done)
        if path:
            return _from_smallest(path)
    return []


def _walk(start: str, after: dict[str, list[str]], done: set[str]) -> list[str]:
    path: list[str] = []
    place: dict[str, int] = {}
    stack: list[tuple[str, bool]] = [(start, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            path.pop()
            del place[node]
            done.add(node)
        elif node in place:
            return path[place[node] :]
        elif node not in done:
            place[node] = len(path)
            path.append(node)
            stack.append((node, True))
            stack.extend((later, False) for later in reversed(after.get(node, [])))
    return []


def _from_smallest(path: list[str]) -> list[str]:
    start = path.index(min(path))
    turned = path[start:] + path[:start]
    return [*turned, turned[0]]
