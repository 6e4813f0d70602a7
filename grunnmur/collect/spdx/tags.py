"""SPDX 2 as tags and values, made into the tree its JSON form has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grunnmur.collect.document import Document

_STARTS = {"PackageName": "packages", "FileName": "files", "SnippetSPDXID": "snippets"}
_PACKAGE = {
    "PackageName": "name",
    "SPDXID": "SPDXID",
    "PackageVersion": "versionInfo",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
}
_DOCUMENT = {
    "SPDXVersion": "spdxVersion",
    "DocumentName": "name",
    "DocumentNamespace": "documentNamespace",
}


def tree(document: Document) -> dict[str, Any]:
    """The document's packages, files and relationships."""
    found: dict[str, Any] = {"packages": [], "files": [], "snippets": [], "relationships": []}
    present: dict[str, Any] = found
    for tag, value in _pairs(document):
        if tag in _STARTS:
            present = {}
            found[_STARTS[tag]].append(present)
        if tag == "Relationship":
            found["relationships"].append(_relationship(value))
        elif tag == "Created":
            found["creationInfo"] = {"created": value}
        elif tag in _DOCUMENT:
            found[_DOCUMENT[tag]] = value
        elif tag == "ExternalRef":
            present.setdefault("externalRefs", []).append(_external(value))
        elif tag in _PACKAGE:
            present.setdefault(_PACKAGE[tag], value)
    return found


def _pairs(document: Document) -> Iterator[tuple[str, str]]:
    """Tags and their values; a value between `<text>` marks may go on for lines."""
    tag, lines = "", list[str]()
    for _, line in document.lines():
        if lines:
            lines.append(line)
        elif not line.startswith("#") and ":" in line:
            tag, _, value = line.partition(":")
            lines = [value.strip()]
        if lines and (not lines[0].startswith("<text>") or "</text>" in lines[-1]):
            text = "\n".join(lines)
            yield tag.strip(), text.removeprefix("<text>").partition("</text>")[0]
            lines = []


def _relationship(value: str) -> dict[str, str]:
    parts = (*value.split(), "", "", "")
    return {
        "spdxElementId": parts[0],
        "relationshipType": parts[1],
        "relatedSpdxElement": parts[2],
    }


def _external(value: str) -> dict[str, str]:
    """`PACKAGE-MANAGER purl pkg:…`: category, type, locator."""
    parts = (*value.split(None, 2), "", "", "")
    return {"referenceType": parts[1], "referenceLocator": parts[2]}
