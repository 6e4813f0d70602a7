"""Nuclei: templates that matched, as JSON lines or a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import orjson

from grunnmur.collect import trees
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings
from grunnmur.collect.scanner.findings import Finding, Item
from grunnmur.collect.scanner.instants import instant


def recognise(head: bytes) -> bool:
    """Whether Nuclei wrote it."""
    told = b'"template-id"' in head or b'"templateID"' in head
    return head[:1] in (b"{", b"[") and told and b'"info"' in head


def items(document: Document) -> Iterator[Item]:
    """One finding a match."""
    if document.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        for row in trees.objects(trees.json(document)):
            yield _finding(row, None)
        return
    for number, line in document.lines():
        if not line.strip():
            continue
        try:
            yield _finding(orjson.loads(line), number)
        except orjson.JSONDecodeError:
            yield Note("line_malformed", {"log": "nuclei"}, number, row=True)


def _finding(row: dict[str, Any], line: int | None) -> Finding:
    told = row.get("info")
    cves = trees.member(told, "classification", "cve-id")
    severity = trees.words(trees.member(told, "severity"))
    number = trees.words(row.get("template-id") or row.get("templateID"))
    seen_at = instant(row.get("timestamp"))
    names = (_name(trees.words(row.get(name))) for name in ("host", "matched-at", "url", "matched"))
    listed = [str(cve).upper() for cve in cves] if isinstance(cves, list) else []
    return Finding(
        host=findings.host(
            next((name for name in names if name), None),
            ips=[trees.words(row.get("ip"))],
            seen_at=seen_at,
        ),
        vulnerabilities=tuple(listed) or (f"nuclei:{number}",),
        title=trees.words(trees.member(told, "name")),
        severity=severity,
        seen_at=seen_at,
        line=line,
        silent="finding_informational" if findings.is_informational(severity) else None,
    )


def _name(written: str | None) -> str | None:
    """The host in what may be a whole address on the web, or a host with a port."""
    if not written:
        return None
    try:
        return urlsplit(written if "://" in written else f"//{written}").hostname
    except ValueError:
        return None
