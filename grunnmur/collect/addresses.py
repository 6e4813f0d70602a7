"""Addresses in one spelling, so that two sensors that saw the same name the same."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

import pyarrow as pa

from grunnmur.collect import recoded


@lru_cache(maxsize=1 << 16)
def spelled(written: str) -> str | None:
    """The address as RFC 5952 writes it, IPv4 in IPv6 as IPv4, without zone; None when it is none."""
    try:
        found = ipaddress.ip_address(written.strip().strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)


def column(written: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column of addresses, each spelled once; what is none is null."""
    return recoded.column(written, spelled)


def unpacked(packed: bytes) -> str:
    """The address that 4 or 16 bytes are."""
    if len(packed) == 4:
        return "{}.{}.{}.{}".format(*packed)
    found = ipaddress.IPv6Address(packed)
    return str(found.ipv4_mapped or found)
