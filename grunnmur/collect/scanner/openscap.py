"""OpenSCAP and other checkers that answer in XCCDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from grunnmur.collect import trees
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings
from grunnmur.collect.scanner.findings import Finding, Host, Item
from grunnmur.collect.scanner.instants import instant

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MAC = "urn:xccdf:fact:ethernet:MAC"
_FQDN = "urn:xccdf:fact:asset:identifier:fqdn"
_HOST_NAME = "urn:xccdf:fact:asset:identifier:host_name"


def recognise(head: bytes) -> bool:
    """Whether it is XCCDF, or the archive of assets that XCCDF results come in."""
    return head.startswith(b"<") and b"checklists.nist.gov/xccdf" in head[:4096]


def items(document: Document) -> Iterator[Item]:
    """Hosts and findings in the document."""
    root = trees.xml(document)
    rules = {rule.get("id"): trees.text(rule, "title") for rule in _all(root, "Rule")}
    results = list(_all(root, "TestResult"))
    if not results:
        yield Note("report_without_results")
    for result in results:
        scanned = _host(result)
        name = trees.text(result, "target")
        yield scanned or Note("host_unnamed", {"name": name}, row=True)
        for answer in trees.children(result, "rule-result"):
            yield _finding(answer, scanned, rules)


def _all(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if trees.local(element) == name)


def _host(result: Element) -> Host | None:
    facts = [(fact.get("name"), fact.text) for fact in _all(result, "fact")]
    return findings.host(
        *(value for name, value in facts if name in (_FQDN, _HOST_NAME)),
        trees.text(result, "target"),
        ips=[address.text for address in trees.children(result, "target-address")],
        macs=[value for name, value in facts if name == _MAC],
        seen_at=instant(result.get("end-time")),
    )


def _finding(
    answer: Element, scanned: Host | None, rules: Mapping[str | None, str | None]
) -> Finding:
    number = answer.get("idref", "")
    said = trees.text(answer, "result")
    cves = tuple(
        i.text or "" for i in trees.children(answer, "ident") if (i.text or "").startswith("CVE-")
    )
    unanswered = None if said == "fail" else "check_not_answered"
    return Finding(
        host=scanned,
        vulnerabilities=cves or (number,),
        title=rules.get(number),
        severity=answer.get("severity"),
        seen_at=instant(answer.get("time")) or (scanned.seen_at if scanned else None),
        silent="check_passed" if said in ("pass", "fixed") else unanswered,
    )
