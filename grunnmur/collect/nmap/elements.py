"""Elements of an XML file one by one, with limits on what a stranger's file may make us hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_ELEMENT = 32 << 20
"""Bytes. No host of a real scan, scripts and all, comes near 32 MB."""
MOST_ELEMENTS = 400_000
"""Within one host; all 65,536 ports open and recognised are about half of that."""
DEEPEST = 100


class DamagedError(Exception):
    """The file stops being XML; what came before was given."""


def elements(document: Document, *, root: str, wanted: tuple[str, ...]) -> Iterator[Element]:
    """The root when it opens, then each wanted child when complete; gone when the next is asked.

    Raises CollectError for entities and for elements deeper or larger than any real one,
    DamagedError where the file stops being XML.
    """
    with document.open() as stream:
        counted = _Counted(stream)
        try:
            yield from _elements(counted, root=root, wanted=wanted)
        except DefusedXmlException as error:
            raise CollectError("xml_entities", reason=type(error).__name__) from error
        except (ParseError, EOFError, OSError) as error:
            raise DamagedError(str(error)) from error


def _elements(stream: _Counted, *, root: str, wanted: tuple[str, ...]) -> Iterator[Element]:
    depth = started = 0
    top: Element | None = None
    for event, element in iterparse(stream, events=("start", "end")):
        if event == "start":
            depth, started = depth + 1, started + 1
            _check(depth, started)
            if top is None:
                top = element
                if element.tag != root:
                    raise CollectError("xml_other_root", root=str(element.tag)[:80], wanted=root)
                yield element
            continue
        depth -= 1
        if depth == 1 and top is not None:
            if element.tag in wanted:
                yield element
            top.clear()
            stream.since = started = 0


def _check(depth: int, started: int) -> None:
    if depth > DEEPEST:
        raise CollectError("xml_too_deep", depth=DEEPEST)
    if started > MOST_ELEMENTS:
        raise CollectError("xml_too_many_elements", elements=MOST_ELEMENTS)


class _Counted:
    """A stream that refuses to read on when one element has taken too much."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.since = 0

    def read(self, size: int) -> bytes:
        """The next bytes."""
        content = self._stream.read(size)
        self.since += len(content)
        if self.since > LARGEST_ELEMENT:
            raise CollectError("xml_too_large_element", megabytes=LARGEST_ELEMENT >> 20)
        return content
