"""ssh-audit: what an SSH server offers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grunnmur.collect import severities, trees
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings
from grunnmur.collect.scanner.findings import Finding, Host, Item

_SAID = {"fail": "medium", "warn": "low"}
"""Judgement: an algorithm that is broken or weak is a weakness, but by itself no way in."""
_OFFERS = ("enc", "kex", "key", "mac")


def recognise(head: bytes) -> bool:
    """Whether ssh-audit wrote it."""
    return head.startswith(b"{") and b'"banner"' in head and b'"enc"' in head and b'"SSH-' in head


def items(document: Document) -> Iterator[Item]:
    """The server, its known vulnerabilities, and each algorithm it offers."""
    tree = trees.json(document)
    target = trees.words(trees.member(tree, "target")) or ""
    name, _, port = target.rpartition(":")
    address = (name if port.isdecimal() else target).strip("[]")
    scanned = findings.host(address, ips=[address])
    yield scanned or Note("host_unnamed", {"name": target}, row=True)
    product = trees.words(trees.member(tree, "banner", "software"))
    for row in trees.objects(trees.member(tree, "cves")):
        yield Finding(
            host=scanned,
            vulnerabilities=(trees.words(row.get("name")) or "",),
            title=trees.words(row.get("description")),
            severity=severities.scored(trees.words(row.get("cvssv2"))),
            product=product,
        )
    for offer in _OFFERS:
        for row in trees.objects(trees.member(tree, offer)):
            yield _offer(row, scanned)


def _offer(row: dict[str, Any], scanned: Host | None) -> Finding:
    """An algorithm is as bad as the worst thing said of it."""
    for name, severity in _SAID.items():
        said = trees.member(row, "notes", name)
        if isinstance(said, list) and said:
            number = f"ssh-audit:{trees.words(row.get('algorithm'))}"
            return Finding(scanned, (number,), title=str(said[0]), severity=severity)
    return Finding(scanned, (), silent="check_passed")
