"""Grype: vulnerable packages in an image, a folder or a bill of materials."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grunnmur.collect import trees
from grunnmur.collect.claim import reference
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings
from grunnmur.collect.scanner.findings import Finding, Host, Item
from grunnmur.collect.scanner.instants import instant


def recognise(head: bytes) -> bool:
    """Whether Grype wrote it."""
    told = b'"artifact"' in head or b'"matches": []' in head or b'"matches":[]' in head
    return head.startswith(b"{") and b'"matches"' in head[:2048] and told


def items(document: Document) -> Iterator[Item]:
    """One finding a match."""
    tree = trees.json(document)
    scanned = _scanned(trees.member(tree, "source", "target"))
    seen_at = instant(trees.member(tree, "descriptor", "timestamp"))
    for match in trees.objects(trees.member(tree, "matches")):
        package = match.get("artifact")
        purl = trees.words(trees.member(package, "purl"))
        yield Finding(
            host=scanned,
            vulnerabilities=(trees.words(trees.member(match, "vulnerability", "id")) or "",),
            severity=trees.words(trees.member(match, "vulnerability", "severity")),
            product=reference("purl", purl) or trees.words(trees.member(package, "name")),
            seen_at=seen_at,
        )


def _scanned(target: Any) -> Host | None:  # noqa: ANN401 JSON is anything until looked at
    """What was looked at: an image by its name, a folder by its path."""
    if isinstance(target, str):
        return findings.only_named("name", target)
    return findings.only_named("name", trees.words(trees.member(target, "userInput")))
