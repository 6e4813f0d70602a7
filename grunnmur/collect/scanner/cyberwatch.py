"""Cyberwatch: vulnerabilities and security issues, each with the servers that have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grunnmur.collect import trees
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings
from grunnmur.collect.scanner.findings import Finding, Item
from grunnmur.collect.scanner.instants import instant


def recognise(head: bytes) -> bool:
    """Whether Cyberwatch wrote it."""
    told = b'"cve_code"' in head or b'"security_issue_id"' in head
    return head.startswith(b"{") and b'"cves"' in head and told


def items(document: Document) -> Iterator[Item]:
    """One finding a vulnerability and server."""
    tree = trees.json(document)
    for name, number in (("cves", "cve_code"), ("security_issues", "security_issue_id")):
        for issue in trees.objects(trees.member(tree, name)):
            servers = trees.objects(issue.get("servers"))
            if not servers:
                told = {"vulnerability": trees.words(issue.get(number))}
                yield Note("finding_without_asset", {**told, "rows": 1}, row=True)
            for server in servers:
                yield _finding(issue, server, trees.words(issue.get(number)) or "")


def _finding(issue: dict[str, Any], server: dict[str, Any], number: str) -> Finding:
    seen_at = instant(server.get("detected_at"))
    level = trees.words(issue.get("cve_level")) or trees.words(issue.get("level")) or ""
    severity = level.removeprefix("level_")
    informational = "finding_informational" if findings.is_informational(severity) else None
    fixed = server.get("active") is False or server.get("fixed_at") is not None
    return Finding(
        host=findings.host(
            trees.words(server.get("computer_name")),
            os_name=trees.words(server.get("computer_os_name")),
            seen_at=seen_at,
        ),
        vulnerabilities=(number,),
        title=trees.words(issue.get("security_issue_title")),
        severity=severity or None,
        seen_at=seen_at,
        silent="finding_fixed" if fixed else informational,
    )
