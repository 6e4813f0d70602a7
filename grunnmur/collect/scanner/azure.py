"""Azure Security Center: recommendations by resource, as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings, rows
from grunnmur.collect.scanner.findings import Finding, Host, Item
from grunnmur.collect.scanner.instants import instant


def recognise(head: bytes) -> bool:
    """Whether the Security Center exported it."""
    return rows.has(head, "recommendationId", "resourceId")


def items(document: Document) -> Iterator[Item]:
    """One finding a recommendation and resource."""
    for row in rows.rows(document, heading="recommendationId"):
        yield row if isinstance(row, Note) else _finding(*row)


def _finding(line: int, row: Mapping[str, str]) -> Finding:
    seen_at = instant(row.get("exportedTimestamp"))
    return Finding(
        host=_resource(row),
        vulnerabilities=(f"azure:{row.get('recommendationName')}",),
        title=row.get("recommendationDisplayName"),
        severity=row.get("severity"),
        seen_at=seen_at,
        line=line,
        silent=None if row.get("state") == "Unhealthy" else "check_passed",
    )


def _resource(row: Mapping[str, str]) -> Host | None:
    """Of all resources only virtual machines are things; the others are only named."""
    number = row.get("resourceId")
    if row.get("resourceType", "").lower() == "virtualmachines":
        seen_at = instant(row.get("exportedTimestamp"))
        named = [("cloud_id", number)]
        return findings.host(row.get("resourceName"), kind="vm", seen_at=seen_at, others=named)
    return findings.only_named("cloud_id", number)
