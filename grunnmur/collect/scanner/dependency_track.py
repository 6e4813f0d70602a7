"""Dependency-Track: vulnerable components of a project."""

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
    """Whether Dependency-Track wrote it."""
    return head.startswith(b"{") and b'"Dependency-Track"' in head


def items(document: Document) -> Iterator[Item]:
    """One finding a component and vulnerability."""
    tree = trees.json(document)
    project = findings.only_named("name", trees.words(trees.member(tree, "project", "name")))
    made = instant(trees.member(tree, "meta", "timestamp"))
    for row in trees.objects(trees.member(tree, "findings")):
        yield _finding(row, project, made)


def _finding(row: dict[str, Any], project: Host | None, made: object) -> Finding:
    weakness, component = row.get("vulnerability"), row.get("component")
    aliases = trees.objects(trees.member(weakness, "aliases"))
    cves = [cve for alias in aliases if (cve := trees.words(alias.get("cveId")))]
    own = trees.words(trees.member(weakness, "vulnId"))
    purl = trees.words(trees.member(component, "purl"))
    suppressed = trees.member(row, "analysis", "isSuppressed") is True
    return Finding(
        host=project,
        vulnerabilities=(cves[0] if cves else own or "",),
        title=trees.words(trees.member(weakness, "title")),
        severity=trees.words(trees.member(weakness, "severity")),
        product=reference("purl", purl) or trees.words(trees.member(component, "name")),
        seen_at=instant(trees.member(row, "attribution", "attributedOn")) or instant(made),
        silent="finding_suppressed" if suppressed else None,
    )
