"""CycloneDX as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from grunnmur.collect import trees, values
from grunnmur.collect.bill import Bill, Part
from grunnmur.collect.cyclonedx import kinds
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError


def read(document: Document) -> Bill:
    """The bill in the document. CollectError when it is none."""
    tree = trees.json(document)
    if not isinstance(tree, dict):
        raise CollectError("json_not_an_object")
    if tree.get("bomFormat") != "CycloneDX" and not tree.keys() & {"metadata", "components"}:
        raise CollectError("json_other_shape", wanted="CycloneDX")
    subject = trees.member(tree, "metadata", "component")
    nested = trees.member(subject, "components")
    components = list(_all([*trees.objects(nested), *trees.objects(tree.get("components"))]))
    left_out = Counter(
        str(part.get("type")) for part in components if not kinds.is_product(part.get("type"))
    )
    left_out["vulnerability"] += len(trees.objects(tree.get("vulnerabilities")))
    left_out["service"] += sum(1 for _ in _services(trees.objects(tree.get("services"))))
    return Bill(
        key=trees.words(tree.get("serialNumber")) or document.name,
        subject=_part(subject) if isinstance(subject, dict) else None,
        parts=tuple(_part(part) for part in components if kinds.is_product(part.get("type"))),
        seen_at=values.moment(trees.member(tree, "metadata", "timestamp") or ""),
        left_out=+left_out,
        document=document.name,
    )


def _all(components: list[dict[str, Any]], depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every component, each before the ones nested in it."""
    if depth > trees.DEEPEST:
        raise CollectError("bill_too_deep", depth=trees.DEEPEST)
    for component in components:
        yield component
        yield from _all(trees.objects(component.get("components")), depth + 1)


def _services(services: list[dict[str, Any]], depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > trees.DEEPEST:
        raise CollectError("bill_too_deep", depth=trees.DEEPEST)
    for service in services:
        yield service
        yield from _services(trees.objects(service.get("services")), depth + 1)


def _part(component: Mapping[str, Any]) -> Part:
    group, plain = trees.words(component.get("group")), trees.words(component.get("name"))
    version, purl = trees.words(component.get("version")), trees.words(component.get("purl"))
    written = trees.words(component.get("type"))
    makers = (
        trees.member(component, "supplier", "name"),
        trees.member(component, "manufacturer", "name"),
        component.get("publisher"),
    )
    named = f"{plain}@{version}" if version else plain
    return Part(
        key=trees.words(component.get("bom-ref")) or purl or named or "",
        name=kinds.name(group, plain),
        version=version,
        kind=kinds.kind(written),
        vendor=next((text for maker in makers if (text := trees.words(maker))), group),
        purl=purl,
        cpe=trees.words(component.get("cpe")),
    )
