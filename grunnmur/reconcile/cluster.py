"""Nodes become clusters, pair by pair, best first; a pair that would make a contradiction is left apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_APART = {
    "controller": "controller",
    "cluster": "cluster",
    "hypervisor": "host",
    "vm": "guest",
    "phone": "phone",
    "printer": "printer",
    "home_device": "home",
}
"""Kinds that are never another of these kinds. What is not here (server, client, medical…) may be either."""


@dataclass(frozen=True, slots=True)
class Trait:
    """What one node says that another may contradict. None says nothing."""

    kind: str | None = None
    controller: bool = False
    serial: str | None = None
    sid: str | None = None
    listing: str | None = None
    uuid: str | None = None
    own_key: str | None = None


class Clusters:
    """A union of nodes that never joins what contradicts itself, nor what a person said is not the same."""

    def __init__(self, traits: dict[int, Trait], not_same: Iterable[tuple[int, int]] = ()) -> None:
        self._parent: dict[int, int] = {}
        self._members: dict[int, _Sum] = {}
        self._traits = traits
        self._enemies: dict[int, set[int]] = {}
        for a, b in not_same:
            self._enemies.setdefault(a, set()).add(b)
            self._enemies.setdefault(b, set()).add(a)

    def root(self, node: int) -> int:
        """The smallest node of the cluster the node is in."""
        parent = self._parent
        root = node
        while (above := parent.get(root, root)) != root:
            root = above
        while node != root:
            parent[node], node = root, parent.get(node, node)
        return root

    def join(self, pairs: Iterable[tuple[int, int]], *, forced: bool = False) -> None:
        """Joins each pair in turn, unless the whole that came of it would contradict itself.

        `forced` joins in any case: it is what a person said.
        """
        for a, b in pairs:
            one, other = self.root(a), self.root(b)
            if one == other:
                continue
            left, right = self._sum(one), self._sum(other)
            if not forced and (left.contradicts(right) or self._hostile(one, other)):
                continue
            low, high = min(one, other), max(one, other)
            self._parent[high] = low
            self._members[low] = left.joined(right)
            self._members.pop(high, None)
            if high in self._enemies:
                self._enemies.setdefault(low, set()).update(self._enemies.pop(high))

    def _sum(self, root: int) -> _Sum:
        known = self._members.get(root)
        return known if known is not None else _Sum.of(self._traits.get(root))

    def _hostile(self, one: int, other: int) -> bool:
        """Whether a person said that somebody in one is not somebody in the other."""
        enemies = self._enemies.get(one)
        return bool(enemies) and other in {self.root(enemy) for enemy in enemies or ()}


@dataclass(slots=True)
class _Sum:
    """What all nodes of a cluster say together."""

    apart: frozenset[str]
    serials: frozenset[str]
    sids: frozenset[str]
    listings: frozenset[str]
    uuids: frozenset[str]
    keys: frozenset[str]

    @staticmethod
    def of(trait: Trait | None) -> _Sum:
        if trait is None:
            return _NOTHING
        apart = "controller" if trait.controller else _APART.get(trait.kind or "")
        return _Sum(
            frozenset((apart,)) if apart else _EMPTY,
            frozenset((trait.serial,)) if trait.serial else _EMPTY,
            frozenset((trait.sid,)) if trait.sid else _EMPTY,
            frozenset((trait.listing,)) if trait.listing else _EMPTY,
            frozenset((trait.uuid,)) if trait.uuid else _EMPTY,
            frozenset((trait.own_key,)) if trait.own_key else _EMPTY,
        )

    def joined(self, other: _Sum) -> _Sum:
        return _Sum(
            self.apart | other.apart,
            self.serials | other.serials,
            self.sids | other.sids,
            self.listings | other.listings,
            self.uuids | other.uuids,
            self.keys | other.keys,
        )

    def contradicts(self, other: _Sum) -> bool:
        """Controller against host, two serials (or, where one has none, two UUIDs), two SIDs of a domain, two rows
        of one list of unique things."""
        if self.listings & other.listings:
            return True
        if (self.apart or other.apart) and not _compatible_kinds(self.apart, other.apart):
            return True
        if self.keys and other.keys and not self.keys & other.keys:
            return True
        if self.serials and other.serials:
            if not _share_serial(self.serials, other.serials):
                return True
        elif self.uuids and other.uuids and not self.uuids & other.uuids:
            return True
        return any(_same_domain(a, b) for a in self.sids for b in other.sids)


_EMPTY: frozenset[str] = frozenset()
_NOTHING = _Sum(_EMPTY, _EMPTY, _EMPTY, _EMPTY, _EMPTY, _EMPTY)


def _compatible_kinds(one: frozenset[str], other: frozenset[str]) -> bool:
    """A management controller is never anything else; other kinds only clash with each other."""
    if "controller" in one or "controller" in other:
        return one == other
    return len(one | other) <= 1


def _share_serial(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(_same_serial(a, b) for a in one for b in other)


def _same_serial(a: str, b: str) -> bool:
    """Equal, one the other cut short, or one character misread: as people and scanners write serials."""
    if a == b:
        return True
    if len(a) == len(b):
        return len(a) >= 8 and sum(x != y for x, y in zip(a, b, strict=True)) == 1
    return min(len(a), len(b)) >= 5 and (
        a.startswith(b) or b.startswith(a) or a.endswith(b) or b.endswith(a)
    )


def _same_domain(a: str, b: str) -> bool:
    """Two different accounts of one directory domain."""
    return a != b and a.rpartition("-")[0] == b.rpartition("-")[0]
