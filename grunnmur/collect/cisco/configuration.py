"""A configuration's blocks: interfaces, access lists and where they are bound, objects, routes, translation."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from grunnmur.collect.cisco.translation import Static, static
from grunnmur.collect.document import Document

_SKIPPED = ("remark ", "description ", "statistics ", "fragments ")
_SEQUENCE = re.compile(r"^\d+ ")
_LEARN = frozenset(("ospf", "ospfv3", "bgp", "eigrp", "rip", "isis", "iso-igrp", "odr"))


@dataclass(slots=True)
class Interface:
    """An interface with its own addresses, the networks behind it, and the lists bound to it."""

    name: str
    ips: list[str] = field(default_factory=list)
    networks: list[str] = field(default_factory=list)
    vlan: int | None = None
    nameif: str | None = None
    level: int | None = None
    outside: bool = False
    lists: list[tuple[str, str]] = field(default_factory=list)
    """Direction (`in`, `out`) and name."""


@dataclass(slots=True)
class Configuration:
    """What a configuration says, as far as reachability asks."""

    hostname: str | None = None
    version: str | None = None
    asa: bool = False
    interfaces: list[Interface] = field(default_factory=list)
    lists: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    lists_six: set[str] = field(default_factory=set)
    everywhere: str | None = None
    same_level: bool = False
    objects: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    routes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """A network, and the words that say where it is."""
    learning: set[str] = field(default_factory=set)
    static: list[Static] = field(default_factory=list)
    translating: Counter[str] = field(default_factory=Counter)
    unread: list[tuple[int, str]] = field(default_factory=list)

    def bound(self) -> set[str]:
        """The lists that are bound to an interface, or to all."""
        named = {name for interface in self.interfaces for _, name in interface.lists}
        return named | ({self.everywhere} if self.everywhere else set())


def read(document: Document) -> Configuration:
    """The document's configuration. A line belongs to the block above it when it is indented."""
    found = Configuration()
    block: tuple[str, str] = ("", "")
    groups: list[list[str]] = []
    for number, line in document.lines():
        text = " ".join(line.split())
        if not text or text.startswith("!"):
            continue
        if line[:1].isspace() and block[0]:
            _inside(found, block, text, number)
            continue
        block = _begin(found, text, number)
        if text.startswith("access-group "):
            groups.append(text.split())
    for words in groups:
        _bind(found, words)
    found.static = [one.at(_own(found, one.interface)) for one in found.static]
    return found


def _own(found: Configuration, name: str | None) -> list[str]:
    """The addresses of the interface that is called that; none where it is given one, or is not there."""
    named = (one for one in found.interfaces if name and name in (one.name, one.nameif))
    return [ip for one in named for ip in one.ips]


def _begin(found: Configuration, text: str, number: int) -> tuple[str, str]:
    """Takes a line that begins a block or stands alone; gives the block."""
    words = text.split()
    if words[0] == "interface" and len(words) > 1:
        name = "".join(words[1:])
        found.interfaces.append(Interface(name, vlan=_vlan(name)))
        return "interface", name
    if text.startswith(("ip access-list", "ipv6 access-list")):
        return _list(found, words)
    if words[0] in ("object", "object-group") and len(words) > 2:
        return "object", words[2]
    if words[0] == "access-list" and len(words) > 2:
        _numbered(found, words, number)
    elif words[0] in ("hostname", "version", "ASA", "same-security-traffic"):
        _about(found, words)
    else:
        _way(found, words)
    return "", ""


def _about(found: Configuration, words: list[str]) -> None:
    if words[0] == "hostname" and len(words) > 1:
        found.hostname = words[1]
    elif words[:2] == ["ASA", "Version"]:
        found.asa, found.version = True, words[2] if len(words) > 2 else None
    elif words[0] == "version" and len(words) > 1:
        found.version = words[1]
    elif words[1:] == ["permit", "inter-interface"]:
        found.same_level = True


def _way(found: Configuration, words: list[str]) -> None:
    """Routes, and translation of addresses."""
    if words[0] == "router" and len(words) > 1 and words[1] in _LEARN:
        found.learning.add(words[1])
    elif words[:2] in (["ip", "route"], ["ipv6", "route"]) or words[0] == "route":
        rest = words[1:] if words[0] == "route" else words[2:]
        try:
            found.routes.append(_route(rest, asa=words[0] == "route"))
        except (ValueError, IndexError):
            found.learning.add("route")
    elif words[:2] == ["ip", "nat"] or words[0] in ("nat", "static", "global"):
        followed = static(words)
        if followed is not None:
            found.static.append(followed)
        elif words[:3] != ["ip", "nat", "pool"]:
            found.translating[" ".join(words[: 3 if words[0] == "ip" else 1])] += 1


def _route(words: list[str], *, asa: bool) -> tuple[str, tuple[str, ...]]:
    """`NET MASK HOP…` of IOS, `NET/BITS HOP…`, `IFNAME NET MASK HOP` of ASA. ValueError for what it is not."""
    if words[0] == "vrf":
        raise ValueError("a table of its own")
    first = (words[0],) if asa else ()
    rest = words[1:] if asa else words
    if "/" in rest[0]:
        return str(ipaddress.ip_network(rest[0], strict=False)), (*first, *rest[1:])
    net = ipaddress.ip_network(f"{rest[0]}/{rest[1]}", strict=False)
    return str(net), (*first, *rest[2:])


def _list(found: Configuration, words: list[str]) -> tuple[str, str]:
    """`ip access-list KIND NAME`, or `ipv6 access-list NAME`."""
    kind, name = (words[2], words[-1]) if words[0] == "ip" else ("six", words[2])
    if words[0] == "ip" and len(words) < 4:
        kind = "extended"
    found.lists.setdefault(name, [])
    if kind == "six":
        found.lists_six.add(name)
    return "list " + kind, name


def _bind(found: Configuration, words: list[str]) -> None:
    """`access-group LIST in interface NAME …` and `access-group LIST global` of ASA.

    What has `control-plane` behind it judges what is sent to the device itself, and nothing that passes.
    """
    if words[-1] == "global":
        found.everywhere = words[1]
    elif words[3:4] == ["interface"] and len(words) > 4 and "control-plane" not in words:
        for interface in found.interfaces:
            if words[4] in (interface.nameif, interface.name):
                interface.lists.append((words[2], words[1]))


def _numbered(found: Configuration, words: list[str], number: int) -> None:
    """`access-list NAME …` on one line: numbered lists of IOS, all lists of ASA."""
    name, rest = words[1], words[2:]
    if rest[0] == "line":
        rest = rest[2:]
    if rest[0] in ("remark", "rename", "ethertype", "webtype"):
        return
    if rest[0] in ("extended", "standard"):
        found.asa = True
    standard = rest[0] == "standard" or (
        name.isdigit() and (int(name) < 100 or 1300 <= int(name) < 2000)
    )
    rest = rest[1:] if rest[0] in ("extended", "standard") else rest
    found.lists[name].append((number, ("standard " if standard else "") + " ".join(rest)))


def _inside(found: Configuration, block: tuple[str, str], text: str, number: int) -> None:
    kind, name = block
    if kind == "interface":
        _interface(found.interfaces[-1], text)
    elif kind.startswith("list") and not text.startswith(_SKIPPED):
        rule = _SEQUENCE.sub("", text)
        rule = re.sub(r" sequence \d+$", "", rule)
        if rule.startswith(("permit", "deny", "dynamic ")):
            standard = "standard " if kind == "list standard" else ""
            found.lists[name].append((number, standard + rule))
        elif not rule.startswith(_SKIPPED):
            found.unread.append((number, text))
    elif kind == "object" and not text.startswith(_SKIPPED):
        if text.startswith("nat "):
            found.translating["nat"] += 1
        found.objects[name].append(text)


def _interface(interface: Interface, text: str) -> None:
    words = text.split()
    if text.startswith(("ip address ", "ipv6 address ")):
        _address(interface, words[2:])
    elif words[:2] in (["ip", "access-group"], ["ipv6", "traffic-filter"]) and len(words) > 3:
        interface.lists.append((words[3], words[2]))
    elif text == "ip nat outside":
        interface.outside = True
    elif words[0] == "nameif" and len(words) > 1:
        interface.nameif = words[1]
    elif words[0] == "security-level" and words[-1].isdigit():
        interface.level = int(words[-1])
    elif text.startswith(("encapsulation dot1Q ", "encapsulation dot1q ")) and words[2].isdigit():
        interface.vlan = int(words[2])


def _address(interface: Interface, words: list[str]) -> None:
    """`10.1.0.1 255.255.0.0`, `10.1.0.1/16` or `2001:db8::1/64`; what is dealt out or link-local says no network."""
    try:
        written = words[0] if "/" in words[0] else f"{words[0]}/{words[1]}"
        found = ipaddress.ip_interface(written)
    except (ValueError, IndexError):
        return
    if not found.ip.is_link_local:
        interface.ips.append(str(found.ip))
        interface.networks.append(str(found.network))


def _vlan(name: str) -> int | None:
    digits = name[4:] if name.casefold().startswith("vlan") else ""
    return int(digits) if digits.isdigit() else None
