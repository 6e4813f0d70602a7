"""Nessus and Tenable: the CSV export and the `.nessus` XML."""

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


_LEVELS = {4: "critical", 3: "high", 2: "medium", 1: "low", 0: "info"}


def recognise(head: bytes) -> bool:
    """Whether Nessus or Tenable wrote it."""
    if head.startswith(b"<"):
        return b"<NessusClientData_v2" in head[:1024]
    return rows.has(head, "Plugin", "Plugin Name") or rows.has(head, "Plugin ID", "Risk", "Host")


def items(document: Document) -> Iterator[Item]:
    """Hosts and findings in the document."""
    if document.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        yield from _xml(trees.xml(document))
        return
    heading = "Plugin" if rows.has(document.head, "Plugin") else "Plugin ID"
    for row in rows.rows(document, heading=heading):
        yield row if isinstance(row, Note) else _row(*row)


def _row(line: int, row: Mapping[str, str]) -> Finding:
    severity = row.get("Severity") or row.get("Risk") or "None"
    seen_at = instant(row.get("Last Observed"))
    cpes = (row.get("CPE") or "").split()
    address = row.get("IP Address") or row.get("Host")
    return Finding(
        host=findings.host(
            row.get("DNS Name"),
            (row.get("NetBIOS Name") or "").rpartition("\\")[2] or None,
            address,
            ips=[address],
            macs=(row.get("MAC Address") or "").replace(",", " ").split(),
            seen_at=seen_at,
        ),
        vulnerabilities=_vulnerabilities(
            row.get("CVE") or "", row.get("Plugin") or row.get("Plugin ID") or ""
        ),
        title=row.get("Plugin Name") or row.get("Name"),
        severity=severities.counted(severity, _LEVELS),
        product=findings.product_of_cpe(cpes[0] if cpes else None),
        seen_at=seen_at,
        line=line,
        silent="finding_informational" if findings.is_informational(severity) else None,
    )


def _xml(root: Element) -> Iterator[Item]:
    for report_host in root.iter("ReportHost"):
        scanned = _host(report_host)
        yield scanned or Note("host_unnamed", {"name": report_host.get("name")}, row=True)
        for item in report_host.iter("ReportItem"):
            yield _item(item, scanned)


def _host(element: Element) -> Host | None:
    tags = {tag.get("name", ""): (tag.text or "").strip() for tag in element.iter("tag")}
    name = element.get("name")
    return findings.host(
        tags.get("host-fqdn"),
        tags.get("netbios-name", "").rpartition("\\")[2] or None,
        tags.get("hostname"),
        name,
        ips=[tags.get("host-ip"), name],
        macs=tags.get("mac-address", "").split(),
        os_name=tags.get("operating-system"),
        seen_at=instant(tags.get("HOST_END_TIMESTAMP")),
        others=[("uuid", tags.get("bios-uuid"))],
    )


def _item(item: Element, scanned: Host | None) -> Finding:
    number = item.get("severity", "0")
    severity = trees.text(item, "risk_factor") or number
    cves = " ".join((cve.text or "") for cve in item.iter("cve"))
    return Finding(
        host=scanned,
        vulnerabilities=_vulnerabilities(cves, item.get("pluginID", "")),
        title=item.get("pluginName"),
        severity=severities.counted(severity, _LEVELS),
        product=findings.product_of_cpe(trees.text(item, "cpe")),
        seen_at=scanned.seen_at if scanned else None,
        silent="finding_informational" if number == "0" else None,
    )


def _vulnerabilities(cves: str, plugin: str) -> tuple[str, ...]:
    """The CVEs a plugin tests for, or its own number where there are none."""
    return tuple(re.findall(r"CVE-\d{4}-\d+", cves)) or (f"nessus:{plugin}",)
