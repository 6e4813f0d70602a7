"""Microsoft Defender: vulnerabilities by machine, and the machines, from its API."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur.collect import trees
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings
from grunnmur.collect.scanner.findings import Finding, Item
from grunnmur.collect.scanner.instants import instant


def recognise(head: bytes) -> bool:
    """Whether Defender's API answered it."""
    told = b'"machineId"' in head and b'"cveId"' in head
    return head[:1] in (b"{", b"[") and (told or b"securitycenter.windows.com" in head[:2048])


def items(document: Document) -> Iterator[Item]:
    """Machines and findings in the document."""
    tree = trees.json(document)
    for row in trees.objects(tree.get("value", tree) if isinstance(tree, dict) else tree):
        if "cveId" in row:
            yield _finding(row)
        else:
            yield _machine(row)


def _machine(row: dict[str, object]) -> Item:
    scanned = findings.host(
        trees.words(row.get("computerDnsName")),
        ips=[trees.words(row.get("lastIpAddress"))],
        os_name=trees.words(row.get("osPlatform")),
        seen_at=instant(row.get("lastSeen")),
        others=[("cloud_id", trees.words(row.get("id")))],
    )
    return scanned or Note("host_unnamed", {"name": trees.words(row.get("id"))}, row=True)


def _finding(row: dict[str, object]) -> Finding:
    maker, product = trees.words(row.get("productVendor")), trees.words(row.get("productName"))
    return Finding(
        host=findings.only_named("cloud_id", trees.words(row.get("machineId"))),
        vulnerabilities=(trees.words(row.get("cveId")) or "",),
        severity=trees.words(row.get("severity")),
        product=f"{maker} {product}" if maker and product else product,
    )
