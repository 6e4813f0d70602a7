"""What nfdump prints as JSON, in the columns of its CSV: one list (`-o json`), or an object a line (`-o ndjson`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import orjson
import pyarrow as pa

from grunnmur.collect import json_stream
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.json_stream import DamagedError

_ROWS = 50_000
_START = re.compile(rb'\A\s*(?:\[\s*)?\{\s*"type"\s*:\s*"(?:FLOW|EVENT|STAT)"\s*,')
_ALSO = {
    "started": ("first", "t_first"),
    "ended": ("last", "t_last"),
    "duration": (),
    "source_ip": ("src4_addr", "src6_addr"),
    "source_port": ("src_port",),
    "target_ip": ("dst4_addr", "dst6_addr"),
    "target_port": ("dst_port",),
    "protocol": ("proto",),
    "flags": ("tcp_flags",),
    "packets": ("in_packets",),
    "packets_back": ("out_packets",),
    "bytes": ("in_bytes",),
    "bytes_back": ("out_bytes",),
    "flows": ("aggr_flows",),
    "event": ("event",),
}
"""Our name of each column, and nfdump's keys in its versions."""


def is_head(head: bytes) -> bool:
    """Whether a file that begins so is JSON of nfdump's. A list of no flows says nothing of itself."""
    return _START.match(head) is not None


class Objects:
    """The objects as tables of text, a block at a time; `number` counts them from one."""

    def __init__(self, document: Document) -> None:
        self.malformed: list[int] = []
        self._document = document
        self._damage: str | None = None

    def __iter__(self) -> Iterator[pa.Table]:
        found = self._listed() if self._document.head.lstrip().startswith(b"[") else self._lines()
        while rows := list(islice(found, _ROWS)):
            columns = {
                ours: pa.array([_text(row, theirs) for _, row in rows], pa.string())
                for ours, theirs in _ALSO.items()
            }
            numbers = pa.array([number for number, _ in rows], pa.int64())
            whole = pa.repeat(pa.scalar(True), len(rows))
            yield pa.table({**columns, "number": numbers, "whole": whole})

    def notes(self) -> Iterator[Note]:
        """Whether the output ended as it should."""
        if self._damage is not None:
            yield Note("truncated", {"reason": self._damage})

    def _listed(self) -> Iterator[tuple[int, dict[str, object]]]:
        try:
            for number, entry in enumerate(json_stream.entries(self._document), 1):
                yield from self._kept(number, entry.value)
        except DamagedError as damage:
            self._damage = str(damage)

    def _lines(self) -> Iterator[tuple[int, dict[str, object]]]:
        try:
            for number, line in self._document.lines():
                if line.strip():
                    yield from self._kept(number, _value(line))
        except (EOFError, OSError) as damage:
            self._damage = str(damage)

    def _kept(self, number: int, value: object) -> Iterator[tuple[int, dict[str, object]]]:
        if isinstance(value, dict):
            yield number, value
        else:
            self.malformed.append(number)


def _value(line: str) -> object:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None


def _text(row: dict[str, object], keys: tuple[str, ...]) -> str | None:
    """The first of the keys that is there, as text."""
    said = next((row[key] for key in keys if row.get(key) is not None), None)
    return None if said is None else str(said)
