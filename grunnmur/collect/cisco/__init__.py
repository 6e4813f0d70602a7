"""Configurations of Cisco routers, switches and firewalls (IOS, IOS XE, ASA), for what they let pass.

Reads the device with its addresses, the networks at its interfaces, and every access list that is bound to an
interface: as zones of addresses the device treats alike, IPv4 and IPv6, and what may pass between them. Which
addresses are behind which interface is known of its own networks and of routes by hand. Static translation
is followed; what else translates is noted. Lists that are bound to nothing judge nothing and are noted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from grunnmur.collect.cisco import routes, stages
from grunnmur.collect.cisco.access import rules_of
from grunnmur.collect.cisco.configuration import Configuration, Interface, read
from grunnmur.collect.claim import Claim, Found, Note, Record, reference
from grunnmur.collect.document import Document
from grunnmur.collect.packet_addresses import EVERYWHERE, V4, network
from grunnmur.collect.packet_filter import Match, Rule
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
    said = read(document)
    if said.hostname is None:
        said.hostname = Path(document.name).name.partition(".")[0]
        yield Note("device_named_after_file", {"name": said.hostname})
    yield _device(said, said.hostname)
    for interface in said.interfaces:
        yield from _networks(said.hostname, interface)
    yield from _passing(said, said.hostname)
    for line, text in said.unread:
        yield Note("rule_unreadable", {"line": text[:120]}, line=line, row=True)
    if said.translating:
        kinds = ", ".join(sorted(said.translating))
        yield Note("translation_not_followed", {"lines": said.translating.total(), "kinds": kinds})


def _device(said: Configuration, name: str) -> Record:
    values = {"kind": "network", "name": name, "vendor": "Cisco", "version": said.version}
    asset = Claim("asset", values, (("hostname", name),))
    addresses = [
        Claim("address", {"asset_id": reference("hostname", name), "ip": ip})
        for interface in said.interfaces
        for ip in interface.ips
    ]
    return Record(name, (asset, *addresses))


def _networks(hostname: str, interface: Interface) -> Iterator[Found]:
    """The networks at an interface; further ones beside the first are told apart by their range."""
    for number, net in enumerate(interface.networks):
        name = f"{hostname} {interface.name}" + (f" {net}" if number else "")
        values = {"name": name, "cidr": net, "vlan": interface.vlan}
        yield Record(name, (Claim("network", values),))


def _passing(said: Configuration, hostname: str) -> Iterator[Found]:
    """Zones and rules of the whole device, once; a note on each list that is not used."""
    doubts: Counter[str] = Counter()
    bound, rows = said.bound(), 0
    rules: dict[str, list[Rule]] = {}
    for name, lines in sorted(said.lists.items()):
        unread: list[Note] = []
        rules[name] = list(_rules(said, lines, doubts, unread))
        yield from unread
        read_rows = len(lines) - len(unread)
        if name in bound:
            rows += read_rows
        else:
            yield Note(
                "access_list_not_bound", {"list": name, "rows": read_rows}, row=read_rows > 0
            )
    for name, count in sorted(doubts.items()):
        yield Note("match_not_understood", {"match": name, "rules": count})
    yield from _not_there(said)
    behind, unknown = routes.behind(said)
    if made := stages.stages(said, rules, behind, unknown):
        if said.learning:
            yield Note("routes_not_known", {"protocols": ", ".join(sorted(said.learning))})
        yield from claims(
            [*_neighbours(said), *made[0]],
            name=hostname,
            place="",
            rows=rows,
            later=[[*_neighbours(said), *one] for one in made[1:]],
            within=EVERYWHERE if _six(said) else V4,
        )
    elif rows:
        yield Note("filter_without_chains", {"rows": rows}, row=True)


def _rules(
    said: Configuration,
    lines: list[tuple[int, str]],
    doubts: Counter[str],
    unread: list[Note],
) -> Iterator[Rule]:
    for number, text in lines:
        try:
            yield from rules_of(text, said, doubts)
        except (ValueError, IndexError):
            unread.append(Note("rule_unreadable", {"line": text[:120]}, line=number, row=True))
            # What it would let pass may pass.
            # A `dynamic` rule permits as well: those who log on first.
            if "permit" in text.split():
                yield Rule((Match(sure=False),), allow=True)


def _not_there(said: Configuration) -> Iterator[Note]:
    """Lists that are bound without being there: nothing is stopped by them."""
    for interface in said.interfaces:
        for _, name in interface.lists:
            if not said.lists.get(name):
                yield Note("access_list_not_there", {"list": name, "interface": interface.name})


def _neighbours(said: Configuration) -> list[Rule]:
    """What is in one network passes no device between."""
    return [
        Rule((Match(network(net), network(net)),), allow=True)
        for interface in said.interfaces
        for net in interface.networks
    ]


def _six(said: Configuration) -> bool:
    """Whether anything is said of IPv6."""
    return bool(said.lists_six) or any(
        ":" in net for interface in said.interfaces for net in interface.networks
    )
