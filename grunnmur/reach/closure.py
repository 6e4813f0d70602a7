"""Who reaches which store, over all chains of rights at once.

Every node holds a row of small numbers, one a store: how many links away it is, and what is to be
said of the links that lead there. Rows are handed backwards along the links, level by level, until
nothing changes; so cycles do no harm, the lengths are shortest, and the marks are those of *all*
chains. Only nodes that lead to a store take part; stores that the same things lead to share a
column; and identities, to whom nothing leads, are done last, a block at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

REACHED = 1
_LENGTHS = (np.uint8, np.uint16, np.uint32)
"""Lengths are held in bytes; where a chain is too long for that, all is done again in wider numbers."""
_CELLS = 1 << 25
Whole = npt.NDArray[np.int64]
Small = npt.NDArray[np.uint8]
Lengths = npt.NDArray[np.unsignedinteger]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Links:
    """Links between `count` nodes, sorted by where they come from, with their marks."""

    count: int
    source: Whole
    target: Whole
    marks: Small

    def first(self) -> Whole:
        """Where each node's links begin; one entry more than there are nodes."""
        return np.searchsorted(self.source, np.arange(self.count + 1)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who reaches which store, in how many links, with the marks of all chains that lead there."""

    node: Whole
    store: Whole
    steps: Whole
    marks: Whole


@dataclass(frozen=True, slots=True)
class Reach:
    """The rows of all nodes that something leads to, and what is needed to walk them."""

    links: Links
    row: Whole  # of each node; -1: it has none
    column: Whole  # of each node that is a store; -1: it is none
    distance: Lengths
    marks: Small
    identity: Mask
    stores: tuple[Whole, ...]  # of each column


def reach(links: Links, *, store: Mask, identity: Mask) -> Reach:
    """What every node that something leads to reaches. `store` and `identity` say what nodes are."""
    relevant = _leading(links, store)
    keep = relevant[links.source] & relevant[links.target]
    links = Links(links.count, links.source[keep], links.target[keep], links.marks[keep])
    inner = np.zeros(links.count, dtype=bool)
    inner[links.target] = True
    inner &= ~store
    row = np.where(inner, np.cumsum(inner) - 1, -1)
    column, stores = _columns(links, store)
    shape = int(inner.sum()), len(stores)
    kinds = iter(_LENGTHS)
    while True:
        kind = next(kinds)
        distance, marks = np.full(shape, np.iinfo(kind).max, kind), np.zeros(shape, np.uint8)
        found = Reach(links, row, column, distance, marks, identity, stores)
        _spread(found)
        if not _too_long(found):
            return found


def _far(distance: Lengths) -> int:
    """What stands where nothing is reached."""
    return int(np.iinfo(distance.dtype).max)


def _too_long(found: Reach) -> bool:
    """Whether a length, or one that is a link longer, may have no room in its number."""
    far = _far(found.distance)
    return bool(((found.distance >= far - 2) & (found.distance < far)).any())


def pairs(found: Reach) -> Pairs:
    """Every identity and store it reaches, by node and store."""
    parts = [*_inner_pairs(found), *_outer_pairs(found)]
    if not parts:
        nothing = np.empty(0, dtype=np.int64)
        return Pairs(nothing, nothing, nothing, nothing)
    node, store, steps, marks = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort((store, node))
    return Pairs(node[order], store[order], steps[order], marks[order])


def _leading(links: Links, store: Mask) -> Mask:
    """The nodes from which a store can be reached, the stores among them."""
    leading = store.copy()
    while True:
        more = links.source[leading[links.target] & ~leading[links.source]]
        if not len(more):
            return leading
        leading[more] = True


def _columns(links: Links, store: Mask) -> tuple[Whole, tuple[Whole, ...]]:
    """A column for all stores that the same nodes lead to by links with the same marks."""
    last = np.flatnonzero(store[links.target])
    said: dict[int, list[tuple[int, int]]] = {}
    for target, source, marks in zip(
        links.target[last].tolist(),
        links.source[last].tolist(),
        links.marks[last].tolist(),
        strict=True,
    ):
        said.setdefault(target, []).append((source, marks))
    alike: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for node in sorted(said):
        alike.setdefault(tuple(said[node]), []).append(node)
    column = np.full(links.count, -1, dtype=np.int64)
    stores = tuple(np.array(nodes, dtype=np.int64) for nodes in alike.values())
    for number, nodes in enumerate(stores):
        column[nodes] = number
    return column, stores


def _spread(found: Reach) -> None:
    """Fills the rows: first from the links to stores, then backwards until nothing changes."""
    links, row = found.links, found.row
    last = (found.column[links.target] >= 0) & (row[links.source] >= 0)
    place = row[links.source[last]], found.column[links.target[last]]
    found.distance[place] = 1
    np.bitwise_or.at(found.marks, place, links.marks[last] | REACHED)
    inner = (row[links.source] >= 0) & (row[links.target] >= 0)
    source, target, marks = row[links.source[inner]], row[links.target[inner]], links.marks[inner]
    changed = np.zeros(len(found.distance), dtype=bool)
    changed[place[0]] = True
    while changed.any():
        moved = changed[target]
        changed = np.zeros_like(changed)
        for part in _blocks(source[moved], found.distance.shape[1]):
            taken = np.flatnonzero(moved)[part]
            changed[_hand_on(found, source[taken], target[taken], marks[taken])] = True


def _hand_on(found: Reach, source: Whole, target: Whole, marks: Small) -> Whole:
    """Hands rows backwards over a block of links; gives the rows that changed."""
    begin = np.flatnonzero(np.r_[True, source[1:] != source[:-1]])
    rows = source[begin]
    near, said = _gathered(found, target, marks, begin)
    near = np.minimum(near, found.distance[rows])
    said |= found.marks[rows]
    other = (near != found.distance[rows]).any(axis=1) | (said != found.marks[rows]).any(axis=1)
    found.distance[rows] = near
    found.marks[rows] = said
    changed: Whole = rows[other]
    return changed


def _gathered(found: Reach, target: Whole, marks: Small, begin: Whole) -> tuple[Lengths, Small]:
    """For each source of a block of links: the shortest length and all marks over its links."""
    distance = found.distance[target]
    np.add(distance, 1, out=distance, where=distance < _far(distance) - 1)
    near = np.minimum.reduceat(distance, begin, axis=0)
    del distance
    said = found.marks[target]
    np.bitwise_or(said, marks[:, None], out=said, where=said > 0)
    return near, np.bitwise_or.reduceat(said, begin, axis=0)


def _blocks(source: Whole, width: int) -> Iterator[slice]:
    """Slices of links that are not too many at once; one source's links are never parted."""
    most = max(1, _CELLS // max(1, width))
    start = 0
    while start < len(source):
        end = min(len(source), start + most)
        if end < len(source):
            cut = int(np.searchsorted(source, source[end], side="left"))
            end = cut if cut > start else int(np.searchsorted(source, source[start], side="right"))
        yield slice(start, end)
        start = end


def _inner_pairs(found: Reach) -> Iterator[tuple[Whole, Whole, Whole, Whole]]:
    """Pairs of identities that have a row of their own."""
    nodes = np.flatnonzero(found.identity & (found.row >= 0))
    if len(nodes):
        rows = found.row[nodes]
        yield _expanded(found, nodes, found.distance[rows], found.marks[rows])


def _outer_pairs(found: Reach) -> Iterator[tuple[Whole, Whole, Whole, Whole]]:
    """Pairs of identities that nothing leads to, a block at a time."""
    links = found.links
    outer = np.flatnonzero(found.identity[links.source] & (found.row[links.source] < 0))
    width = len(found.stores)
    for part in _blocks(links.source[outer], width):
        taken = outer[part]
        source, target, marks = links.source[taken], links.target[taken], links.marks[taken]
        begin = np.flatnonzero(np.r_[True, source[1:] != source[:-1]])
        near = np.full((len(begin), width), _far(found.distance), dtype=found.distance.dtype)
        said = np.zeros(near.shape, dtype=np.uint8)
        place = np.repeat(np.arange(len(begin)), np.diff(np.r_[begin, len(source)]))
        inner = found.row[target] >= 0
        if inner.any():
            start = np.flatnonzero(np.r_[True, np.diff(place[inner]) > 0])
            rows = place[inner][start]
            near[rows], said[rows] = _gathered(found, found.row[target[inner]], marks[inner], start)
        straight = ~inner
        cells = place[straight], found.column[target[straight]]
        near[cells] = 1
        np.bitwise_or.at(said, cells, marks[straight] | REACHED)
        yield _expanded(found, source[begin], near, said)


def _expanded(
    found: Reach, nodes: Whole, near: Lengths, said: Small
) -> tuple[Whole, Whole, Whole, Whole]:
    """The reached cells of rows as pairs, with a pair for every store of a column."""
    row, column = np.nonzero(said)
    many = np.array([len(stores) for stores in found.stores], dtype=np.int64)
    begin = np.cumsum(many) - many
    flat = np.concatenate(found.stores) if found.stores else np.empty(0, dtype=np.int64)
    times = many[column]
    index = np.repeat(begin[column] - (np.cumsum(times) - times), times) + np.arange(times.sum())
    return (
        np.repeat(nodes[row], times),
        flat[index],
        np.repeat(near[row, column].astype(np.int64), times),
        np.repeat(said[row, column].astype(np.int64), times),
    )
