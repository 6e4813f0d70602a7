"""Services as lines and named objects say them: protocols, and the ports they come from and go to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grunnmur.collect.packet_addresses import Ranges, joined, without
from grunnmur.collect.packet_filter import PORTS, PROTOCOLS

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
_PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmp", "icmp6": "icmp", "icmpv6": "icmp"}
_OTHERS = frozenset((
    "ah", "ahp", "eigrp", "esp", "gre", "igmp", "igrp", "ipinip", "ipsec", "nos", "ospf", "pcp", "pim", "pptp",
    "sctp", "snp", "vrrp",
))  # fmt: skip
"""Words for protocols that a member of a group may be; any other word is no service."""
_ALL = ("ip", "ipv4", "ipv6", "0")
OPERATORS = ("eq", "neq", "gt", "lt", "range")
_MEMBERS = ("service-object ", "protocol-object ", "service ")
_PORT_MEMBERS = ("port-object ", "eq ", "range ")
_ADDRESS = re.compile(r"\d\.\d|:")  # a group of networks has ranges too
_DEEPEST = 20
Objects = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A protocol with its ports. `doubt` is what of it is not understood, as it was written."""

    protocol: str
    to_ports: Ranges = PORTS
    from_ports: Ranges = PORTS
    doubt: str | None = None


def protocol(word: str) -> tuple[Offer, ...]:
    """What a protocol's word or number means; one of the many we do not tell apart is in doubt."""
    name = _PROTOCOLS.get(word, word)
    if name in _ALL:
        return tuple(map(Offer, PROTOCOLS))
    if name == "tcp-udp":
        return Offer("tcp"), Offer("udp")
    return (Offer(name),) if name in ("tcp", "udp", "icmp") else (Offer("other", doubt=word),)


def named(name: str, objects: Objects, depth: int = 0) -> Iterator[Offer]:
    """What an object or a group in the protocol's place stands for. ValueError for a line that is no service."""
    lines = objects.get(name)
    if not lines or depth > _DEEPEST:
        yield from (Offer(one, doubt=f"object {name}") for one in PROTOCOLS)
        return
    for line in lines:
        words = line.split()
        if words[0] in ("group-object", "service-object") and words[-2] in (
            "group-object",
            "object",
        ):
            yield from named(words[-1], objects, depth + 1)
        else:
            prefix = next((one for one in _MEMBERS if line.startswith(one)), "")
            yield from _member(line.removeprefix(prefix))


def _member(text: str) -> Iterator[Offer]:
    """`tcp destination eq https` of ASA, `tcp eq 443` and `tcp source gt 1023 www` of IOS, `icmp echo`, `gre`."""
    first, *words = text.split()
    offers = protocol(first)
    from_ports = to_ports = PORTS
    if offers[0].protocol in ("tcp", "udp"):
        if words[:1] == ["source"]:
            words.pop(0)
            from_ports = ports(words)
        if words[:1] == ["destination"]:
            words.pop(0)
        to_ports = ports(words) if words else PORTS
    elif offers[0].protocol == "other" and not (first.isdigit() or first in _OTHERS):
        raise ValueError(text)
    for one in offers:
        yield Offer(one.protocol, to_ports, from_ports, text if words else one.doubt)


def ports(words: list[str], *, several: bool = False) -> Ranges:
    """The ports at the head of the words, which are taken away. A bare port is one too.

    `several` is whether more may follow `eq`. ValueError for what is no port.
    """
    how = words.pop(0) if words[0] in OPERATORS else "eq"
    first = port(words.pop(0))
    if how == "range":
        return ((first, port(words.pop(0))),)
    if how in ("gt", "lt"):
        return ((first + 1, 65535),) if how == "gt" else ((0, first - 1),)
    found = [(first, first)]
    while several and words and (words[0].isdigit() or words[0] in _PORTS):
        found.append((port(words.pop(0)),) * 2)
    ranges = tuple(sorted(found))
    return without(PORTS, ranges) if how == "neq" else ranges


def port_group(name: str, objects: Objects, depth: int = 0) -> Ranges:
    """The ports of a group that stands behind an address; none when it is no group of ports."""
    found: list[tuple[int, int]] = []
    for line in objects.get(name, ()) if depth <= _DEEPEST else ():
        words = line.split()
        if words[0] == "group-object":
            found += port_group(words[1], objects, depth + 1)
        elif line.startswith(_PORT_MEMBERS) and not _ADDRESS.search(line):
            found += ports(line.removeprefix("port-object ").split())
    return joined(found)


def port(word: str) -> int:
    """The port's number. ValueError for a name nobody knows."""
    return _PORTS[word] if word in _PORTS else int(word)
