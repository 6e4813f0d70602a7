"""Configurations of Cisco routers, switches and firewalls (IOS, IOS XE, ASA), for what they let pass.

Reads the device with its addresses, the networks at its interfaces, and every access list that is
bound to an interface: as zones of addresses it treats alike and what may pass between them. Routing
is not followed, and lists that are bound to nothing let nothing through or out and are noted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from grunnmur.collect.cisco.access import rule_of
from grunnmur.collect.cisco.configuration import Configuration, Interface, read
from grunnmur.collect.claim import Claim, Found, Note, Record, reference
from grunnmur.collect.document import Document
from grunnmur.collect.packet_filter import Rule
from grunnmur.collect.zone_claims import claims

_HOST = re.compile(rb"^hostname \S+", re.MULTILINE)
_OWN = re.compile(
    rb"^(?:ASA Version |version \d+\.\d+\s*$|interface \S+|ip access-list |access-list \S+ |"
    rb"boot system |Building configuration)",
    re.MULTILINE,
)
_PART = re.compile(
    rb"^(?:access-list \d+ (?:permit|deny|remark) |ip access-list (?:standard|extended) \S+|"
    rb"interface [A-Z]\S+\r?\n(?: .*\r?\n)*? (?:ip address \d|no ip address|ip access-group ))",
    re.MULTILINE,
)
"""What a part of a configuration holds that tells whose it is, without the name of the device."""
_OTHERS = re.compile(
    rb"^(?:!RANCID-CONTENT-TYPE: (?!cisco)|!! IOS XR|feature \S+|set system |#version|! device: \S+ \((?!.*IOS))",
    re.MULTILINE,
)


def recognise(document: Document) -> bool:
    """Whether the document is a running configuration of IOS or ASA, or a part of one."""
    head = document.head
    whole = _HOST.search(head) and _OWN.search(head)
    return bool(whole or _PART.search(head)) and not _OTHERS.search(head)


def parse(document: Document) -> Iterator[Found]:
    """The device, its networks, and what its bound access lists let pass."""
    configuration = read(document)
    if configuration.hostname is None:
        configuration.hostname = Path(document.name).name.partition(".")[0]
        yield Note("device_named_after_file", {"name": configuration.hostname})
    yield _device(configuration, configuration.hostname)
    for interface in configuration.interfaces:
        if interface.cidr is not None:
            yield _network(configuration, interface)
    doubts: Counter[str] = Counter()
    for name, lines in sorted(configuration.lists.items()):
        yield from _list(configuration, name, lines, doubts)
    for line, text in configuration.unread:
        yield Note("rule_unreadable", {"line": text[:120]}, line=line, row=True)
    for what, count in sorted(doubts.items()):
        yield Note("match_not_understood", {"match": what, "rules": count})


def _device(configuration: Configuration, name: str) -> Record:
    said = {"kind": "network", "name": name, "vendor": "Cisco", "version": configuration.version}
    asset = Claim("asset", said, (("hostname", name),))
    addresses = [
        Claim("address", {"asset_id": reference("hostname", name), "ip": interface.ip})
        for interface in configuration.interfaces
        if interface.ip is not None
    ]
    return Record(name, (asset, *addresses))


def _network(configuration: Configuration, interface: Interface) -> Record:
    name = f"{configuration.hostname} {interface.name}"
    said = {"name": name, "cidr": interface.cidr, "vlan": interface.vlan}
    return Record(name, (Claim("network", said),))


def _list(
    configuration: Configuration, name: str, lines: list[tuple[int, str]], doubts: Counter[str]
) -> Iterator[Found]:
    """What a list lets pass, once, wherever it is bound."""
    rules: list[Rule] = []
    rows = 0
    for number, text in lines:
        try:
            rule = rule_of(text, configuration, doubts)
        except (ValueError, IndexError):
            yield Note("rule_unreadable", {"line": text[:120]}, line=number, row=True)
            continue
        rows += 1
        if rule is not None:
            rules.append(rule)
    if name not in configuration.bound:
        yield (
            Note("access_list_not_bound", {"list": name, "rows": rows}, row=True)
            if rows
            else Note("access_list_not_bound", {"list": name, "rows": 0})
        )
        return
    yield from claims(
        rules, name=f"{configuration.hostname} {name}", place=configuration.bound[name], rows=rows
    )
