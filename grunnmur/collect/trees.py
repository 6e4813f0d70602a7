"""A whole XML or JSON file as one tree, read so that a stranger's file can do no harm."""

from __future__ import annotations

import json as stdlib_json
from typing import TYPE_CHECKING, Any

import orjson
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from grunnmur.collect.document import Document, decode
from grunnmur.errors import CollectError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DEEPEST = 100
"""Levels. Nested components of a real bill of materials stay under ten."""


def xml(document: Document) -> Element:
    """The root element. CollectError for entities, and for what is not well-formed.

    Some tools write white space before the declaration, which no parser accepts; it is passed over.
    """
    content = document.bytes().lstrip(b" \t\r\n")
    try:
        root: Element = fromstring(content)
    except DefusedXmlException as error:
        raise CollectError("xml_entities", reason=type(error).__name__) from error
    except (ParseError, LookupError, ValueError) as error:
        raise CollectError("xml_damaged", reason=str(error)) from error
    return root


def json(document: Document) -> Any:  # noqa: ANN401 JSON is anything until looked at
    """The value the file holds. CollectError when it is no JSON."""
    try:
        return loads(document.bytes())
    except (ValueError, RecursionError) as error:
        raise CollectError("json_damaged", reason=str(error)) from error


def loads(content: bytes) -> Any:  # noqa: ANN401 JSON is anything until looked at
    """The value the bytes hold. ValueError when they are no JSON.

    What the strict reader refuses, other encodings and numbers too large, the patient one reads.
    """
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return stdlib_json.loads(decode(content)[0].lstrip("\ufeff"))


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def find(element: Element, *names: str) -> Element | None:
    """The first descendant on the path of local names, whatever their namespace."""
    for name in names:
        below = next((child for child in element if local(child) == name), None)
        if below is None:
            return None
        element = below
    return element


def children(element: Element | None, name: str) -> list[Element]:
    """The children of that local name; none of nothing."""
    return [] if element is None else [child for child in element if local(child) == name]


def text(element: Element | None, *names: str) -> str | None:
    """The text at the path, trimmed, or None where there is none."""
    found = element if element is None else find(element, *names)
    return None if found is None else (found.text or "").strip() or None


def words(value: object) -> str | None:
    """A JSON scalar as trimmed text, or None where it says nothing."""
    if value is None or isinstance(value, dict | list):
        return None
    return str(value).strip() or None


def objects(value: object) -> list[dict[str, Any]]:
    """The objects in a JSON list; one alone stands for a list of one, anything else for none."""
    if isinstance(value, dict):
        return [value]
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def member(value: object, *path: str) -> Any:  # noqa: ANN401 JSON is anything until looked at
    """What stands at the path of names in nested objects, or None."""
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value
