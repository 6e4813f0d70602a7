"""One line of an access list: which new packets it permits or denies."""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Iterable

from grunnmur.collect.cisco import services
from grunnmur.collect.cisco.configuration import Configuration
from grunnmur.collect.cisco.services import Offer
from grunnmur.collect.packet_addresses import (
    EVERYWHERE,
    V4,
    V6,
    Range,
    Ranges,
    both,
    joined,
    network,
    span,
)
from grunnmur.collect.packet_filter import PORTS, Match, Rule, Service

_ANY = {"any": EVERYWHERE, "any4": V4, "any6": V6}
_IGNORED = frozenset((
    "log", "log-input", "inactive", "disable", "default", "interval", "time-range", "any-source",
    "emergencies", "alerts", "critical", "errors", "warnings", "notifications", "informational", "debugging",
))  # fmt: skip
_DEEPEST = 20


def rules_of(text: str, configuration: Configuration, doubts: Counter[str]) -> tuple[Rule, ...]:
    """The rules of a line; none when it is about no new packet. ValueError when it is no rule.

    There are two where a group names services that are understood and some that are not.
    """
    standard = text.startswith("standard ")
    words = text.removeprefix("standard ").split()
    allow = {"permit": True, "deny": False}.get(words[0])
    if allow is None or "inactive" in words:
        if allow is None:
            raise ValueError(words[0])
        return ()
    reader = _Reader(words[1:], configuration)
    if standard:
        return (Rule((Match(reader.address()),), allow),)
    return _extended(reader, allow, doubts)


def _extended(reader: _Reader, allow: bool, doubts: Counter[str]) -> tuple[Rule, ...]:
    offers = reader.services()
    sources = reader.address()
    from_ports = reader.ports()
    targets = reader.address()
    to_ports = reader.ports()
    rest = [word for word in reader.rest() if word not in _IGNORED and not word.isdigit()]
    if "established" in rest:
        return () if allow else (Rule((Match(sources, targets, {}, sure=False),), allow),)
    if not allow:  # who sends chooses the port: a refusal by it stops nobody
        offers = [one for one in offers if (from_ports, one.from_ports) == (PORTS, PORTS)]
    if not offers:
        return ()
    doubts.update(set(rest) | {one.doubt for one in offers if one.doubt})
    if not reader.sure:
        doubts["object or mask"] += 1
    sure = reader.sure and not rest
    parts = [(known, _service(offers, to_ports, known=known)) for known in (True, False)]
    return tuple(
        Rule((Match(sources, targets, service, sure and known),), allow)
        for known, service in parts
        if service
    )


def _service(offers: Iterable[Offer], to_ports: Ranges, *, known: bool) -> Service:
    """The ports by protocol of what is understood, or of what is not. The line's own ports limit a group's."""
    found: dict[str, list[Range]] = {}
    for one in offers:
        if (one.doubt is None) is known:
            with_ports = one.protocol in ("tcp", "udp")
            ports = both(one.to_ports, to_ports) if with_ports else PORTS
            found.setdefault(one.protocol, []).extend(ports)
    return {name: joined(ports) for name, ports in found.items() if ports}


class _Reader:
    """Reads a line from left to right."""

    def __init__(self, words: list[str], configuration: Configuration) -> None:
        self._words = words
        self._said = configuration
        self.sure = True

    def rest(self) -> list[str]:
        return self._words

    def services(self) -> list[Offer]:
        word = self._words.pop(0)
        if word in ("object-group", "object"):
            return list(services.named(self._words.pop(0), self._said.objects))
        return list(services.protocol(word))

    def address(self) -> Ranges:
        word = self._words.pop(0)
        if word in _ANY:
            return _ANY[word]
        if word == "host":
            return network(self._words.pop(0))
        if word in ("object", "object-group", "addrgroup"):
            return self._object(self._words.pop(0), 0)
        if word == "interface":
            self._words.pop(0)
            self.sure = False
            return EVERYWHERE
        if "/" in word:
            return network(word)
        if self._words and self._words[0][:1].isdigit() and self._words[0].count(".") == 3:
            return self._masked(word, self._words.pop(0))
        return network(word)

    def ports(self) -> Ranges:
        """The ports that stand here. A group of networks may stand here too, which is the next address."""
        if self._words[:1] == ["object-group"]:
            if ports := services.port_group(self._words[1], self._said.objects):
                self._words = self._words[2:]
            return ports or PORTS
        if self._words and self._words[0] in services.OPERATORS:
            return services.ports(self._words, several=not self._said.asa)
        return PORTS

    def _object(self, name: str, depth: int) -> Ranges:
        lines = self._said.objects.get(name)
        if lines is None or depth > _DEEPEST:
            self.sure = False
            return EVERYWHERE
        found: list[tuple[int, int]] = []
        for line in lines:
            found += self._member(line, depth)
        return joined(found)

    def _member(self, line: str, depth: int) -> Ranges:
        words = line.removeprefix("network-object ").split()
        if words[0] in ("host", "object", "group-object", "subnet", "range"):
            kind, value = words[0], words[1]
            if kind == "host":
                return network(value)
            if kind in ("object", "group-object"):
                return self._object(value, depth + 1)
            if kind == "range":
                return span(value, words[2])
            words = words[1:]
        if len(words) > 1 and words[0][:1].isdigit() and "/" not in words[0]:
            return network(f"{words[0]}/{words[1]}")
        if words[0] in ("nat", "fqdn", "service"):
            self.sure = self.sure and words[0] == "nat"
            return EVERYWHERE if words[0] == "fqdn" else ()
        return network(words[0])

    def _masked(self, address: str, mask: str) -> Ranges:
        """An address with a mask: of ASA as of networks, of IOS turned round."""
        bits = int(ipaddress.IPv4Address(mask))
        free = (~bits & 0xFFFFFFFF) if self._said.asa else bits
        low = int(ipaddress.IPv4Address(address)) & ~free & 0xFFFFFFFF
        if free & (free + 1):  # not one range: what lies between its ends may be meant or not
            self.sure = False
        return span(str(ipaddress.IPv4Address(low)), str(ipaddress.IPv4Address(low | free)))
