"""Rules between addresses as a neutral table: source, target, protocol, ports, action, in order.

For firewalls no other format reads: one row a rule, the first that is about a packet decides, and
what no row is about does not pass. Addresses are networks, ranges `a-b`, `any`, or several of these
separated by a comma. Without any address of IPv6 the table says nothing of IPv6. Rules between named
zones are read by `table` into `zone_rule`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from grunnmur.collect import rule_actions
from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.packet_addresses import (
    EVERYWHERE,
    V4,
    V6,
    Ranges,
    both,
    joined,
    network,
    span,
)
from grunnmur.collect.packet_filter import EVERYTHING, PORTS, PROTOCOLS, Match, Rule, Service
from grunnmur.collect.zone_claims import claims

_NEEDED = ("source", "target", "protocol", "ports", "action")


def recognise(document: Document) -> bool:
    """Whether the document's first line names exactly these columns, in any order."""
    lines = document.head.splitlines()  # of any make: a lone carriage return ends a line too
    first = lines[0].decode("utf-8", "replace").strip("\ufeff ") if lines else ""
    names = set(_cells(first, _delimiter(first)))
    return names >= set(_NEEDED) and names <= {*_NEEDED, "comment"}


def parse(document: Document) -> Iterator[Found]:
    """Zones of addresses that are treated alike, and what may pass between them."""
    rules: list[Rule] = []
    rows = 0
    titles: list[str] = []
    delimiter = ";"
    for number, line in document.lines():
        text = line.strip("\ufeff ")
        if not text:
            continue
        if not titles:
            delimiter = _delimiter(text)
            titles = _cells(text, delimiter)
            continue
        row = dict(zip(titles, _cells(text, delimiter), strict=False))
        try:
            rules.append(_rule(row))
            rows += 1
        except (ValueError, KeyError):
            yield Note("rule_unreadable", {"line": text[:120]}, line=number, row=True)
            if (
                rule_actions.word(row.get("action", "")) != "deny"
            ):  # what it would let pass may pass
                rules.append(Rule((_as_far_as_read(row),), allow=True))
    yield from claims(rules, name=document.name, place="", rows=rows, within=_within(rules))


def _within(rules: list[Rule]) -> Ranges:
    """Both kinds of address where any rule names one of IPv6; else nothing is said of IPv6."""
    named = [side for rule in rules for one in rule.matches for side in (one.sources, one.targets)]
    return EVERYWHERE if any(side != EVERYWHERE and both(side, V6) for side in named) else V4


def _rule(row: Mapping[str, str]) -> Rule:
    action = rule_actions.word(row["action"])
    if action is None:
        raise ValueError(f"{row['action']} is no action")
    match = Match(_addresses(row["source"]), _addresses(row["target"]), _service(row))
    return Rule((match,), action == "allow")


def _as_far_as_read(row: Mapping[str, str]) -> Match:
    """What a row that cannot be read as a whole may be about."""
    found = Match(sure=False)
    with suppress(ValueError, KeyError):
        found = replace(found, service=_service(row))
    with suppress(ValueError, KeyError):
        found = replace(found, sources=_addresses(row["source"]))
    with suppress(ValueError, KeyError):
        found = replace(found, targets=_addresses(row["target"]))
    return found


def _service(row: Mapping[str, str]) -> Service:
    protocol = row["protocol"].casefold() or "any"
    if protocol not in ("any", "ip", "all", *EVERYTHING):
        raise ValueError(f"{protocol} is no protocol")
    ports = _ports(row["ports"])
    # A row that names ports is about protocols that have any.
    with_ports = PROTOCOLS if ports == PORTS else ("tcp", "udp")
    named = with_ports if protocol in ("any", "ip", "all") else (protocol,)
    return {name: ports if name in ("tcp", "udp") else PORTS for name in named}


def _addresses(written: str) -> Ranges:
    if written.casefold() in ("any", "*", ""):
        return EVERYWHERE
    found: list[tuple[int, int]] = []
    for part in re.split(r"[,\s]+", written):
        low, dash, high = part.partition("-")
        if dash:
            found += span(low, high)
        else:
            found += network(part)
    return joined(found)


def _ports(written: str) -> Ranges:
    if written.casefold() in ("any", "*", ""):
        return PORTS
    found = []
    for part in re.split(r"[,\s]+", written):
        low, dash, high = part.partition("-")
        begin, end = int(low), int(high if dash else low)
        if not 0 <= begin <= end <= PORTS[0][1]:
            raise ValueError(f"{part} is no port")
        found.append((begin, end))
    return tuple(sorted(found))


def _delimiter(line: str) -> str:
    return max((";", ",", "\t"), key=line.count)


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
