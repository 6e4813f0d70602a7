"""PingCastle: the state of a directory domain, its domain controllers and the rules it breaks."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur.collect import trees
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings
from grunnmur.collect.scanner.findings import Finding, Item
from grunnmur.collect.scanner.instants import instant


def recognise(head: bytes) -> bool:
    """Whether PingCastle wrote it."""
    return b"<HealthcheckData" in head[:1024]


def items(document: Document) -> Iterator[Item]:
    """Domain controllers, and the rules that the domain breaks: findings on the domain itself."""
    root = trees.xml(document)
    domain, seen_at = trees.text(root, "DomainFQDN"), instant(trees.text(root, "GenerationDate"))
    for element in trees.children(
        trees.find(root, "DomainControllers"), "HealthcheckDomainController"
    ):
        name = trees.text(element, "DCName")
        controller = findings.host(
            f"{name}.{domain}" if name and domain else name,
            name,
            ips=[ip.text for ip in trees.children(trees.find(element, "IP"), "string")],
            os_name=trees.text(element, "OperatingSystem"),
            seen_at=seen_at,
        )
        yield controller or Note("host_unnamed", {"name": name}, row=True)
    for rule in trees.children(trees.find(root, "RiskRules"), "HealthcheckRiskRule"):
        points = trees.text(rule, "Points")  # what the rule adds to the domain's score, no severity
        yield Finding(
            host=findings.only_named("name", domain),
            vulnerabilities=(trees.text(rule, "RiskId") or "",),
            title=trees.text(rule, "Rationale"),
            severity=f"{points} points" if points else None,
            seen_at=seen_at,
        )
