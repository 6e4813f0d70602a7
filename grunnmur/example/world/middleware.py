"""What many applications share: an integration engine and database clusters on each platform."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from grunnmur.example.world.drawing import Stream, count_of, flags
from grunnmur.example.world.frame import Column, Frame, column_of

ENGINE, CLUSTER = "integration_engine", "database_cluster"
_CLUSTERS = 3
"""Database clusters a platform shares at size 1."""
_THROUGH_ENGINE = 0.55
_ON_CLUSTER = 0.6
_MESSAGES = ("HL7v2", "ebXML", "FHIR")


def chosen(application: Frame, component: Frame, asset: dict[str, Column], *,
           size: float) -> Column:  # fmt: skip
    """For each application what shared service it is, None for the most: the ones with most machines."""
    role = column_of([None] * len(application))
    able = (application["function"] == "utility") & (application["status"] == "active")
    alive = component["asset_row"][asset["alive"][component["asset_row"]]]
    machines = np.bincount(asset["application_row"][alive], minlength=len(application))
    realm = realms(component, asset, len(application))
    for one in ("A", "B", "C"):
        here = np.flatnonzero(able & (realm == one) & (machines > 0))
        here = here[np.argsort(-machines[here], kind="stable")]
        role[here[:1]] = ENGINE
        role[here[1 : 1 + count_of(_CLUSTERS, size)]] = CLUSTER
    return role


def through(rng: Stream, edges: Frame, role: Column, component: Frame,
            asset: dict[str, Column]) -> Frame:  # fmt: skip
    """The edges with many messages sent through the engines, and many databases on the clusters.

    A message between platforms goes from engine to engine. Two edges that become one are one.
    """
    realm = realms(component, asset, len(role))
    engine = {one: np.flatnonzero((role == ENGINE) & (realm == one)) for one in ("A", "B", "C")}
    cluster = {one: np.flatnonzero((role == CLUSTER) & (realm == one)) for one in ("A", "B", "C")}
    message = np.isin(edges["protocol"].astype(str), _MESSAGES)
    message &= flags(rng, _THROUGH_ENGINE, len(edges))
    stored = (edges["protocol"] == "SQL") & flags(rng, _ON_CLUSTER, len(edges))
    turn = rng.integers(0, 1 << 30, len(edges))
    found: dict[tuple[int, int, str], int] = {}
    for row, (consumer, provider, protocol) in enumerate(
        edges.rows("consumer_row", "provider_row", "protocol")
    ):
        way = [consumer, provider]
        if message[row]:
            way = [
                consumer,
                *_first(engine, realm[consumer]),
                *_first(engine, realm[provider]),
                provider,
            ]
        elif stored[row] and len(cluster.get(realm[consumer], ())):
            shared = cluster[realm[consumer]]
            way = [consumer, int(shared[turn[row] % len(shared)])]
        for one, other in pairwise(way):
            if one != other:
                found.setdefault((one, other, protocol), row)
    rows = np.array(list(found.values()), dtype=np.int64)
    return edges.take(rows).extended({
        "consumer_row": np.array([one for one, _, _ in found], dtype=np.int64),
        "provider_row": np.array([other for _, other, _ in found], dtype=np.int64),
    })  # fmt: skip


def _first(engine: dict[str, Column], realm: str) -> list[int]:
    return [int(row) for row in engine.get(realm, ())[:1]]


def realms(component: Frame, asset: dict[str, Column], applications: int) -> Column:
    """The realm an application's machines lie in, all in one; None without machines."""
    realm = column_of([None] * applications)
    realm[component["application_row"]] = asset["realm"][component["asset_row"]]
    return realm
