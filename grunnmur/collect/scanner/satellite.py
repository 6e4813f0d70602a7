"""Red Hat Satellite: errata that hosts lack. The list tells how many hosts, not which."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur.collect import trees
from grunnmur.collect.document import Document
from grunnmur.collect.scanner.findings import Finding, Item
from grunnmur.collect.scanner.instants import instant


def recognise(head: bytes) -> bool:
    """Whether Satellite's API answered it."""
    return head.startswith(b"{") and b'"errata_id"' in head and b'"pulp_id"' in head


def items(document: Document) -> Iterator[Item]:
    """One finding an erratum, on no host."""
    for row in trees.objects(trees.member(trees.json(document), "results")):
        cves = [trees.words(cve.get("cve_id")) for cve in trees.objects(row.get("cves"))]
        yield Finding(
            host=None,
            vulnerabilities=tuple(cve for cve in cves if cve) or (str(row.get("errata_id")),),
            title=trees.words(row.get("title")),
            severity=trees.words(row.get("severity")),
            seen_at=instant(row.get("updated")),
        )
