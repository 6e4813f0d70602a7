"""Exports of vulnerability scanners: each is recognised by what it writes, one file a family."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from grunnmur.collect.claim import Found
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import (
    advisories,
    azure,
    cyberwatch,
    defender,
    dependency_track,
    findings,
    grype,
    inspector,
    nessus,
    nexpose,
    nuclei,
    openscap,
    openvas,
    outpost24,
    pingcastle,
    ports,
    qualys,
    satellite,
    ssh_audit,
    sslyze,
    testssl,
    trivy,
    wazuh,
)
from grunnmur.errors import CollectError

_TOOLS: tuple[ModuleType, ...] = (
    advisories,
    azure,
    cyberwatch,
    defender,
    dependency_track,
    grype,
    inspector,
    nessus,
    nexpose,
    nuclei,
    openscap,
    openvas,
    outpost24,
    pingcastle,
    ports,
    qualys,
    satellite,
    ssh_audit,
    sslyze,
    testssl,
    trivy,
    wazuh,
)


def recognise(document: Document) -> bool:
    """Whether one of the tools we know wrote the document."""
    return _tool(document) is not None


def parse(document: Document) -> Iterator[Found]:
    """A record for each host a tool describes and each finding, and notes on what is no finding."""
    tool = _tool(document)
    if tool is None:
        raise CollectError("scanner_unknown")
    yield from findings.found(tool.items(document))


def _tool(document: Document) -> ModuleType | None:
    head = document.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((tool for tool in _TOOLS if tool.recognise(head)), None)
