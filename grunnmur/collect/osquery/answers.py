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
    """Every row, and a note for each line that is no JSON object. What a later answer takes back is withdrawn."""
    after = _Later()
    for number, result in enumerate(_results(document)):
        if not isinstance(result, Note):
            after.hear(number, result)
    for number, result in enumerate(_results(document)):
        if isinstance(result, Note):
            yield result
        else:
            yield from _of(number, result, after)


@dataclass(frozen=True, slots=True)
class _Result:
    """One object of the log and its line."""

    said: Mapping[str, Any]
    line: int | None

    @property
    def about(self) -> tuple[str | None, str]:
        """The host and the query: whose answer it is, and to what."""
        host = self.said.get("hostIdentifier") or self.said.get("host_identifier")
        return trees.words(host), trees.words(self.said.get("name")) or ""

    @property
    def seen_at(self) -> datetime | None:
        return _instant(self.said.get("unixTime"))

    def order(self, number: int) -> tuple[datetime, int]:
        """Its place in time, and in the log."""
        return self.seen_at or _EPOCH, number

    def rows(self) -> Iterator[tuple[Mapping[str, Any], bool]]:
        """Each row, and whether it is one that is gone."""
        withdrawn = self.said.get("action") == "removed"
        bundles = (
            (self.said.get("columns"), withdrawn),
            (self.said.get("snapshot"), False),
            (trees.member(self.said, "diffResults", "added"), False),
            (trees.member(self.said, "diffResults", "removed"), True),
        )
        for bundle, gone in bundles:
            for row in trees.objects(bundle):
                yield row, gone


class _Later:
    """What later answers take back: a row that is removed, and all of a snapshot that another follows.

    Software that was updated would else stand in two versions, the vulnerable one among them.
    """

    def __init__(self) -> None:
        self._gone: dict[tuple[object, ...], tuple[datetime, int]] = {}
        self._snapshots: dict[tuple[str | None, str], tuple[datetime, int]] = {}

    def hear(self, number: int, result: _Result) -> None:
        """Remembers what the result takes back."""
        order = result.order(number)
        if isinstance(result.said.get("snapshot"), list):
            self._snapshots[result.about] = max(order, self._snapshots.get(result.about, order))
        for row, gone in result.rows():
            if gone:
                key = _key(result, row)
                self._gone[key] = max(order, self._gone.get(key, order))

    def take_back(self, number: int, result: _Result, row: Mapping[str, Any]) -> bool:
        """Whether a later answer says that the row of this one is no longer so."""
        order = result.order(number)
        if "snapshot" in result.said and order < self._snapshots.get(result.about, order):
            return True
        return bool(self._gone) and order < self._gone.get(_key(result, row), order)


def _key(result: _Result, row: Mapping[str, Any]) -> tuple[object, ...]:
    return (*result.about, orjson.dumps(row, option=orjson.OPT_SORT_KEYS))


def _results(document: Document) -> Iterator[_Result | Note]:
    head = document.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"["):
        for result in trees.objects(trees.json(document)):
            yield _Result(result, None)
        return
    whole = _whole(document) if len(head) < 65536 else None
    if whole is not None:
        for result in trees.objects(whole.get("data", whole)):
            yield _Result({**whole, **result}, None)
        return
    for number, line in document.lines():
        if line.strip():
            yield _line(line, number)


def _whole(document: Document) -> dict[str, Any] | None:
    """The file as one object over several lines, which the TLS endpoint sends."""
    try:
        tree = trees.loads(document.bytes())
    except ValueError:
        return None
    return tree if isinstance(tree, dict) else None


def _line(line: str, number: int) -> _Result | Note:
    try:
        result = orjson.loads(line)
    except orjson.JSONDecodeError:
        result = None
    if isinstance(result, dict):
        return _Result(result, number)
    return Note("line_malformed", {"log": "osquery"}, number, row=True)


def _of(number: int, result: _Result, after: _Later) -> Iterator[Row | Note]:
    """One row for a differential line, several for a snapshot or a batch of differences."""
    host, query = result.about
    several = list(result.rows())
    if not several:
        yield Note("answer_empty", {"query": query or None}, result.line, row=True)
    for columns, gone in several:
        yield Row(
            query=query,
            host=host,
            uuid=trees.words(trees.member(result.said, "decorations", "host_uuid")),
            columns=columns,
            withdrawn=gone or after.take_back(number, result, columns),
            line=result.line,
            seen_at=result.seen_at,
        )


def _instant(value: object) -> datetime | None:
    text = trees.words(value)
    return _EPOCH + timedelta(seconds=int(text)) if text and text.isdecimal() else None
