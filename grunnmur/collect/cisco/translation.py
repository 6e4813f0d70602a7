"""Static translation: whoever may come to the address outside comes to the one inside."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from grunnmur.collect.packet_addresses import Ranges, both, network
from grunnmur.collect.packet_filter import Match, Rule


@dataclass(frozen=True, slots=True)
class Static:
    """An address inside, the one it is known by outside, and where only a port is translated, that."""

    inside: Ranges
    outside: Ranges
    protocol: str | None = None
    inside_port: int = 0
    outside_port: int = 0


def static(words: Sequence[str]) -> Static | None:
    """`ip nat inside source static …` of IOS, `static (inside,outside) …` of ASA before 8.3; None for all else."""
    try:
        if words[:5] == ["ip", "nat", "inside", "source", "static"]:
            return _ios(words[5:])
        if words[0] == "static" and len(words) > 3:
            return _asa(words[2:])
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
    if not both(match.targets, one.outside):
        return None
    service = match.service
    if one.protocol is not None:
        ports = both(service.get(one.protocol, ()), ((one.outside_port, one.outside_port),))
        service = {one.protocol: ((one.inside_port, one.inside_port),)} if ports else {}
    return replace(match, targets=one.inside, service=service)


def _ios(words: Sequence[str]) -> Static | None:
    if words[0] in ("tcp", "udp"):
        inside, port, outside, other = words[1:5]
        return Static(network(inside), network(outside), words[0], int(port), int(other))
    if words[0] == "network":
        bits = words[3] if words[3].startswith("/") else f"/{words[3]}"
        return Static(network(words[1] + bits), network(words[2] + bits))
    return Static(_host(words[0]), _host(words[1]))


def _asa(words: Sequence[str]) -> Static | None:
    if words[0] in ("tcp", "udp"):
        outside, other, inside, port = words[1:5]
        return Static(network(inside), network(outside), words[0], int(port), int(other))
    mask = words[words.index("netmask") + 1] if "netmask" in words else "255.255.255.255"
    return Static(network(f"{words[1]}/{mask}"), network(f"{words[0]}/{mask}"))


def _host(written: str) -> Ranges:
    return network(str(ipaddress.ip_address(written)))
