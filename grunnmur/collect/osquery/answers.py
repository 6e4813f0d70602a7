"""Rows of a result log, whichever way they were bundled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from grunnmur.collect import trees
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 naive UTC by convention


@dataclass(frozen=True, slots=True)
class Row:
    """One row of one query's answer on one host. `withdrawn` rows are no longer so."""

    query: str
    host: str | None
    uuid: str | None
    columns: Mapping[str, Any]
    withdrawn: bool
    line: int | None
    seen_at: datetime | None


def rows(document: Document) -> Iterator[Row | Note]:
    """Every row, and a note for each line that is no JSON object."""
    head = document.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"["):
        for result in trees.objects(trees.json(document)):
            yield from _of(result, None)
        return
    whole = _whole(document) if len(head) < 65536 else None
    if whole is not None:
        for result in trees.objects(whole.get("data", whole)):
            yield from _of({**whole, **result}, None)
        return
    for number, line in document.lines():
        if line.strip():
            yield from _line(line, number)


def _whole(document: Document) -> dict[str, Any] | None:
    """The file as one object over several lines, which the TLS endpoint sends."""
    try:
        tree = trees.loads(document.bytes())
    except ValueError:
        return None
    return tree if isinstance(tree, dict) else None


def _line(line: str, number: int) -> Iterator[Row | Note]:
    try:
        result = orjson.loads(line)
    except orjson.JSONDecodeError:
        yield Note("line_malformed", {"log": "osquery"}, number, row=True)
        return
    if isinstance(result, dict):
        yield from _of(result, number)
    else:
        yield Note("line_malformed", {"log": "osquery"}, number, row=True)


def _of(result: Mapping[str, Any], line: int | None) -> Iterator[Row | Note]:
    """One row for a differential line, several for a snapshot or a batch of differences."""
    withdrawn = result.get("action") == "removed"
    bundles = (
        (result.get("columns"), withdrawn),
        (result.get("snapshot"), False),
        (trees.member(result, "diffResults", "added"), False),
        (trees.member(result, "diffResults", "removed"), True),
    )
    several = [(row, gone) for bundle, gone in bundles for row in trees.objects(bundle)]
    if not several:
        yield Note("answer_empty", {"query": trees.words(result.get("name"))}, line, row=True)
    for columns, gone in several:
        yield Row(
            query=trees.words(result.get("name")) or "",
            host=trees.words(result.get("hostIdentifier") or result.get("host_identifier")),
            uuid=trees.words(trees.member(result, "decorations", "host_uuid")),
            columns=columns,
            withdrawn=gone,
            line=line,
            seen_at=_instant(result.get("unixTime")),
        )


def _instant(value: object) -> datetime | None:
    text = trees.words(value)
    return _EPOCH + timedelta(seconds=int(text)) if text and text.isdecimal() else None
