"""cmdb_rel_ci: two items and how they relate, as `parent's word::child's word`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from grunnmur.collect.claim import Claim, Found, Note, Record
from grunnmur.collect.rows import Register, Row
from grunnmur.collect.servicenow.classes import noun_of

_PARENT_CLASS = ("parent.sys_class_name", "parent_class", "parent.class")
_CHILD_CLASS = ("child.sys_class_name", "child_class", "child.class")
_NEEDS = {"depends on": 1, "uses": 1, "receives data from": 1, "consumes": 1, "sends data to": -1}
"""Whether the parent (1) or the child (-1) is the one that needs the other."""
_LINKS = {
    "hosted on": ("hosted_on", 1),
    "virtualized by": ("hosted_on", 1),
    "virtualizes": ("hosted_on", -1),
    "instantiates": ("hosted_on", -1),
    "members": ("member_of", -1),
    "member of": ("member_of", 1),
    "cluster of": ("member_of", -1),
    "manages": ("manages", 1),
    "managed by": ("manages", -1),
}


def parse(register: Register) -> Iterator[Found]:
    """One record a relation; relations of types the tables have no word for are noted by type."""
    unused: Counter[str] = Counter()
    for row in register.rows():
        if isinstance(row, Note):
            yield row
            continue
        parent, child, kind = row.text("parent"), row.text("child"), row.text("type")
        if parent is None or child is None or kind is None:
            yield Note("relation_incomplete", {}, row.line, row=True)
        elif (claim := _claim(row, parent, child, kind)) is None:
            unused[kind] += 1
        else:
            key = row.text("sys_id") or f"{parent} {kind} {child}"
            seen_at = row.moment("sys_updated_on", "updated")
            yield Record(key, (claim,), row.line, seen_at)
    for kind, count in sorted(unused.items()):
        yield Note("relation_not_used", {"type": kind, "rows": count}, row=True)


def _claim(row: Row, parent: str, child: str, kind: str) -> Claim | None:
    word = kind.partition("::")[0].strip().casefold()
    above, below = noun_of(row.text(*_PARENT_CLASS)), noun_of(row.text(*_CHILD_CLASS))
    if word in _NEEDS:
        if _NEEDS[word] < 0:
            parent, child, above, below = child, parent, below, above
        return _dependency(parent, child, above, below)
    if word == "runs on" or (word == "hosted on" and above == "application"):
        return Claim("component", {"application_id": parent, "asset_id": child})
    if word in _LINKS:
        relation, direction = _LINKS[word]
        one, other = (parent, child) if direction > 0 else (child, parent)
        return Claim("asset_link", {"asset_id": one, "other_id": other, "relation": relation})
    return None


def _dependency(consumer: str, provider: str, one: str | None, other: str | None) -> Claim:
    """Without classes, both are taken for applications, as the list's own screen shows them."""
    return Claim(
        "dependency",
        {
            "consumer_kind": one if one == "asset" else "application",
            "consumer_id": consumer,
            "provider_kind": other if other == "asset" else "application",
            "provider_id": provider,
            "origin": "declared",
        },
    )
