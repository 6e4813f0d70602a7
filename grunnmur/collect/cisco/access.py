"""One line of an access list: which new packets it permits or denies."""

from __future__ import annotations

import ipaddress
from collections import Counter

from grunnmur.collect.cisco.configuration import Configuration
from grunnmur.collect.packet_addresses import (
    EVERYWHERE,
    V4,
    V6,
    Ranges,
    joined,
    network,
    span,
    without,
)
from grunnmur.collect.packet_filter import EVERYTHING, PORTS, PROTOCOLS, Match, Rule

_PORTS = {
    "ftp-data": 20, "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "tacacs": 49, "domain": 53, "bootps": 67,
    "bootpc": 68, "tftp": 69, "gopher": 70, "finger": 79, "www": 80, "http": 80, "hostname": 101, "pop2": 109,
    "pop3": 110, "sunrpc": 111, "ident": 113, "nntp": 119, "ntp": 123, "netbios-ns": 137, "netbios-dgm": 138,
    "netbios-ss": 139, "netbios-ssn": 139, "imap4": 143, "snmp": 161, "snmptrap": 162, "xdmcp": 177,
    "bgp": 179, "irc": 194, "ldap": 389, "https": 443, "isakmp": 500, "exec": 512, "biff": 512, "login": 513,
    "who": 513, "cmd": 514, "syslog": 514, "rsh": 514, "lpd": 515, "talk": 517, "rip": 520, "uucp": 540,
    "klogin": 543, "kshell": 544, "ldaps": 636, "lotusnotes": 1352, "sqlnet": 1521, "h323": 1720,
    "pptp": 1723, "radius": 1645, "radius-acct": 1646, "nfs": 2049, "citrix-ica": 1494, "sip": 5060,
    "aol": 5190, "non500-isakmp": 4500,
}  # fmt: skip
_ANY = {"any": EVERYWHERE, "any4": V4, "any6": V6}
_IGNORED = frozenset(
    ("log", "log-input", "inactive", "disable", "default", "interval", "time-range", "any-source")
)
_DEEPEST = 20
_PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmp", "icmp6": "icmp", "icmpv6": "icmp"}


def rule_of(text: str, configuration: Configuration, doubts: Counter[str]) -> Rule | None:
    """The rule of a line; None when it is about no new packet. ValueError when it is no rule."""
    standard = text.startswith("standard ")
    words = text.removeprefix("standard ").split()
    allow = {"permit": True, "deny": False}.get(words[0])
    if allow is None or "inactive" in words:
        if allow is None:
            raise ValueError(words[0])
        return None
    reader = _Reader(words[1:], configuration)
    if standard:
        return Rule((Match(reader.address()),), allow)
    return _extended(reader, allow, doubts)


def _extended(reader: _Reader, allow: bool, doubts: Counter[str]) -> Rule | None:
    protocols = reader.protocols()
    sources = reader.address()
    from_ports = reader.ports()
    targets = reader.address()
    to_ports = reader.ports()
    rest = [word for word in reader.rest() if word not in _IGNORED and not word.isdigit()]
    if "established" in rest:
        return None if allow else Rule((Match(sources, targets, {}, sure=False),), allow)
    if not allow and from_ports != PORTS:
        return None  # who sends chooses the port: such a refusal stops nobody
    sure = reader.sure and not rest
    for word in rest:
        doubts[word] += 1
    if not reader.sure:
        doubts["object or mask"] += 1
    service = {name: to_ports if name in ("tcp", "udp") else PORTS for name in protocols}
    return Rule((Match(sources, targets, service, sure),), allow)


class _Reader:
    """Reads a line from left to right."""

    def __init__(self, words: list[str], configuration: Configuration) -> None:
        self._words = words
        self._said = configuration
        self.sure = True

    def rest(self) -> list[str]:
        return self._words

    def protocols(self) -> tuple[str, ...]:
        word = self._words.pop(0)
        if word in ("object-group", "object"):
            self._words.pop(0)
            self.sure = False
            return PROTOCOLS
        name = _PROTOCOLS.get(word, word)
        if name in ("ip", "ipv4", "ipv6", "0"):
            return tuple(EVERYTHING)
        if name in ("tcp", "udp", "icmp"):
            return (name,)
        self.sure = False  # one of many other protocols
        return ("other",)

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
        if not self._words or self._words[0] not in (
            "eq",
            "neq",
            "gt",
            "lt",
            "range",
            "object-group",
        ):
            return PORTS
        if self._words[0] == "object-group":
            return self._service_group()
        how = self._words.pop(0)
        first = _port(self._words.pop(0))
        if how == "range":
            return ((first, _port(self._words.pop(0))),)
        if how in ("gt", "lt"):
            return ((first + 1, 65535),) if how == "gt" else ((0, first - 1),)
        found = [(first, first)]
        while (
            self._words
            and (self._words[0].isdigit() or self._words[0] in _PORTS)
            and not self._said.asa
        ):
            found.append((_port(self._words[0]),) * 2)
            self._words.pop(0)
        ranges = tuple(sorted(found))
        return without(PORTS, ranges) if how == "neq" else ranges

    def _service_group(self) -> Ranges:
        """A group of ports after an address; a group of networks stands there too and is not ours."""
        lines = self._said.objects.get(self._words[1], [])
        if not any(line.startswith(("port-object", "eq ", "range ")) for line in lines):
            return PORTS
        self._words = self._words[2:]
        found = []
        for line in lines:
            words = line.removeprefix("port-object ").split()
            found.append((_port(words[1]), _port(words[-1])))
        return tuple(sorted(found))

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


def _port(word: str) -> int:
    return _PORTS[word] if word in _PORTS else int(word)
