"""SPDX 3: everything is an element of one graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from grunnmur.collect import trees, values
from grunnmur.collect.bill import Bill, Part

_KINDS = {
    "application": "application",
    "container": "other",
    "device": "hardware",
    "firmware": "firmware",
    "framework": "library",
    "library": "library",
    "operatingSystem": "os",
}


def read(tree: Mapping[str, Any], document: str) -> Bill:
    """The bill that the graph holds."""
    elements = trees.objects(tree.get("@graph"))
    packages = [element for element in elements if _type(element) == "Package"]
    subject = _subject(elements, packages)
    whole = next((element for element in elements if _type(element) == "SpdxDocument"), {})
    name = trees.words(whole.get("name"))
    left_out = Counter(
        _type(element).lower() for element in elements if _type(element) in ("File", "Snippet")
    )
    makers = {_id(element): trees.words(element.get("name")) for element in elements}
    made = next((e for e in elements if _type(e) == "CreationInfo"), {})
    return Bill(
        key=_id(whole) or name or document,
        subject=_part(subject, makers) if subject else Part("", name) if name else None,
        parts=tuple(_part(package, makers) for package in packages if package is not subject),
        seen_at=values.moment(made.get("created") or ""),
        left_out=left_out,
        document=document,
    )


def _subject(
    elements: list[dict[str, Any]], packages: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """The one package that the document or the bill in it has as its root."""
    roots: set[str] = set()
    for element in elements:
        if _type(element) in ("SpdxDocument", "Sbom"):
            written = element.get("rootElement")
            roots.update(map(str, written if isinstance(written, list) else [written]))
    found = [package for package in packages if _id(package) in roots]
    return found[0] if len(found) == 1 else None


def _part(package: Mapping[str, Any], makers: Mapping[str, str | None]) -> Part:
    name, version = trees.words(package.get("name")), _of(package, "packageVersion")
    external = {
        str(entry.get("externalIdentifierType")): trees.words(entry.get("identifier"))
        for entry in trees.objects(package.get("externalIdentifier"))
    }
    return Part(
        key=_id(package) or f"{name}@{version}",
        name=name,
        version=version,
        kind=_KINDS.get(_of(package, "primaryPurpose") or ""),
        vendor=makers.get(str(package.get("suppliedBy"))),
        purl=_of(package, "packageUrl") or external.get("packageUrl") or external.get("purl"),
        cpe=external.get("cpe23") or external.get("cpe22"),
    )


def _of(package: Mapping[str, Any], name: str) -> str | None:
    """A property of the software profile, which is written with the profile's name before it."""
    return trees.words(package.get(f"software_{name}")) or trees.words(package.get(name))


def _type(element: Mapping[str, Any]) -> str:
    written = str(element.get("type") or element.get("@type") or "")
    return written.removeprefix("software_").rpartition("/")[2]


def _id(element: Mapping[str, Any]) -> str:
    return str(element.get("spdxId") or element.get("@id") or "")
