"""What lies outside: vendors' clouds, home treatment aids that send to them, and strangers who call in.

All of it passes platform A, where the region meets the internet. Addresses are those set aside for
documentation (RFC 5737) and for carriers (RFC 6598): they belong to nobody.
"""

from __future__ import annotations

import ipaddress

import numpy as np

from grunnmur.example.world.conversations import ALWAYS, NO_ROW, pairs
from grunnmur.example.world.drawing import Stream, flags, numbered
from grunnmur.example.world.frame import Column, Frame, column_of

REALM = "A"
PURPOSE = "cloud"
_CLOUDS = int(ipaddress.IPv4Address("203.0.113.0"))
_STRANGERS = int(ipaddress.IPv4Address("198.51.100.0"))
_CARRIER = int(ipaddress.IPv4Address("100.64.0.10"))
_STEP = 16
_DMZ = 14
_ONLINE = 0.5
_EXPOSED = 4


def with_clouds(network: Frame, location: Frame) -> Frame:
    """The networks, and after them one of every cloud vendors keep."""
    places = np.flatnonzero(location["kind"] == "cloud")
    count = len(places)
    number = np.arange(count)
    clouds = {
        "network_id": numbered("network-", count, 5, start=len(network) + 1),
        "realm": column_of([REALM] * count),
        "name": column_of([f"Leverandørsky {one + 1}" for one in number]),
        "cidr": column_of([f"{ipaddress.IPv4Address(_CLOUDS + _STEP * int(one))}/28" for one in number]),
        "vlan": np.zeros(count, dtype=np.int64),
        "zone_row": np.full(count, _DMZ),
        "location_row": places,
        "organisation_row": location["organisation_row"][places],
        "purpose": column_of([PURPOSE] * count),
        "dhcp": np.zeros(count, dtype=bool),
        "registered": np.ones(count, dtype=bool),
        "scanned": np.zeros(count, dtype=bool),
        "base": _CLOUDS + _STEP * number,
    }  # fmt: skip
    return Frame({name: np.concatenate([network[name], clouds[name]]) for name in network.names})


def addresses(rng: Stream, network: Frame, asset: dict[str, Column]) -> Frame:
    """Addresses no network department gives out: of aids at home, of clouds, of strangers."""
    aids = np.flatnonzero((asset["kind"] == "home_device") & asset["networked"])
    aids = aids[(asset["status"][aids] != "retired") & flags(rng, _ONLINE, len(aids))]
    clouds = np.flatnonzero(network["purpose"] == PURPOSE)
    numbers = [_CARRIER + np.arange(len(aids)), network["base"][clouds] + 5,
               _STRANGERS + np.arange(1, _EXPOSED + 1)]  # fmt: skip
    kinds = ["home"] * len(aids) + ["cloud"] * len(clouds) + ["stranger"] * _EXPOSED
    return Frame({
        "kind": column_of(kinds),
        "ip": column_of([str(ipaddress.IPv4Address(int(one))) for one in np.concatenate(numbers)]),
        "asset_row": np.concatenate([aids, np.full(len(clouds) + _EXPOSED, NO_ROW)]),
        "network_row": np.concatenate([np.full(len(aids), NO_ROW), clouds, np.full(_EXPOSED, NO_ROW)]),
    })  # fmt: skip


def conversations(rng: Stream, outside: Frame, asset: dict[str, Column]) -> Frame:
    """Aids send to the cloud of their maker, and strangers call a few servers that should not answer."""
    aids = np.flatnonzero(outside["kind"] == "home")
    clouds = np.flatnonzero(outside["kind"] == "cloud")
    makers, maker = np.unique(
        asset["vendor"][outside["asset_row"][aids]].astype(str), return_inverse=True
    )
    cloud = clouds[rng.integers(0, len(clouds), len(makers))][maker]
    nobody = np.full(len(aids), NO_ROW)
    sent = pairs(outside["asset_row"][aids], nobody, 443, "ssl", 6.0, 20_000.0, rhythm=ALWAYS,
                 source_outside=aids, target_outside=cloud)  # fmt: skip
    servers = np.flatnonzero(
        np.isin(asset["kind"].astype(str), ("server", "vm"))
        & asset["alive"]
        & (asset["realm"] == REALM)
    )
    exposed = rng.choice(servers, _EXPOSED, replace=False)
    called = pairs(np.full(_EXPOSED, NO_ROW), exposed, 3389, "rdp", 12.0, 90_000.0, rhythm=ALWAYS,
                   source_outside=np.flatnonzero(outside["kind"] == "stranger"))  # fmt: skip
    return Frame({name: np.concatenate([sent[name], called[name]]) for name in sent})
