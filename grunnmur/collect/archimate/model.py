"""An ArchiMate model: elements and how they relate, in one vocabulary for every version and file form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grunnmur.collect import trees

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Xml

_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_ALSO = {
    "usedby": "serving", "realisation": "realization", "specialisation": "specialization",
    "infrastructureservice": "technologyservice", "infrastructurefunction": "technologyfunction",
    "infrastructureinterface": "technologyinterface", "network": "communicationnetwork",
    "communicationpath": "path",
}  # fmt: skip
"""Words of ArchiMate 2, and those of version 3."""


@dataclass(frozen=True, slots=True)
class Element:
    """`kind` is the element's type in lower case, as version 3 spells it."""

    key: str
    kind: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """`kind` is the relation's type in lower case, without the word relationship."""

    key: str
    kind: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Model:
    """All elements by key and all relations, in the file's order."""

    elements: dict[str, Element]
    relations: tuple[Relation, ...]


def of(root: Xml) -> Model:
    """The model in an exchange file or a file of Archi's own."""
    found = [*_exchanged(root), *_archi(root)]
    elements = {one.key: one for one in found if isinstance(one, Element)}
    return Model(elements, tuple(one for one in found if isinstance(one, Relation)))


def _exchanged(root: Xml) -> Iterator[Element | Relation]:
    """Of the Open Group's exchange format, 2.1 and 3."""
    for place in trees.children(root, "elements"):
        for one in trees.children(place, "element"):
            name = trees.text(one, "name") or trees.text(one, "label")
            yield Element(one.get("identifier", ""), _kind(one), name)
    for place in trees.children(root, "relationships"):
        for one in trees.children(place, "relationship"):
            yield _relation(one, one.get("identifier", ""))


def _archi(root: Xml) -> Iterator[Element | Relation]:
    """Of Archi: folders within folders; diagrams stand beside the elements and are none."""
    for folder in trees.children(root, "folder"):
        yield from _archi(folder)
        for one in trees.children(folder, "element"):
            kind = _kind(one)
            if kind.startswith(("archimatediagram", "sketch", "canvas")):
                continue
            if one.get("source") is not None:
                yield _relation(one, one.get("id", ""))
            else:
                yield Element(one.get("id", ""), kind, (one.get("name") or "").strip() or None)


def _relation(one: Xml, key: str) -> Relation:
    return Relation(key, _kind(one), one.get("source", ""), one.get("target", ""))


def _kind(one: Xml) -> str:
    word = one.get(_TYPE, "").rpartition(":")[2].lower().removesuffix("relationship")
    return _ALSO.get(word, word)
