"""AWS Inspector: findings on instances, images and functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grunnmur.collect import trees
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings
from grunnmur.collect.scanner.findings import Finding, Host, Item
from grunnmur.collect.scanner.instants import instant


def recognise(head: bytes) -> bool:
    """Whether Inspector wrote it."""
    return head.startswith(b"{") and b'"findings"' in head and b'"findingArn"' in head


def items(document: Document) -> Iterator[Item]:
    """One finding a row, on the first resource it names."""
    for row in trees.objects(trees.member(trees.json(document), "findings")):
        yield _finding(row)


def _finding(row: dict[str, Any]) -> Finding:
    details = row.get("packageVulnerabilityDetails")
    packages = trees.objects(trees.member(details, "vulnerablePackages"))
    seen_at = instant(row.get("lastObservedAt"))
    closed = trees.words(row.get("status")) == "CLOSED"
    number = trees.words(trees.member(details, "vulnerabilityId")) or trees.words(
        row.get("findingArn")
    )
    return Finding(
        host=next((_resource(entry) for entry in trees.objects(row.get("resources"))), None),
        vulnerabilities=(number or "",),
        title=trees.words(row.get("title")),
        severity=trees.words(row.get("severity")),
        product=trees.words(packages[0].get("name")) if packages else None,
        seen_at=seen_at,
        silent="finding_fixed" if closed else None,
    )


def _resource(entry: dict[str, Any]) -> Host | None:
    """An instance is a thing; images and functions are only named."""
    number = trees.words(entry.get("id"))
    instance = trees.member(entry, "details", "awsEc2Instance")
    if not isinstance(instance, dict):
        return findings.only_named("cloud_id", number)
    addresses = instance.get("ipV4Addresses")
    return findings.host(
        trees.words(trees.member(entry, "tags", "Name")),
        ips=addresses if isinstance(addresses, list) else [],
        kind="vm",
        os_name=trees.words(instance.get("platform")),
        others=[("cloud_id", number)],
    )
