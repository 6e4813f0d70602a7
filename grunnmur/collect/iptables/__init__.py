"""Rules of Linux packet filters as `iptables-save` and `ip6tables-save` write them: who may pass on to whom.

Addresses the rules treat alike become a zone, and what may pass between two of them a zone rule.
Reads the filter table's FORWARD chain, or INPUT where nothing is forwarded. An interface stands for
the addresses behind it where the source's `interfaces` say so; `lo` is 127.0.0.0/8 and ::1. What INPUT
lets in is told of the host's own `addresses`, where the source says them. Translation of addresses needs
no following: FORWARD sees a target after it and a source before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.filter_place import Place
from grunnmur.collect.iptables import chains, matches
from grunnmur.collect.packet_addresses import V4, V6, Ranges
from grunnmur.collect.packet_filter import Rule
from grunnmur.collect.zone_claims import claims
from grunnmur.errors import CollectError

OPTIONS = ("addresses", "interfaces")
_START = re.compile(
    rb"^(?:#.*|\s*)(?:\r?\n(?:#.*|\s*))*\r?\n?\*(?:filter|nat|mangle|raw|security)\b|^\*filter\b",
    re.MULTILINE,
)
_COUNTED = re.compile(r"^\[\d+:\d+\]\s*(?=-[AI]\b)")
"""What `iptables-save -c` writes before a rule."""
_TRANSLATE = frozenset(("DNAT", "SNAT", "MASQUERADE", "REDIRECT", "NETMAP"))


@dataclass(slots=True)
class Saved:
    """What a file says of one kind of addresses."""

    table: chains.Table = field(default_factory=chains.Table)
    rows: int = 0
    translating: Counter[str] = field(default_factory=Counter)


def recognise(document: Document) -> bool:
    """Whether the document is a file of iptables-save or ip6tables-save."""
    head = document.head
    return bool(_START.search(head)) and (b"\n:" in head or b"\n-A " in head)


def parse(document: Document) -> Iterator[Found]:
    """Zones and what may pass between them, with a note for everything not understood."""
    saved, unread = read(document)
    if not any(one.table.policies for one in saved.values()):
        raise CollectError("filter_without_rules", name=document.name)
    place = Place.of(document)
    doubts: Counter[str] = Counter()
    for six, one in saved.items():
        yield from _filter(one, document, place, doubts, six=six)
    for line, text in unread:
        yield Note("rule_unreadable", {"line": text[:120]}, line=line, row=True)
    for what, count in sorted(doubts.items()):
        yield Note("match_not_understood", {"match": what, "rules": count})


def _filter(
    saved: Saved, document: Document, place: Place, doubts: Counter[str], *, six: bool
) -> Iterator[Found]:
    """What the rules for one kind of addresses let pass."""
    if saved.translating:
        kinds = ", ".join(sorted(saved.translating))
        yield Note("addresses_translated", {"rules": saved.translating.total(), "kinds": kinds})
    if not saved.table.policies:
        yield Note("filter_without_chains", {"rows": saved.rows}, row=bool(saved.rows))
        return
    chain, rules = chosen(saved.table, place.interfaces, doubts)
    around = place.around(forwarding=chain == "FORWARD")
    if around is None:
        yield Note(
            "filter_of_unknown_host", {"chain": chain, "rows": saved.rows}, row=bool(saved.rows)
        )
        return
    yield from claims(
        [*around, *rules],
        name=document.name,
        place=chain,
        rows=saved.rows,
        within=V6 if six else V4,
    )


def chosen(
    table: chains.Table, interfaces: Mapping[str, Ranges], doubts: Counter[str]
) -> tuple[str, list[Rule]]:
    """The chain that matters and its rules: FORWARD, or INPUT where FORWARD holds no rule."""
    chain = "FORWARD" if table.chains.get("FORWARD") or "INPUT" not in table.policies else "INPUT"
    return chain, chains.rules(table, chain, interfaces, doubts)


def read(document: Document) -> tuple[dict[bool, Saved], list[tuple[int, str]]]:
    """What the file says of IPv4 (False) and of IPv6 (True), and the lines that are no rules."""
    saved: dict[bool, Saved] = {}
    unread: list[tuple[int, str]] = []
    six, part = _six(document), ""
    for number, line in document.lines():
        text = _COUNTED.sub("", line.strip())
        if text.startswith("#") and "tables-save" in text:
            six = "ip6tables-save" in text
        elif text.startswith("*"):
            part = text[1:]
        elif text.startswith(":") and part == "filter":
            table = saved.setdefault(six, Saved()).table
            name, policy = text[1:].split()[:2]
            table.chains.setdefault(name, [])
            if policy != "-":
                table.policies[name] = policy
        elif text.startswith(("-A", "-I")):
            _take(saved.setdefault(six, Saved()), part, text, number, unread)
    return saved, unread


def _six(document: Document) -> bool:
    """Whether a file that does not say which of the two it is has rules for IPv6."""
    return bool(
        re.search(
            rb"^(?:\[\d+:\d+\] )?-[AI] .*(?:ipv6-icmp|icmp6|\s[\da-f]*:[\da-f:]*:)",
            document.head,
            re.M,
        )
    )


def _take(saved: Saved, part: str, text: str, number: int, unread: list[tuple[int, str]]) -> None:
    """Takes a rule, of the filter table or another."""
    try:
        chain, rule = matches.written(text)
    except (ValueError, IndexError):
        unread.append((number, text))
        if part == "filter":  # what it would let pass may pass
            chain = text.split()[1] if len(text.split()) > 1 else ""
            saved.table.chains.setdefault(chain, []).append(matches.UNREAD)
        return
    saved.rows += 1
    if part == "filter":
        written = saved.table.chains.setdefault(chain, [])
        written.insert(0 if text.startswith("-I") else len(written), rule)
    elif rule.target in _TRANSLATE:
        saved.translating[rule.target] += 1
