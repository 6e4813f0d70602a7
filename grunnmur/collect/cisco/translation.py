"""Static translation: whoever may come to the address outside comes to the one inside."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grunnmur.collect.cisco.services import port
from grunnmur.collect.packet_addresses import EVERYWHERE, NOWHERE, Ranges, both, joined, network
from grunnmur.collect.packet_filter import Match, Rule


@dataclass(frozen=True, slots=True)
class Static:
    """An address inside, the one it is known by outside, and where only a port is translated, that.

    Outside it may be the device's own address at an `interface`; nowhere, where that is not known.
    """

    inside: Ranges
    outside: Ranges
    protocol: str | None = None
    inside_port: int = 0
    outside_port: int = 0
    interface: str | None = None

    def at(self, ips: Sequence[str]) -> Static:
        """With the addresses of its interface."""
        if self.interface is None:
            return self
        return replace(self, outside=joined(one for ip in ips for one in network(ip)))


def static(words: Sequence[str]) -> Static | None:
    """`ip nat inside source static …` of IOS, `static (inside,outside) …` of ASA before 8.3; None for all else."""
    try:
        if words[:5] == ["ip", "nat", "inside", "source", "static"]:
            return _ios(words[5:])
        if words[0] == "static" and len(words) > 3:
            return _asa(words[2:], words[1].strip("()").partition(",")[2])
    except (ValueError, IndexError):
        return None
    return None


def opened(rules: Sequence[Rule], known: Sequence[Static]) -> Iterator[Rule]:
    """What rules say of addresses outside, said of those inside; to stand before the rules."""
    for one in known:
        for rule in rules:
            matches = [_inside(match, one) for match in rule.matches]
            if all(match is not None for match in matches):
                yield replace(rule, matches=tuple(match for match in matches if match is not None))


def _inside(match: Match, one: Static) -> Match | None:
    """The match for what is translated; None where it is about none of it."""
    targets, sure = _targets(match.targets, one)
    if not targets:
        return None
    service = match.service
    if one.protocol is not None:
        ports = both(service.get(one.protocol, ()), ((one.outside_port, one.outside_port),))
        service = {one.protocol: ((one.inside_port, one.inside_port),)} if ports else {}
    return replace(match, targets=targets, service=service, sure=match.sure and sure)


def _targets(targets: Ranges, one: Static) -> tuple[Ranges, bool]:
    """What is inside of what is named outside, and whether that is sure."""
    if one.outside == NOWHERE:  # whatever is named may be the device's address
        return one.inside, targets == EVERYWHERE
    if one.interface is not None:
        return (one.inside if both(targets, one.outside) else NOWHERE), True
    ((inside, _),), ((outside, _),) = one.inside, one.outside
    further = inside - outside
    return tuple((low + further, high + further) for low, high in both(targets, one.outside)), True


def _ios(words: Sequence[str]) -> Static | None:
    if words[0] in ("tcp", "udp"):
        inside, inside_port, outside, *named = words[1:]
        name = named.pop(0) if outside == "interface" else None
        return _known(inside, outside, name, words[0], port(inside_port), port(named[0]))
    if words[0] == "network":
        bits = words[3] if words[3].startswith("/") else f"/{words[3]}"
        return Static(network(words[1] + bits), network(words[2] + bits))
    return _known(words[0], words[1], words[2] if words[1] == "interface" else None)


def _asa(words: Sequence[str], side: str) -> Static | None:
    if words[0] in ("tcp", "udp"):
        outside, outside_port, inside, inside_port = words[1:5]
        name = side if outside == "interface" else None
        return _known(inside, outside, name, words[0], port(inside_port), port(outside_port))
    if words[0] == "interface":
        return _known(words[1], words[0], side)
    mask = words[words.index("netmask") + 1] if "netmask" in words else "255.255.255.255"
    return Static(network(f"{words[1]}/{mask}"), network(f"{words[0]}/{mask}"))


def _known(
    inside: str,
    outside: str,
    interface: str | None,
    protocol: str | None = None,
    inside_port: int = 0,
    outside_port: int = 0,
) -> Static:
    """An address inside with one outside, or with that of an interface. ValueError for what is no address."""
    address = NOWHERE if interface is not None else _host(outside)
    return Static(_host(inside), address, protocol, inside_port, outside_port, interface)


def _host(written: str) -> Ranges:
    return network(str(ipaddress.ip_address(written)))
