"""Rule sets of nftables, as `nft list ruleset` prints them or people write them, and as JSON.

Addresses the rules treat alike become a zone, and what may pass between two of them a zone rule.
Reads all filter chains at the forward hook, for IPv4 and IPv6, or at the input hook where nothing is forwarded.
Interfaces, the host's own addresses and translation are as for `iptables`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.filter_place import Place
from grunnmur.collect.nftables import chains, objects, tokens
from grunnmur.collect.nftables.ruleset import Ruleset
from grunnmur.collect.zone_claims import claims
from grunnmur.errors import CollectError

OPTIONS = ("addresses", "interfaces")
_TABLE = re.compile(rb"^\s*table\s+(?:ip|ip6|inet|arp|bridge|netdev)\s+[\w.-]+\s*\{", re.MULTILINE)
_CHAIN = re.compile(rb"^\s*(?:chain|set|map|flowtable)\s+[\w.-]+\s*\{", re.MULTILINE)
_JSON = re.compile(rb'^\s*\{\s*"nftables"\s*:\s*\[')


def recognise(document: Document) -> bool:
    """Whether the document is a rule set of nftables, as text or JSON."""
    head = document.head
    return bool(_JSON.search(head)) or bool(_TABLE.search(head) and _CHAIN.search(head))


def parse(document: Document) -> Iterator[Found]:
    """Zones and what may pass between them, with a note for everything not understood."""
    found = read(document)
    hook = "forward" if _ruled(found, "forward") or not chains.base(found, "input") else "input"
    filters = chains.base(found, hook)
    if not filters:
        raise CollectError("filter_without_rules", name=document.name)
    doubts: Counter[str] = Counter()
    place = Place.of(document)
    around = place.around(forwarding=hook == "forward")
    if around is None:
        yield Note(
            "filter_of_unknown_host", {"chain": hook, "rows": found.rows}, row=bool(found.rows)
        )
    else:
        each = [[*around, *chains.rules(*one, place.interfaces, doubts)] for one in filters]
        yield from claims(
            each[0],
            name=document.name,
            place=hook,
            rows=found.rows,
            later=each[1:],
            within=chains.space(filters),
        )
    if found.translating:
        kinds = ", ".join(sorted(found.translating))
        yield Note("addresses_translated", {"rules": found.translating.total(), "kinds": kinds})
    if found.cut:
        yield Note("truncated", {"reason": found.cut, "read": found.rows})
    for line, text in found.unread:
        yield Note("rule_unreadable", {"line": text[:120]}, line=line, row=True)
    for what, count in sorted(doubts.items()):
        yield Note("match_not_understood", {"match": what, "rules": count})


def read(document: Document) -> Ruleset:
    """The document's rule set, in whichever form it is written."""
    if _JSON.search(document.head):
        return objects.read(document.text())
    return tokens.read(document)


def _ruled(found: Ruleset, hook: str) -> bool:
    """Whether any chain at the hook holds a rule, or lets nothing pass."""
    return any(chain.rules or chain.policy == "drop" for _, chain in chains.base(found, hook))
