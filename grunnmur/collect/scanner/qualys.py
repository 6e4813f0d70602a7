"""Qualys: asset reports, scan results and VMDR lists, as CSV and XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from grunnmur.collect import severities, trees
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings, rows
from grunnmur.collect.scanner.findings import Finding, Host, Item
from grunnmur.collect.scanner.instants import instant

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ROOT = re.compile(
    rb"<!DOCTYPE (?:SCAN|ASSET_DATA_REPORT) |<ASSET_DATA_REPORT>|<SCAN value=\"scan/"
)
_LEVELS = {5: "critical", 4: "high", 3: "medium", 2: "low", 1: "low"}
"""Qualys counts from 1, minimal, to 5, urgent, and calls 4 and 5 high, 3 medium, 1 and 2 low."""
_SILENT = {"INFO": "finding_informational", "SERVICE": "finding_informational"}


def recognise(head: bytes) -> bool:
    """Whether Qualys wrote it."""
    if head.startswith(b"<"):
        return bool(_ROOT.search(head[:2048]))
    return any(rows.has(head, "QID", column) for column in ("IP", "Asset Name", "Asset IPV4"))


def items(document: Document) -> Iterator[Item]:
    """Hosts and findings in the document."""
    if not document.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        for row in rows.rows(document, heading="QID"):
            yield row if isinstance(row, Note) else _row(*row)
        return
    root = trees.xml(document)
    yield from _scan(root) if root.tag == "SCAN" else _report(root)


def _row(line: int, row: Mapping[str, str]) -> Finding:
    said = {name.upper(): value for name, value in row.items()}
    seen_at = instant(_first(said, "LAST DETECTED", "LAST SCAN"))
    fixed = (_first(said, "VULN STATUS", "STATUS") or "").upper() == "FIXED"
    informational = (said.get("TYPE") or "").upper() in ("IG", "INFO")
    silent = "finding_informational" if informational else None
    return Finding(
        host=findings.host(
            _first(said, "FQDN", "DNS", "HOSTNAME"),
            _first(said, "NETBIOS", "ASSET NAME"),
            ips=[_first(said, "IP", "ASSET IPV4"), said.get("ASSET IPV6")],
            os_name=_first(said, "OS", "OPERATING SYSTEM"),
            seen_at=seen_at,
        ),
        vulnerabilities=_vulnerabilities(
            _first(said, "CVE ID", "CVE", "CVEID") or "", said.get("QID", "")
        ),
        title=_first(said, "TITLE", "VULN TITLE"),
        severity=severities.counted(said.get("SEVERITY"), _LEVELS),
        seen_at=seen_at,
        line=line,
        silent="finding_fixed" if fixed else silent,
    )


def _scan(root: Element) -> Iterator[Item]:
    """A scan's result: everything found stands under the address it was found on."""
    at = instant(next((key.text for key in root.iter("KEY") if key.get("value") == "DATE"), None))
    for element in root.iter("IP"):
        name = element.get("name")
        scanned = findings.host(
            None if name == "No registered hostname" else name,
            trees.text(element, "NETBIOS_HOSTNAME"),
            ips=[element.get("value")],
            os_name=trees.text(element, "OS"),
            seen_at=at,
        )
        yield scanned or Note("host_unnamed", {"name": element.get("value")}, row=True)
        for kind in ("VULN", "PRACTICE", "INFO", "SERVICE"):
            for found in element.iter(kind):
                yield _tested(found, scanned)


def _tested(element: Element, scanned: Host | None) -> Finding:
    cves = " ".join(trees.text(cve, "ID") or "" for cve in element.iter("CVE_ID"))
    return Finding(
        host=scanned,
        vulnerabilities=_vulnerabilities(
            f"{cves} {element.get('cveid', '')}", element.get("number", "")
        ),
        title=trees.text(element, "TITLE"),
        severity=severities.counted(element.get("severity"), _LEVELS),
        seen_at=scanned.seen_at if scanned else None,
        silent=_SILENT.get(element.tag),
    )


def _report(root: Element) -> Iterator[Item]:
    """An asset report: what each number means stands in a glossary at its end."""
    glossary = {trees.text(entry, "QID"): entry for entry in root.iter("VULN_DETAILS")}
    for element in root.iter("HOST"):
        scanned = findings.host(
            trees.text(element, "DNS"),
            trees.text(element, "NETBIOS"),
            ips=[trees.text(element, "IP")],
            os_name=trees.text(element, "OPERATING_SYSTEM"),
        )
        yield scanned or Note("host_unnamed", {"name": trees.text(element, "IP")}, row=True)
        for found in element.iter("VULN_INFO"):
            yield _listed(found, scanned, glossary.get(trees.text(found, "QID")))


def _listed(element: Element, scanned: Host | None, meaning: Element | None) -> Finding:
    explained = [] if meaning is None else list(meaning.iter("CVE_ID"))
    cves = " ".join(trees.text(cve, "ID") or "" for cve in explained)
    informational = trees.text(element, "TYPE") == "Ig"
    return Finding(
        host=scanned,
        vulnerabilities=_vulnerabilities(cves, trees.text(element, "QID") or ""),
        title=trees.text(meaning, "TITLE"),
        severity=severities.counted(trees.text(meaning, "SEVERITY"), _LEVELS),
        seen_at=instant(trees.text(element, "LAST_FOUND")),
        silent="finding_informational" if informational else None,
    )


def _vulnerabilities(cves: str, number: str) -> tuple[str, ...]:
    """The CVEs, once each, or Qualys's own number where there are none."""
    return tuple(dict.fromkeys(re.findall(r"CVE-\d{4}-\d+", cves))) or (f"qualys:{number}",)


def _first(said: Mapping[str, str], *names: str) -> str | None:
    return next((said[name] for name in names if said.get(name)), None)
