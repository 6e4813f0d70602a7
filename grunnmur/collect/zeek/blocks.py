"""A connection log as Arrow tables of text, a block at a time, read as fast as Arrow can."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from grunnmur.collect import text_blocks
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.stream import Stream
from grunnmur.collect.zeek.heading import Heading

WANTED = {
    "ts": "ts",
    "source_ip": "id.orig_h",
    "source_port": "id.orig_p",
    "target_ip": "id.resp_h",
    "target_port": "id.resp_p",
    "protocol": "proto",
    "service": "service",
    "duration": "duration",
    "sent": "orig_bytes",
    "received": "resp_bytes",
    "packets_sent": "orig_pkts",
    "packets_received": "resp_pkts",
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
        with Stream(self._document) as stream:
            for block in text_blocks.whole_lines(stream):
                for piece in _pieces(block):
                    self._hear(piece)
                    yield self._table(piece)
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

    def _table(self, piece: bytes) -> pa.Table:
        if self._heading.is_json:
            return text_blocks.lines(piece, first=self._line)
        layout = text_blocks.Layout(
            self._heading.fields, self._heading.separator, (self._heading.unset,)
        )
        table, broken = text_blocks.columns(piece, layout, WANTED, first=self._line)
        self.malformed += broken
        return table


def _pieces(block: bytes) -> Iterator[bytes]:
    """The block, cut where a new heading begins."""
    start = 0
    while (cut := block.find(b"\n#fields", start)) >= 0:
        yield block[start : cut + 1]
        start = cut + 1
    yield block[start:]
