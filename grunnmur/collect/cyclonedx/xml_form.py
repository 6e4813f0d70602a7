"""CycloneDX as XML, whichever version its namespace names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from grunnmur.collect import trees, values
from grunnmur.collect.bill import Bill, Part
from grunnmur.collect.cyclonedx import kinds
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def read(document: Document) -> Bill:
    """The bill in the document. CollectError when it is none."""
    root = trees.xml(document)
    if trees.local(root) != "bom":
        raise CollectError("xml_other_root", root=trees.local(root))
    subject = trees.find(root, "metadata", "component")
    parents = [parent for parent in (subject, root) if parent is not None]
    components = [part for parent in parents for part in _all(parent)]
    left_out = Counter(
        part.get("type", "") for part in components if not kinds.is_product(part.get("type"))
    )
    left_out["vulnerability"] += sum(trees.local(e) == "vulnerability" for e in root.iter())
    left_out["service"] += sum(trees.local(e) == "service" for e in _services(root))
    return Bill(
        key=root.get("serialNumber") or document.name,
        subject=None if subject is None else _part(subject),
        parts=tuple(_part(part) for part in components if kinds.is_product(part.get("type"))),
        seen_at=values.moment(trees.text(root, "metadata", "timestamp") or ""),
        left_out=+left_out,
        document=document.name,
    )


def _all(parent: Element, depth: int = 0) -> Iterator[Element]:
    """Every component under `parent`, each before the ones nested in it."""
    if depth > trees.DEEPEST:
        raise CollectError("bill_too_deep", depth=trees.DEEPEST)
    for component in trees.children(trees.find(parent, "components"), "component"):
        yield component
        yield from _all(component, depth + 1)


def _services(root: Element) -> Iterator[Element]:
    """Services the bill lists; tools may have services too, which are not what it is about."""
    services = trees.find(root, "services")
    return iter(()) if services is None else services.iter()


def _part(component: Element) -> Part:
    group, plain = trees.text(component, "group"), trees.text(component, "name")
    version, purl = trees.text(component, "version"), trees.text(component, "purl")
    named = f"{plain}@{version}" if version else plain
    makers = (
        trees.text(component, "supplier", "name"),
        trees.text(component, "manufacturer", "name"),
        trees.text(component, "publisher"),
    )
    return Part(
        key=component.get("bom-ref") or purl or named or "",
        name=kinds.name(group, plain),
        version=version,
        kind=kinds.kind(component.get("type")),
        vendor=next((maker for maker in makers if maker), group),
        purl=purl,
        cpe=trees.text(component, "cpe"),
    )
