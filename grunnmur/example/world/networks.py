"""Networks per realm: as many as the things in them need, numbered alike in every realm.

The realms take their ranges from the same private block, so the same range means different
networks on different platforms: a known trap.
"""

from __future__ import annotations

import ipaddress

import numpy as np

from grunnmur.example.world.drawing import Stream, flags, numbered
from grunnmur.example.world.frame import Column, Frame, column_of, missing
from grunnmur.example.world.zones import ZONES

_PER_NETWORK = 340
_PREFIX = 23
_FIRST = int(ipaddress.IPv4Address("10.16.0.0"))
_STEP = 1 << (32 - _PREFIX)
_SCANNED = {"server": 0.97, "client": 0.75, "medical": 0.65, "management": 0.85, "printer": 0.5}
_TITLE = {
    "server": "Server", "client": "Klient", "medical": "MTU", "voice": "Tale",
    "management": "Administrasjon", "infrastructure": "Nettutstyr", "printer": "Skriver",
    "storage": "Lagring",
}  # fmt: skip


def build(rng: Stream, columns: dict[str, Column], location: Frame) -> tuple[Frame, Column]:
    """All networks, and for each asset the row of the network it is in (−1: none)."""
    inside = columns["networked"] & ~missing(columns["purpose"])
    rows = np.flatnonzero(inside)
    groups = [f"{realm}|{place:06d}|{purpose}" for realm, place, purpose in zip(
        columns["realm"][rows].tolist(), columns["location_row"][rows].tolist(),
        columns["purpose"][rows].tolist(), strict=True)]  # fmt: skip
    keys, group = np.unique(np.array(groups), return_inverse=True)
    pieces = np.maximum(1, -(-np.bincount(group, minlength=len(keys)) // _PER_NETWORK))
    first = np.concatenate([[0], np.cumsum(pieces)[:-1]])
    network_row = np.full(len(inside), -1, dtype=np.int64)
    network_row[rows] = first[group] + _turn(group) % pieces[group]
    parts = [key.split("|") for key, many in zip(keys.tolist(), pieces, strict=True)
             for _ in range(many)]  # fmt: skip
    return _frame(rng, parts, location), network_row


def _turn(group: Column) -> Column:
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    begin = np.searchsorted(ordered, ordered, side="left")
    turn = np.empty(len(group), dtype=np.int64)
    turn[order] = np.arange(len(group)) - begin
    return turn


def _frame(rng: Stream, parts: list[list[str]], location: Frame) -> Frame:
    count = len(parts)
    realm = column_of([part[0] for part in parts])
    place = np.array([int(part[1]) for part in parts], dtype=np.int64)
    purpose = column_of([part[2] for part in parts])
    number = _turn(np.unique(realm.astype(str), return_inverse=True)[1])
    base = _FIRST + number * _STEP
    share = np.array([_SCANNED.get(one, 0.3) for one in purpose.tolist()])
    scanned = rng.random(count) < share
    for one in ("server", "client", "medical"):
        scanned[np.flatnonzero(purpose == one)[:2]] = True
    registered = ~flags(rng, 0.05, count)
    return Frame({
        "network_id": numbered("network-", count, 5),
        "realm": realm,
        "name": column_of([f"{_TITLE[what]} {location['name'][where]} {turn + 1}" for
                           what, where, turn in zip(purpose, place, number, strict=True)]),
        "cidr": column_of([f"{ipaddress.IPv4Address(int(one))}/{_PREFIX}" for one in base]),
        "vlan": 100 + number % 3900,
        "zone_row": _zones(rng, purpose),
        "location_row": place,
        "organisation_row": location["organisation_row"][place],
        "purpose": purpose,
        "dhcp": np.isin(purpose.astype(str), ("client", "voice", "printer", "medical")),
        "registered": registered,
        "scanned": scanned,
        "base": base,
    })  # fmt: skip


def _zones(rng: Stream, purpose: Column) -> Column:
    by_purpose = {one: row for row, zone in enumerate(ZONES) for one in zone[3]}
    zone = np.array([by_purpose[one] for one in purpose.tolist()], dtype=np.int64)
    medical = np.flatnonzero(purpose == "medical")
    zone[medical] = rng.choice([2, 3, 4, 5], size=len(medical))
    office = np.flatnonzero((purpose == "client") & flags(rng, 0.3, len(purpose)))
    zone[office] = 6
    return zone
