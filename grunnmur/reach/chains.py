"""The shortest chain of each pair that is asked for, walked down the lengths that `closure` found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grunnmur.reach.closure import Reach, Whole

_LINKS = 1 << 23


@dataclass(frozen=True, slots=True)
class Chains:
    """Links of chains: the number of the pair, the place in the chain from 1, both ends."""

    pair: Whole
    step: Whole
    source: Whole
    target: Whole


def chains(found: Reach, node: Whole, store: Whole, steps: Whole) -> Chains:
    """One shortest chain a pair; of several the one over the lowest node numbers."""
    pair = np.arange(len(node))
    now, left, step = node.copy(), steps.copy(), 1
    parts: list[tuple[Whole, Whole, Whole, Whole]] = []
    while len(pair):
        onward = left > 1
        after = store[pair].copy()
        after[onward] = _next(found, now[onward], found.column[store[pair[onward]]], left[onward])
        parts.append((pair, np.full(len(pair), step), now, after))
        pair, now, left, step = pair[onward], after[onward], left[onward] - 1, step + 1
    if not parts:
        nothing = np.empty(0, dtype=np.int64)
        return Chains(nothing, nothing, nothing, nothing)
    joined = [np.concatenate(part) for part in zip(*parts, strict=True)]
    return Chains(joined[0], joined[1], joined[2], joined[3])


def _next(found: Reach, node: Whole, column: Whole, left: Whole) -> Whole:
    """The first node after each one that is a link nearer to the store of the column."""
    keys, back = np.unique(
        np.column_stack([node, column, left]).astype(np.int64), axis=0, return_inverse=True
    )
    first = found.links.first()
    times = first[keys[:, 0] + 1] - first[keys[:, 0]]
    chosen = np.full(len(keys), -1, dtype=np.int64)
    start = 0
    while start < len(keys):
        room = np.searchsorted(np.cumsum(times[start:]), _LINKS, side="right")
        end = start + max(1, int(room))
        chosen[start:end] = _chosen(found, keys[start:end], first, times[start:end])
        start = end
    return chosen[back.reshape(-1)]


def _chosen(found: Reach, keys: Whole, first: Whole, times: Whole) -> Whole:
    link = np.repeat(first[keys[:, 0]] - (np.cumsum(times) - times), times) + np.arange(times.sum())
    key = np.repeat(np.arange(len(keys)), times)
    target = found.links.target[link]
    row = found.row[target]
    nearer = row >= 0
    nearer[nearer] = found.distance[row[nearer], keys[key[nearer], 1]] == keys[key[nearer], 2] - 1
    chosen = np.full(len(keys), -1, dtype=np.int64)
    taken, place = np.unique(key[nearer], return_index=True)
    chosen[taken] = target[nearer][place]
    return chosen
