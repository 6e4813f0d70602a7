"""OpenVAS and Greenbone: CSV and XML reports."""

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

_XML = re.compile(rb"<report [^>]*(?:format_id|content_type)=|<get_reports_response ")


def recognise(head: bytes) -> bool:
    """Whether OpenVAS wrote it."""
    if head.startswith(b"<"):
        return bool(_XML.search(head[:2048]))
    return rows.has(head, "NVT Name", "IP") or rows.has(head, "NVT OID", "IP")


def items(document: Document) -> Iterator[Item]:
    """Hosts and findings in the document."""
    if document.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        yield from _xml(trees.xml(document))
        return
    for row in rows.rows(document, heading="NVT Name"):
        yield row if isinstance(row, Note) else _row(*row)


def _row(line: int, row: Mapping[str, str]) -> Finding:
    seen_at = instant(row.get("Timestamp"))
    severity = row.get("Severity")
    return Finding(
        host=findings.host(row.get("Hostname"), ips=[row.get("IP")], seen_at=seen_at),
        vulnerabilities=_vulnerabilities(row.get("CVEs", ""), row.get("NVT OID", "")),
        title=row.get("NVT Name"),
        severity=severity,
        product=findings.product_of_cpe(row.get("Product Detection Result")),
        seen_at=seen_at,
        line=line,
        silent="finding_informational" if findings.is_informational(severity) else None,
    )


def _xml(root: Element) -> Iterator[Item]:
    """Hosts stand beside the results, which name them by address."""
    hosts: dict[str, Host | None] = {}
    for element in root.iter("host"):
        address = trees.text(element, "ip")
        if address:
            hosts[address] = _host(element, address)
            yield hosts[address] or Note("host_unnamed", {"name": address}, row=True)
    for result in root.iter("result"):
        yield _result(result, hosts)


def _host(element: Element, address: str) -> Host | None:
    told = {
        trees.text(detail, "name"): trees.text(detail, "value") for detail in element.iter("detail")
    }
    return findings.host(
        told.get("hostname"),
        ips=[address],
        macs=[told.get("MAC")],
        os_name=told.get("best_os_txt"),
        seen_at=instant(trees.text(element, "end")),
    )


def _result(result: Element, hosts: Mapping[str, Host | None]) -> Finding:
    address = trees.text(result, "host") or ""
    seen_at = instant(trees.text(result, "modification_time"))
    named = findings.host(trees.text(result, "host", "hostname"), ips=[address], seen_at=seen_at)
    score = trees.text(result, "severity")
    severity = trees.text(result, "threat") or severities.scored(score) or score
    test = trees.find(result, "nvt")
    references = (
        [] if test is None else [ref for ref in test.iter("ref") if ref.get("type") == "cve"]
    )
    cves = " ".join((trees.text(test, "cve") or "", *(ref.get("id", "") for ref in references)))
    return Finding(
        host=hosts.get(address) or named,
        vulnerabilities=_vulnerabilities(cves, "" if test is None else test.get("oid", "")),
        title=trees.text(result, "name"),
        severity=severity,
        seen_at=seen_at,
        silent="finding_informational" if findings.is_informational(severity) else None,
    )


def _vulnerabilities(cves: str, test: str) -> tuple[str, ...]:
    """The CVEs, or the number of OpenVAS's own test where there are none."""
    return tuple(dict.fromkeys(re.findall(r"CVE-\d{4}-\d+", cves))) or (f"openvas:{test}",)
