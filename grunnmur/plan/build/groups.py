"""Which applications must move together, because they stand on the same servers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Stands = Iterable[tuple[str, str]]
"""(application, server) pairs."""


@dataclass(frozen=True, slots=True)
class Groups:
    """`group_of` names each application's group; `shared` each shared server's service.

    A group is named by its smallest application, a service by its smallest server. Servers that
    serve the same applications are one service.
    """

    group_of: Mapping[str, str]
    shared: Mapping[str, str]


def move_groups(
    applications: Iterable[str],
    stands: Stands,
    *,
    hub_applications: int,
    group_applications: int,
    hubs: frozenset[str] = frozenset(),
) -> Groups:
    """The groups of applications that share a server.

    A server that more than `hub_applications` stand on, or that a person has called a hub, ties
    nothing together: it becomes a shared service. So do the most shared servers of a group that
    would otherwise hold more than `group_applications`.
    """
    served: dict[str, set[str]] = defaultdict(set)
    for application, server in stands:
        served[server].add(application)
    shared = {
        server
        for server, names in served.items()
        if len(names) > hub_applications or server in hubs
    }
    members = {name: name for name in applications}
    while True:
        group_of = _groups(members, {s: names for s, names in served.items() if s not in shared})
        grown = _most_shared(group_of, served, shared, group_applications)
        if not grown:
            return Groups(group_of, _services(served, shared))
        shared |= grown


def _groups(applications: Iterable[str], served: Mapping[str, set[str]]) -> dict[str, str]:
    parent = {name: name for name in applications}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for server in sorted(served):
        first, *others = sorted(served[server])
        for other in others:
            low, high = sorted((root(first), root(other)))
            parent[high] = low
    return {name: root(name) for name in sorted(parent)}


def _most_shared(
    group_of: Mapping[str, str],
    served: Mapping[str, set[str]],
    shared: set[str],
    most: int,
) -> set[str]:
    """In every group that is too large, the servers that tie most of it together."""
    size: dict[str, int] = defaultdict(int)
    for group in group_of.values():
        size[group] += 1
    ties: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for server, names in served.items():
        group = group_of[min(names)]
        if server not in shared and len(names) > 1 and size[group] > most:
            ties[group].append((-len(names), server))
    grown: set[str] = set()
    for rows in ties.values():
        rows.sort()
        grown.update(server for _, server in rows[: 1 + len(rows) // 10])
    return grown


def _services(served: Mapping[str, set[str]], shared: set[str]) -> dict[str, str]:
    first: dict[frozenset[str], str] = {}
    services = {}
    for server in sorted(shared):
        services[server] = first.setdefault(frozenset(served[server]), server)
    return services
