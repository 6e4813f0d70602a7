"""Wazuh: vulnerabilities by agent, from its API (to 4.7) or its index (from 4.8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grunnmur.collect import trees
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings
from grunnmur.collect.scanner.findings import Finding, Item
from grunnmur.collect.scanner.instants import instant


def recognise(head: bytes) -> bool:
    """Whether Wazuh wrote it."""
    if not head.startswith(b"{"):
        return False
    indexed = b'"hits"' in head and b"wazuh-states-vulnerabilities" in head
    return indexed or (b'"affected_items"' in head and b'"cve"' in head)


def items(document: Document) -> Iterator[Item]:
    """One finding a row."""
    tree = trees.json(document)
    for hit in trees.objects(trees.member(tree, "hits", "hits")):
        yield _indexed(hit.get("_source"))
    for row in trees.objects(trees.member(tree, "data", "affected_items")):
        yield _answered(row)


def _indexed(row: Any) -> Finding:  # noqa: ANN401 JSON is anything until looked at
    seen_at = instant(trees.member(row, "vulnerability", "detected_at"))
    address = trees.words(trees.member(row, "agent", "host", "ip"))
    system = trees.member(row, "host", "os")
    return Finding(
        host=findings.host(
            trees.words(trees.member(row, "agent", "name")),
            ips=[address],
            os_name=trees.words(trees.member(system, "full")),
            seen_at=seen_at,
        ),
        vulnerabilities=(trees.words(trees.member(row, "vulnerability", "id")) or "",),
        severity=trees.words(trees.member(row, "vulnerability", "severity")),
        product=trees.words(trees.member(row, "package", "name")),
        seen_at=seen_at,
    )


def _answered(row: dict[str, Any]) -> Finding:
    """The API answers for one agent without saying which, unless its name was added later."""
    seen_at = instant(row.get("detection_time"))
    name, address = trees.words(row.get("agent_name")), trees.words(row.get("agent_ip"))
    fixed = trees.words(row.get("status")) not in (None, "VALID", "PENDING")
    return Finding(
        host=findings.host(name, ips=[address], seen_at=seen_at),
        vulnerabilities=(trees.words(row.get("cve")) or "",),
        title=trees.words(row.get("title")),
        severity=trees.words(row.get("severity")),
        product=trees.words(row.get("name")),
        seen_at=seen_at,
        silent="finding_fixed" if fixed else None,
    )
