"""A configuration's blocks: interfaces, access lists and where they are bound, groups of objects."""

from __future__ import annotations

import ipaddress
import re
from collections import defaultdict
from dataclasses import dataclass, field

from grunnmur.collect.document import Document

_SKIPPED = ("remark ", "description ", "dynamic ", "statistics ", "fragments ")
_SEQUENCE = re.compile(r"^\d+ ")


@dataclass(slots=True)
class Interface:
    """An interface with its own address and the network behind it."""

    name: str
    ip: str | None = None
    cidr: str | None = None
    vlan: int | None = None
    nameif: str | None = None


@dataclass(slots=True)
class Configuration:
    """What a configuration says, as far as reachability asks."""

    hostname: str | None = None
    version: str | None = None
    asa: bool = False
    interfaces: list[Interface] = field(default_factory=list)
    lists: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    bound: dict[str, str] = field(default_factory=dict)
    objects: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unread: list[tuple[int, str]] = field(default_factory=list)


def read(document: Document) -> Configuration:
    """The document's configuration. A line belongs to the block above it when it is indented."""
    found = Configuration()
    block: tuple[str, str] = ("", "")
    for number, line in document.lines():
        text = " ".join(line.split())
        if not text or text.startswith("!"):
            continue
        if line[:1].isspace() and block[0]:
            _inside(found, block, text, number)
        else:
            block = _begin(found, text, number)
    return found


def _begin(found: Configuration, text: str, number: int) -> tuple[str, str]:
    """Takes a line that begins a block or stands alone; gives the block."""
    words = text.split()
    if words[0] == "hostname" and len(words) > 1:
        found.hostname = words[1]
    elif text.startswith("ASA Version"):
        found.asa, found.version = True, words[2] if len(words) > 2 else None
    elif words[0] == "version" and len(words) > 1:
        found.version = words[1]
    elif words[0] == "interface" and len(words) > 1:
        found.interfaces.append(Interface(words[1], vlan=_vlan(words[1])))
        return "interface", words[1]
    elif text.startswith("ip access-list") and len(words) > 3:
        found.lists.setdefault(words[3], [])
        return "list " + words[2], words[3]
    elif words[0] in ("object", "object-group") and len(words) > 2:
        return "object", words[2]
    elif words[0] == "access-list" and len(words) > 2:
        _numbered(found, words, number)
    elif words[0] == "access-group" and "interface" in words:
        found.bound.setdefault(words[1], words[-1])
    elif text.startswith("access-group") and words[-1] == "global":
        found.bound.setdefault(words[1], "global")
    return "", ""


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
        _interface(found, found.interfaces[-1], text)
    elif kind.startswith("list") and not text.startswith(_SKIPPED):
        rule = _SEQUENCE.sub("", text)
        if rule.startswith(("permit", "deny")):
            standard = "standard " if kind == "list standard" else ""
            found.lists[name].append((number, standard + rule))
        elif not rule.startswith(_SKIPPED):
            found.unread.append((number, text))
    elif kind == "object" and not text.startswith(_SKIPPED):
        found.objects[name].append(text)


def _interface(found: Configuration, interface: Interface, text: str) -> None:
    words = text.split()
    if (
        text.startswith("ip address ")
        and len(words) >= 4
        and words[2] not in ("dhcp", "negotiated")
    ):
        try:
            network = ipaddress.IPv4Interface(f"{words[2]}/{words[3]}")
        except ValueError:
            return
        if "secondary" not in words:
            interface.ip, interface.cidr = str(network.ip), str(network.network)
    elif text.startswith("ip access-group ") and len(words) >= 4:
        found.bound.setdefault(words[2], f"{interface.name} {words[3]}")
    elif words[0] == "nameif" and len(words) > 1:
        interface.nameif = words[1]
    elif text.startswith(("encapsulation dot1Q ", "encapsulation dot1q ")) and words[2].isdigit():
        interface.vlan = int(words[2])


def _vlan(name: str) -> int | None:
    digits = name[4:] if name.casefold().startswith("vlan") else ""
    return int(digits) if digits.isdigit() else None
