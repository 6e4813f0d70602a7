"""Addresses of both kinds as numbers in ranges, ends included: IPv4 lies in IPv6 at ::ffff:0:0/96 (RFC 4291)."""

from __future__ import annotations

import ipaddress
from bisect import bisect_right
from collections.abc import Iterable, Iterator

Range = tuple[int, int]
Ranges = tuple[Range, ...]
LAST = (1 << 128) - 1
_FIRST_V4 = 0xFFFF << 32
_LAST_V4 = _FIRST_V4 + (1 << 32) - 1
EVERYWHERE: Ranges = ((0, LAST),)
V4: Ranges = ((_FIRST_V4, _LAST_V4),)
V6: Ranges = ((0, _FIRST_V4 - 1), (_LAST_V4 + 1, LAST))
FAMILIES = (V4, V6)
NOWHERE: Ranges = ()


def network(written: str) -> Ranges:
    """The addresses of `10.0.0.0/8`, `10.0.0.0/255.0.0.0` or `2001:db8::1`. ValueError when it is none."""
    found = ipaddress.ip_network(written.strip("[]"), strict=False)
    first = _number(found.network_address)
    return ((first, first + found.num_addresses - 1),)


def span(low: str, high: str) -> Ranges:
    """The addresses from one to another, both of one kind. ValueError when they are none."""
    one, other = (ipaddress.ip_address(written) for written in (low, high))
    if one.version != other.version or int(one) > int(other):
        raise ValueError(f"{low}-{high} is no range")
    return ((_number(one), _number(other)),)


def cidrs(ranges: Ranges) -> list[str]:
    """The ranges as networks, IPv4 first."""
    return [
        str(net)
        for family, kind, base in (
            (V4, ipaddress.IPv4Address, _FIRST_V4),
            (V6, ipaddress.IPv6Address, 0),
        )
        for low, high in both(ranges, family)
        for net in ipaddress.summarize_address_range(kind(low - base), kind(high - base))
    ]


def holds(ranges: Ranges, value: int) -> bool:
    """Whether the value lies in one of the ranges."""
    place = bisect_right(ranges, (value, LAST + 1)) - 1
    return place >= 0 and ranges[place][0] <= value <= ranges[place][1]


def without(ranges: Ranges, gone: Ranges) -> Ranges:
    """What is in the ranges and not in `gone`."""
    if not gone or not ranges:
        return ranges
    return tuple(_without(ranges, joined(gone)))


def both(one: Ranges, other: Ranges) -> Ranges:
    """What is in both."""
    if one == other or not one:
        return one
    return tuple(_both(one, joined(other)))


def joined(ranges: Iterable[Range]) -> Ranges:
    """The same values in as few ranges as they need, sorted."""
    found: list[Range] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def _both(ranges: Ranges, others: Ranges) -> Iterator[Range]:
    """What of each range is in the others, which are sorted and apart."""
    for low, high in sorted(ranges):
        place = max(0, bisect_right(others, (low, LAST + 1)) - 1)
        for other_low, other_high in others[place:]:
            if other_low > high:
                break
            if other_high >= low:
                yield max(low, other_low), min(high, other_high)


def _without(ranges: Ranges, gone: Ranges) -> Iterator[Range]:
    """Walks both once; both are sorted."""
    place = 0
    for low, high in sorted(ranges):
        while place and gone[place - 1][1] >= low:
            place -= 1
        while place < len(gone) and gone[place][1] < low:
            place += 1
        begin = low
        for out_low, out_high in gone[place:]:
            if out_low > high or begin > high:
                break
            if out_low > begin:
                yield begin, out_low - 1
            begin = max(begin, out_high + 1)
        if begin <= high:
            yield begin, high


def _number(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> int:
    return int(address) + (_FIRST_V4 if address.version == 4 else 0)
