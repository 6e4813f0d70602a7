"""Rules of Linux packet filters as `iptables-save` writes them: who may pass on to whom.

Addresses the rules treat alike become a zone, and what may pass between two of them a zone rule.
Reads the filter table's FORWARD chain, or INPUT where nothing is forwarded. An interface stands for
the addresses behind it where the source's `interfaces` say so; `lo` is 127.0.0.0/8.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.iptables import chains, matches
from grunnmur.collect.packet_filter import Ranges, Rule, network
from grunnmur.collect.zone_claims import claims
from grunnmur.errors import CollectError

_START = re.compile(
    rb"^(?:#.*|\s*)(?:\r?\n(?:#.*|\s*))*\r?\n?\*(?:filter|nat|mangle|raw|security)\b|^\*filter\b",
    re.MULTILINE,
)


def recognise(document: Document) -> bool:
    """Whether the document is a file of iptables-save."""
    head = document.head
    return bool(_START.search(head)) and (b"\n:" in head or b"\n-A " in head)


def parse(document: Document) -> Iterator[Found]:
    """Zones and what may pass between them, with a note for everything not understood."""
    table, rows, unread = _read(document)
    if not table.policies:
        raise CollectError("filter_without_rules", name=document.name)
    doubts: Counter[str] = Counter()
    chain, rules = chosen(table, _interfaces(document), doubts)
    yield from claims(rules, name=document.name, place=chain, rows=rows)
    for line, text in unread:
        yield Note("rule_unreadable", {"line": text[:120]}, line=line, row=True)
    for what, count in sorted(doubts.items()):
        yield Note("match_not_understood", {"match": what, "rules": count})


def chosen(
    table: chains.Table, interfaces: dict[str, Ranges], doubts: Counter[str]
) -> tuple[str, list[Rule]]:
    """The chain that matters and its rules: FORWARD, or INPUT where FORWARD holds no rule."""
    chain = "FORWARD" if table.chains.get("FORWARD") or "INPUT" not in table.policies else "INPUT"
    return chain, chains.rules(table, chain, interfaces, doubts)


def _read(document: Document) -> tuple[chains.Table, int, list[tuple[int, str]]]:
    """The filter table, how many rules stand in the file, and the lines that are none."""
    table, rows, part = chains.Table(), 0, ""
    unread: list[tuple[int, str]] = []
    for number, line in document.lines():
        text = line.strip()
        if text.startswith("*"):
            part = text[1:]
        elif text.startswith(":") and part == "filter":
            name, policy = text[1:].split()[:2]
            table.chains.setdefault(name, [])
            if policy != "-":
                table.policies[name] = policy
        elif text.startswith(("-A", "-I")):
            rows += _take(table, part, text, number, unread)
    return table, rows, unread


def _take(
    table: chains.Table, part: str, text: str, number: int, unread: list[tuple[int, str]]
) -> int:
    """Takes a rule of the filter table; gives 1 for a row that was read, also of other tables."""
    try:
        chain, rule = matches.written(re.sub(r"^\[\d+:\d+\]\s*", "", text))
    except (ValueError, IndexError):
        unread.append((number, text))
        return 0
    if part == "filter":
        table.chains.setdefault(chain, []).append(rule)
    return 1


def _interfaces(document: Document) -> dict[str, Ranges]:
    """The addresses behind interfaces, from the source's settings."""
    said = {"lo": "127.0.0.0/8", **dict(document.options.get("interfaces") or {})}
    return {name: network(str(addresses)) for name, addresses in said.items()}
