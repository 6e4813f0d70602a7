"""Orders and fixed ways: the rules that list scheduling and the packers choose among."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.waves.baselines.tables import NEVER, Ints, Tables

Keys = NDArray[np.float64]


def keys(given: Tables) -> dict[str, Keys]:
    """Sort keys by rule: small comes first."""
    count, periods = len(given.ways), given.own.shape[2]
    effort = given.days[:, 0].astype(float)
    cheapest = given.own.min(axis=1).astype(float)
    cheapest[cheapest >= NEVER] = np.nan
    slope = _slope(cheapest)
    degree = np.diff(given.pair_from).astype(float)
    bridges = np.zeros(count)
    np.add.at(bridges, np.repeat(np.arange(count), np.diff(given.pair_from)), given.pair_first)
    latest = np.array([_last(row) for row in cheapest], float)
    before = _successors(given)
    return {
        "gain": -slope,
        "gain for effort": -slope / (1 + effort),
        "gain and bridges for effort": -(slope + bridges) / (1 + effort),
        "bridges": -bridges,
        "degree": -degree,
        "large first": -effort,
        "small first": effort,
        "latest period": latest * periods + effort / (1 + effort.max()),
        "most successors": -before,
        "near each other": _near(given, slope / (1 + effort)),
    }


def ways(given: Tables) -> dict[str, Ints]:
    """Which way each workload is done, by policy; −1 leaves it open."""
    periods = given.own.shape[2]
    found = {"open": np.full(len(given.ways), -1)}
    for name, at in (("early", periods // 4), ("middle", periods // 2)):
        own = np.where(given.own < NEVER, given.own, 0)
        masked = np.where(given.own < NEVER, given.own, NEVER)
        filled = np.where(masked[:, :, at] < NEVER, own[:, :, at], masked.min(axis=2))
        found[name] = filled.argmin(axis=1).astype(np.int64)
    effort = given.days.astype(float)
    usable = given.own.min(axis=2) < NEVER
    found["least effort"] = np.where(usable, effort, np.inf).argmin(axis=1).astype(np.int64)
    return found


def _slope(cheapest: Keys) -> Keys:
    """What one period's delay costs, on average over the allowed periods."""
    at = np.arange(cheapest.shape[1])
    slope = np.zeros(len(cheapest))
    for n, row in enumerate(cheapest):
        known = ~np.isnan(row)
        if known.sum() > 1:
            slope[n] = np.polyfit(at[known], row[known], 1)[0]
    return slope


def _last(row: Keys) -> int:
    return int(np.flatnonzero(~np.isnan(row)).max())


def _successors(given: Tables) -> Keys:
    found = np.zeros(len(given.ways))
    np.add.at(found, given.need, 1.0)
    return found


def _near(given: Tables, worth: Keys) -> Keys:
    """Breadth first along the bridges, from the worthiest on."""
    rank = np.full(len(worth), -1.0)
    place = 0
    for start in np.argsort(-worth, kind="stable"):
        queue = [int(start)] if rank[start] < 0 else []
        for n in queue:
            if rank[n] >= 0:
                continue
            rank[n], place = place, place + 1
            here = slice(given.pair_from[n], given.pair_from[n + 1])
            heaviest = np.argsort(-given.pair_first[here], kind="stable")[:5]
            queue.extend(int(other) for other in given.pair[here][heaviest])
    return rank
