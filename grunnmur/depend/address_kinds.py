"""What kind of address an address is: private, local, group or public. The one place that says so.

Private: RFC 1918, 6598 (carriers), IPv6 RFC 4193. Local: this host, this link, and what nobody may use (RFC 1122, 3927,
from 240). Group: RFC 5771. What lies from 220 to 223 is the internet's.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

import pyarrow as pa

_BEGINNINGS = {
    **dict.fromkeys(("10", "192.168", *(f"172.{n}" for n in range(16, 32))), "private"),
    **{f"100.{n}": "private" for n in range(64, 128)},
    **dict.fromkeys(("0", "127", "169.254", *map(str, range(240, 256))), "local"),
    **{str(n): "group" for n in range(224, 240)},
}
"""The first number or two of IPv4."""


def beginnings() -> pa.Table:
    """How addresses of IPv4 that are not public begin: joined on the first number, and on the first two."""
    rows = sorted(_BEGINNINGS.items())
    return pa.table(
        {
            name: pa.array([row[n] for row in rows], pa.string())
            for n, name in enumerate(("beginning", "kind"))
        }
    )


def spellings(written: Iterable[str]) -> pa.Table:
    """Those of the addresses that are not plainly IPv4, each in its one spelling with its kind."""
    rows = [spelled(text) for text in sorted(set(written)) if not _plain(text)]
    names = ("written", "spelling", "kind")
    return pa.table(
        {name: pa.array([row[n] for row in rows], pa.string()) for n, name in enumerate(names)}
    )


def spelled(written: str) -> tuple[str, str, str]:
    """An address as written, in its one spelling (RFC 5952; IPv4 where it is only wrapped), and its kind."""
    try:
        address = ipaddress.ip_address(written.strip().partition("%")[0])
    except ValueError:
        return written, written, "malformed"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return written, str(address), _kind(address)


def _kind(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    if isinstance(address, ipaddress.IPv4Address):
        first, second, *_ = str(address).split(".")
        return _BEGINNINGS.get(f"{first}.{second}") or _BEGINNINGS.get(first, "public")
    if address.is_multicast:
        return "group"
    if address.is_loopback or address.is_link_local or address.is_unspecified:
        return "local"
    return "private" if address.is_private else "public"


def _plain(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == 4 and all(
        p.isascii() and p.isdecimal() and str(int(p)) == p and int(p) < 256 for p in parts
    )
