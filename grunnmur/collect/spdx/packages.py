"""SPDX 2: a document with packages and files side by side, tied together by relationships."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grunnmur.collect import trees, values
from grunnmur.collect.bill import Bill, Part

_KINDS = {
    "APPLICATION": "application",
    "CONTAINER": "other",
    "DEVICE": "hardware",
    "FIRMWARE": "firmware",
    "FRAMEWORK": "library",
    "LIBRARY": "library",
    "OPERATING-SYSTEM": "os",
    "OPERATING_SYSTEM": "os",
}
_UNSAID = ("NOASSERTION", "NONE")


def read(tree: Mapping[str, Any], document: str) -> Bill:
    """The bill that the tree holds, whether it came as JSON or as tags."""
    packages = trees.objects(tree.get("packages"))
    described = _described(tree)
    subjects = [package for package in packages if package.get("SPDXID") in described]
    subject = subjects[0] if len(subjects) == 1 else None
    name = _said(tree.get("name"))
    left_out = {kind: len(trees.objects(tree.get(f"{kind}s"))) for kind in ("file", "snippet")}
    return Bill(
        key=_said(tree.get("documentNamespace")) or name or document,
        subject=_part(subject) if subject else Part("", name) if name else None,
        parts=tuple(_part(package) for package in packages if package is not subject),
        seen_at=values.moment(trees.member(tree, "creationInfo", "created") or ""),
        left_out={kind: rows for kind, rows in left_out.items() if rows},
        document=document,
    )


def _described(tree: Mapping[str, Any]) -> set[str]:
    """Packages the document says it is about, which 2.2 and 2.3 say in two ways."""
    listed = tree.get("documentDescribes")
    found = {str(part) for part in listed} if isinstance(listed, list) else set()
    for relation in trees.objects(tree.get("relationships")):
        source, target = relation.get("spdxElementId"), relation.get("relatedSpdxElement")
        if relation.get("relationshipType") == "DESCRIBES" and source == "SPDXRef-DOCUMENT":
            found.add(str(target))
        if relation.get("relationshipType") == "DESCRIBED_BY" and target == "SPDXRef-DOCUMENT":
            found.add(str(source))
    return found


def _part(package: Mapping[str, Any]) -> Part:
    name, version = _said(package.get("name")), _said(package.get("versionInfo"))
    external = {
        str(entry.get("referenceType")).rpartition("/")[2]: _said(entry.get("referenceLocator"))
        for entry in trees.objects(package.get("externalRefs"))
    }
    maker = _said(package.get("supplier")) or _said(package.get("originator"))
    return Part(
        key=_said(package.get("SPDXID")) or f"{name}@{version}",
        name=name,
        version=version,
        kind=_KINDS.get(str(package.get("primaryPackagePurpose"))),
        vendor=maker.partition(": ")[2] or maker if maker else None,
        purl=external.get("purl"),
        cpe=external.get("cpe23Type") or external.get("cpe22Type"),
    )


def _said(value: object) -> str | None:
    """The text, unless the bill says in words that it says nothing."""
    text = trees.words(value)
    return None if text in _UNSAID else text
