"""Flow tuples of Azure's logs: where in a record they hang, for each kind of log there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from grunnmur.collect import json_stream, trees
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document

OLD, NEW = "nsg", "vnet"
"""Tuples of security groups (versions 1 and 2) and of virtual networks (version 4) differ in their fields."""


EMPTY = ("", "")
"""Stands for a record that holds no tuple."""


def found(document: Document) -> Iterator[tuple[str, str] | Note]:
    """Kind and text of each tuple; a note for a line that is no record, or where the file breaks off."""
    for record in _records(document):
        if isinstance(record, Note):
            yield record
            continue
        tuples = list(_in(record))
        yield from tuples or (EMPTY,)


def _records(document: Document) -> Iterator[Any]:
    """Records of a `records` list, or one a line."""
    if not document.head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b'{"records"') and _is_lines(
        document
    ):
        try:
            for number, line in document.lines():
                if line.strip():
                    yield _loaded(line, number)
        except (EOFError, OSError) as error:
            yield Note("truncated", {"reason": str(error)})
        return
    try:
        for entry in json_stream.entries(document):
            if entry.listed and entry.key in ("records", None):
                yield entry.value
    except json_stream.DamagedError as error:
        yield Note("truncated", {"reason": str(error)})


def _is_lines(document: Document) -> bool:
    """Whether the first line is a whole record of its own."""
    first = document.head.partition(b"\n")[0].lstrip(b"\xef\xbb\xbf")
    try:
        return "category" in orjson.loads(first)
    except (orjson.JSONDecodeError, TypeError):
        return False


def _loaded(line: str, number: int) -> Any:  # noqa: ANN401 JSON is anything until looked at
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return Note("line_malformed", {"log": "nsgflow"}, number, row=True)


def _in(record: object) -> Iterator[tuple[str, str]]:
    for rule in trees.objects(trees.member(record, "properties", "flows")):
        for flow in trees.objects(rule.get("flows")):
            yield from _texts(OLD, flow)
    for flow in trees.objects(trees.member(record, "flowRecords", "flows")):
        for group in trees.objects(flow.get("flowGroups")):
            yield from _texts(NEW, group)


def _texts(kind: str, holder: dict[str, Any]) -> Iterator[tuple[str, str]]:
    listed = holder.get("flowTuples")
    if isinstance(listed, list):
        yield from ((kind, str(written)) for written in listed)
