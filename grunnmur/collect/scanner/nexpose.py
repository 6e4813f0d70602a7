"""Nexpose (InsightVM): XML reports, versions 1 and 2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from grunnmur.collect import severities, trees
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings
from grunnmur.collect.scanner.findings import Finding, Host, Item
from grunnmur.collect.scanner.instants import instant

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


_LEVELS = {
    0: "info",
    **dict.fromkeys((1, 2, 3), "medium"),
    **dict.fromkeys((4, 5, 6, 7), "high"),
    **dict.fromkeys((8, 9, 10), "critical"),
}
"""Nexpose counts from 1 to 10, and calls them moderate, severe from 4, critical from 8."""


def recognise(head: bytes) -> bool:
    """Whether Nexpose wrote it."""
    return b"<NexposeReport" in head[:1024]


def items(document: Document) -> Iterator[Item]:
    """Hosts and findings in the document."""
    root = trees.xml(document)
    meanings = {entry.get("id", "").lower(): entry for entry in root.iter("vulnerability")}
    started = next((instant(scan.get("endTime")) for scan in root.iter("scan")), None)
    for node in root.iter("node"):
        scanned = _host(node)
        yield scanned or Note("host_unnamed", {"name": node.get("address")}, row=True)
        for test in node.iter("test"):
            yield _finding(test, scanned, meanings, started)


def _host(node: Element) -> Host | None:
    systems = sorted(node.iter("os"), key=lambda os: float(os.get("certainty", "0")), reverse=True)
    words = ("vendor", "product", "version") if systems else ()
    told = dict.fromkeys(text for word in words if (text := systems[0].get(word)))
    return findings.host(
        *(name.text for name in node.iter("name")),
        ips=[node.get("address")],
        macs=[node.get("hardware-address")],
        os_name=" ".join(told) or None,
    )


def _finding(
    test: Element, scanned: Host | None, meanings: Mapping[str, Element], started: object
) -> Finding:
    number = test.get("id", "")
    meaning = meanings.get(number.lower())
    references = [] if meaning is None else meaning.iter("reference")
    cves = tuple(ref.text or "" for ref in references if ref.get("source") == "CVE")
    return Finding(
        host=scanned,
        vulnerabilities=cves or (f"nexpose:{number}",),
        title=None if meaning is None else meaning.get("title"),
        severity=None if meaning is None else severities.counted(meaning.get("severity"), _LEVELS),
        seen_at=instant(started),
        silent=None if test.get("status", "").startswith("vulnerable") else "check_passed",
    )
