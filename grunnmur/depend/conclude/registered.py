"""Which registered network an address of IPv6 lies in: numbers of 128 bits, which SQL has no words for."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv6Address, IPv6Network

import pyarrow as pa


def of_six(ranges: Iterable[tuple[str, str]], written: Iterable[str]) -> pa.Table:
    """The narrowest network of each address that lies in any. `ranges` are pairs of a network's id and its range."""
    networks: dict[int, dict[int, str]] = {}
    for network_id, cidr in sorted(ranges):
        found = _network(cidr)
        if found is not None:
            shift = 128 - found.prefixlen
            networks.setdefault(shift, {}).setdefault(
                int(found.network_address) >> shift, network_id
            )
    placed = [(ip, _narrowest(networks, int(IPv6Address(ip)))) for ip in sorted(set(written))]
    rows = [(ip, network_id) for ip, network_id in placed if network_id is not None]
    return pa.table(
        {
            name: pa.array([row[n] for row in rows], pa.string())
            for n, name in enumerate(("ip", "network_id"))
        }
    )


def _network(cidr: str) -> IPv6Network | None:
    try:
        return IPv6Network(cidr.strip(), strict=False)
    except ValueError:
        return None


def _narrowest(networks: dict[int, dict[int, str]], number: int) -> str | None:
    found = (networks[shift].get(number >> shift) for shift in sorted(networks))
    return next((network_id for network_id in found if network_id is not None), None)
