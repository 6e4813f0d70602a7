"""testssl.sh: how servers speak TLS, as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings, rows
from grunnmur.collect.scanner.findings import Finding, Item


def recognise(head: bytes) -> bool:
    """Whether testssl.sh wrote it."""
    return rows.has(head, "id", "fqdn/ip", "finding")


def items(document: Document) -> Iterator[Item]:
    """One finding a test."""
    for row in rows.rows(document, heading="fqdn/ip"):
        yield row if isinstance(row, Note) else _finding(*row)


def _finding(line: int, row: Mapping[str, str]) -> Finding:
    name, _, address = row.get("fqdn/ip", "").partition("/")
    severity = row.get("severity", "")
    passed = severity == "OK" or findings.is_informational(severity)
    return Finding(
        host=findings.host(name, ips=[address or name]),
        vulnerabilities=tuple(row.get("cve", "").split()) or (f"testssl:{row.get('id')}",),
        title=row.get("finding"),
        severity=severity,
        line=line,
        silent="check_passed" if passed else None,
    )
