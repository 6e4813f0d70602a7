"""A connection log as Arrow tables of text, a block at a time, read as fast as Arrow can."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
from pyarrow import csv

from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.zeek.heading import Heading
from grunnmur.collect.zeek.stream import Stream
from grunnmur.errors import CollectError

_BLOCK = 16 << 20
_FAST = 1 << 20
"""What Arrow takes at a time; a longer line than this is read again in one piece."""

_LONGEST = 32 << 20
"""No line is this long; a file without line breaks may not fill the memory."""

WANTED = {
    "ts": "ts",
    "source_ip": "id.orig_h",
    "target_ip": "id.resp_h",
    "protocol": "proto",
    "port": "id.resp_p",
    "service": "service",
    "duration": "duration",
    "sent": "orig_bytes",
    "received": "resp_bytes",
    "state": "conn_state",
}
"""Our name of each field we read, and Zeek's."""


class Blocks:
    """The log's lines, block by block, with their line numbers.

    Tab-separated logs come as the columns of `WANTED`, JSON lines as one column `line`. Afterwards
    `malformed` holds the numbers of lines that had too few or too many values.
    """

    def __init__(self, document: Document, heading: Heading) -> None:
        self.malformed: list[int] = []
        self._document = document
        self._heading = heading
        self._line = 1
        self._damage: str | None = None
        self._open = not heading.is_json

    def __iter__(self) -> Iterator[pa.Table]:
        table: Callable[[bytes], pa.Table] = self._json if self._heading.is_json else self._tabular
        with Stream(self._document) as stream:
            for block in _whole_lines(stream):
                for piece in _pieces(block):
                    self._hear(piece)
                    yield table(piece)
                    self._line += piece.count(b"\n")
            self._damage = stream.damage

    def notes(self) -> Iterator[Note]:
        """Whether the log ended as it should."""
        if self._damage is not None:
            yield Note("truncated", {"reason": self._damage})
        elif self._open:
            yield Note("log_not_closed", {"log": self._heading.log})

    def _hear(self, piece: bytes) -> None:
        """Logs put end to end carry a heading each; what a later one says holds from there."""
        if self._heading.is_json:
            return
        if piece.startswith(b"#fields"):
            line = piece.partition(b"\n")[0].decode("utf-8", errors="replace")
            self._heading = self._heading.told(line.rstrip("\r"))
        closed = piece.rstrip().rpartition(b"\n")[2].startswith(b"#close")
        self._open = not closed

    def _tabular(self, piece: bytes) -> pa.Table:
        skipped: dict[int, bool] = {}

        def skip(row: csv.InvalidRow) -> str:
            text = row.text.rstrip("\r\n")
            skipped[row.number - 1] = bool(text) and not text.startswith("#")
            return "skip"

        table = _csv(piece, self._heading, skip)
        self.malformed += [self._line + row for row, broken in sorted(skipped.items()) if broken]
        lines = piece.count(b"\n") + (not piece.endswith(b"\n"))
        numbers = np.delete(np.arange(self._line, self._line + lines), list(skipped))
        return table.append_column("number", pa.array(numbers[: table.num_rows], pa.int64()))

    def _json(self, piece: bytes) -> pa.Table:
        lines = piece.decode("utf-8", errors="replace").split("\n")
        numbers = np.arange(self._line, self._line + len(lines))
        return pa.table({"line": pa.array(lines, pa.string()), "number": pa.array(numbers)})


def _whole_lines(stream: Stream) -> Iterator[bytes]:
    rest = b""
    while content := stream.read(_BLOCK):
        end = content.rfind(b"\n") + 1
        if end:
            yield rest + content[:end]
            rest = content[end:]
        else:
            rest += content
        if len(rest) > _LONGEST:
            raise CollectError("line_too_long", megabytes=_LONGEST >> 20)
    if rest:
        yield rest


def _pieces(block: bytes) -> Iterator[bytes]:
    """The block, cut where a new heading begins."""
    start = 0
    while (cut := block.find(b"\n#fields", start)) >= 0:
        yield block[start : cut + 1]
        start = cut + 1
    yield block[start:]


def _csv(piece: bytes, heading: Heading, skip: Callable[[csv.InvalidRow], str]) -> pa.Table:
    readable = _readable(piece)
    try:
        return _read(readable, heading, skip, _FAST)
    except pa.ArrowInvalid:
        return _read(readable, heading, skip, len(readable) + 1)


def _readable(piece: bytes) -> bytes:
    """The piece as Arrow can read it: UTF-8, and no line breaks but the one kind."""
    if not piece.isascii():
        piece = piece.decode("utf-8", errors="replace").encode()
    return piece.replace(b"\r\n", b"\n").replace(b"\r", b" ") if b"\r" in piece else piece


def _read(
    piece: bytes, heading: Heading, skip: Callable[[csv.InvalidRow], str], block_size: int
) -> pa.Table:
    names = list(WANTED.values())
    table = csv.read_csv(
        pa.BufferReader(piece),
        read_options=csv.ReadOptions(
            column_names=list(heading.fields), use_threads=False, block_size=block_size
        ),
        parse_options=csv.ParseOptions(
            delimiter=heading.separator,
            quote_char=False,
            double_quote=False,
            invalid_row_handler=skip,
            ignore_empty_lines=False,
        ),
        convert_options=csv.ConvertOptions(
            include_columns=names,
            include_missing_columns=True,
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[heading.unset, ""],
            strings_can_be_null=True,
        ),
    )
    return table.rename_columns(list(WANTED))
