"""Which addresses are behind which interface: its own networks, and those that are routed there by hand."""

from __future__ import annotations

import ipaddress
from collections import defaultdict

from grunnmur.collect.cisco.configuration import Configuration, Interface
from grunnmur.collect.packet_addresses import (
    EVERYWHERE,
    NOWHERE,
    Ranges,
    holds,
    joined,
    network,
    without,
)


def behind(said: Configuration) -> tuple[list[Ranges], Ranges]:
    """For each interface the addresses surely behind it, and those of which it is not known.

    The narrowest network decides, as it does when the device sends. Where the device learns routes from
    others, only its own networks and routes by hand are known, and no default route is relied on.
    """
    known: dict[str, set[int | None]] = defaultdict(set)
    for number, interface in enumerate(said.interfaces):
        for net in interface.networks:
            known[net].add(number)
    for net, words in said.routes:
        if net not in known and not (said.learning and ipaddress.ip_network(net).prefixlen == 0):
            known[net].add(_interface(said.interfaces, words))
    found: list[Ranges] = [NOWHERE for _ in said.interfaces]
    told: Ranges = NOWHERE
    for net in sorted(known, key=lambda net: (-ipaddress.ip_network(net).prefixlen, net)):
        fresh = without(network(net), told)
        told = joined([*told, *fresh])
        (place, *others) = known[net]
        if place is not None and not others:
            found[place] = joined([*found[place], *fresh])
    return found, without(EVERYWHERE, joined(one for ranges in found for one in ranges))


def _interface(interfaces: list[Interface], words: tuple[str, ...]) -> int | None:
    """The interface a route names, or whose network its next hop is in; None where it cannot be told."""
    for word in words[:2]:
        for number, interface in enumerate(interfaces):
            if word in (interface.name, interface.nameif):
                return number
        try:
            ((hop, _),) = network(word)
        except ValueError:
            continue
        for number, interface in enumerate(interfaces):
            if any(holds(network(net), hop) for net in interface.networks):
                return number
    return None
