"""A request as the agent sends it, the same tree whether it was XML or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from grunnmur.collect import trees, values
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True)
class Request:
    """What one agent sent. Names are lower case, as the JSON form has them."""

    device_id: str | None
    item_type: str
    content: Mapping[str, Any]
    document: str

    @property
    def seen_at(self) -> datetime | None:
        """When the agent looked, in UTC where it told its time zone."""
        written = trees.member(self.content, "accesslog", "logdate")
        seen = values.moment(written) if written else None
        offset = trees.words(trees.member(self.content, "operatingsystem", "timezone", "offset"))
        return seen - _offset(offset) if seen and offset else seen


def read(document: Document) -> Request:
    """The request in the document. CollectError when it is none."""
    is_xml = document.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    tree = _tree(trees.xml(document)) if is_xml else trees.json(document)
    if not isinstance(tree, dict) or not isinstance(tree.get("content"), dict):
        raise CollectError("inventory_without_content")
    device_id = trees.words(tree.get("deviceid"))
    item_type = trees.words(tree.get("itemtype")) or ""
    return Request(device_id, item_type, tree["content"], document.name)


def entries(content: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The entries of a section, of which there may be none, one or many."""
    return trees.objects(content.get(name))


def _tree(element: Element, depth: int = 0) -> Any:  # noqa: ANN401 the JSON form is nested values
    """The element as JSON would have it: names lower case, repeated ones as lists."""
    if depth > trees.DEEPEST:
        raise CollectError("xml_too_deep", depth=trees.DEEPEST)
    if not len(element):
        return (element.text or "").strip() or None
    found: dict[str, Any] = {}
    for child in element:
        name, value = child.tag.lower(), _tree(child, depth + 1)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found


def _offset(text: str) -> timedelta:
    """An offset from UTC as agents write it: +0200."""
    digits = text.lstrip("+-").replace(":", "")
    if not digits.isdecimal() or len(digits) != 4:
        return timedelta()
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if text.startswith("-") else size
