"""Outpost24: XML reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from grunnmur.collect import severities, trees
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings
from grunnmur.collect.scanner.findings import Finding, Item
from grunnmur.collect.scanner.instants import instant

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def recognise(head: bytes) -> bool:
    """Whether Outpost24 wrote it."""
    return head.startswith(b"<") and (b"outpost24" in head[:1024] or b"OUTSCAN" in head[:1024])


def items(document: Document) -> Iterator[Item]:
    """Hosts and findings in the document."""
    root = trees.xml(document)
    for element in trees.children(trees.find(root, "hostlist"), "host"):
        name, address = trees.text(element, "name"), trees.text(element, "ip")
        scanned = findings.host(
            name,
            address,
            ips=[address],
            os_name=trees.text(element, "platform"),
            seen_at=instant(trees.text(element, "end")),
        )
        yield scanned or Note("host_unnamed", {"name": address}, row=True)
    for detail in trees.children(trees.find(root, "detaillist"), "detail"):
        yield _finding(detail)


def _finding(detail: Element) -> Finding:
    address = trees.text(detail, "ip")
    seen_at = instant(trees.text(detail, "date"))
    cves = tuple(cve.text or "" for parent in detail.iter("cve") for cve in parent.iter("id"))
    risk = trees.text(detail, "risk")
    score = trees.text(detail, "cvss_v3_score") or trees.text(detail, "cvss_score")
    return Finding(
        host=findings.host(trees.text(detail, "hostname"), address, ips=[address], seen_at=seen_at),
        vulnerabilities=cves or (f"outpost24:{trees.text(detail, 'id')}",),
        title=trees.text(detail, "name"),
        severity=severities.scored(score) or (f"risk {risk}" if risk else None),
        product=trees.text(detail, "product"),
        seen_at=seen_at,
        silent="finding_informational" if findings.is_informational(risk) else None,
    )
