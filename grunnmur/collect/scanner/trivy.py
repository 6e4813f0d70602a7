"""Trivy: vulnerable packages, wrong settings and secrets in images, folders and clusters."""

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
    """Whether Trivy wrote it, about an artefact or a cluster."""
    artefact = b'"SchemaVersion"' in head[:512] and b'"ArtifactName"' in head
    cluster = b'"ClusterName"' in head[:512] and b'"Resources"' in head
    listed = head.startswith(b"[") and b'"Target"' in head[:512] and b'"Vulnerabilities"' in head
    return artefact or cluster or listed


def items(document: Document) -> Iterator[Item]:
    """One finding a vulnerability, setting or secret."""
    tree = trees.json(document)
    if isinstance(tree, list):
        for result in trees.objects(tree):
            yield from _result(
                result, findings.only_named("name", trees.words(result.get("Target")))
            )
        return
    if not isinstance(tree, dict):
        return
    for resource in (*trees.objects(tree.get("Resources")), tree):
        for result in trees.objects(resource.get("Results")):
            yield from _result(result, _scanned(resource), trees.words(tree.get("CreatedAt")))


def _scanned(resource: dict[str, Any]) -> Host | None:
    names = ("Namespace", "Kind", "Name")
    parts = [text for name in names if (text := trees.words(resource.get(name)))]
    return findings.only_named("name", trees.words(resource.get("ArtifactName")) or "/".join(parts))


def _result(
    result: dict[str, Any], scanned: Host | None, made: str | None = None
) -> Iterator[Finding]:
    seen_at = instant(made)
    for row in trees.objects(result.get("Vulnerabilities")):
        purl = trees.words(trees.member(row, "PkgIdentifier", "PURL"))
        yield Finding(
            host=scanned,
            vulnerabilities=(trees.words(row.get("VulnerabilityID")) or "",),
            title=trees.words(row.get("Title")),
            severity=trees.words(row.get("Severity")),
            product=reference("purl", purl) or trees.words(row.get("PkgName")),
            seen_at=seen_at,
        )
    for row in (
        *trees.objects(result.get("Misconfigurations")),
        *trees.objects(result.get("Secrets")),
    ):
        number = trees.words(row.get("AVDID") or row.get("ID") or row.get("RuleID"))
        yield Finding(
            host=scanned,
            vulnerabilities=(f"trivy:{number}",),
            title=trees.words(row.get("Title")),
            severity=trees.words(row.get("Severity")),
            seen_at=seen_at,
            silent="check_passed" if row.get("Status") in ("PASS", "EXCEPTION") else None,
        )
