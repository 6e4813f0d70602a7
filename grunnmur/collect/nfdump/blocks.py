"""An output's rows as Arrow tables of text, a block at a time, without headings and summaries."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa

from grunnmur.collect import text_blocks
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.nfdump import heading
from grunnmur.collect.nfdump.heading import Heading
from grunnmur.collect.stream import Stream

_TURN = re.compile(
    rb"^(?:Summary\b|[ \t]*Date f|ts,|te,|firstSeen,|first,|srcAddr,|Time window:)", re.MULTILINE
)
"""Lines that are no rows and may change what the next ones are."""


class Blocks:
    """Pairs of a heading and its rows. Outputs put end to end are read each under its own heading."""

    def __init__(self, document: Document) -> None:
        self.malformed: list[int] = []
        self._document = document
        self._heading: Heading | None = None
        self._line = 1
        self._damage: str | None = None

    def __iter__(self) -> Iterator[tuple[Heading, pa.Table]]:
        with Stream(self._document) as stream:
            for block in text_blocks.whole_lines(stream):
                for piece in _pieces(block):
                    yield from self._rows(piece)
            self._damage = stream.damage

    def notes(self) -> Iterator[Note]:
        """Whether the output ended as it should."""
        if self._damage is not None:
            yield Note("truncated", {"reason": self._damage})

    def _rows(self, piece: bytes) -> Iterator[tuple[Heading, pa.Table]]:
        """The rows of a piece; what stands after a summary is none until the next heading."""
        first, body = self._line, piece
        self._line += piece.count(b"\n")
        if _TURN.match(piece):
            line, _, body = piece.partition(b"\n")
            self._heading = heading.in_line(line.decode("utf-8", errors="replace").rstrip("\r"))
            first += 1
        if self._heading is None or not body.strip():
            return
        if not self._heading.csv:
            yield self._heading, text_blocks.lines(body, first=first)
            return
        layout = text_blocks.Layout(self._heading.columns, ",", ())
        table, broken = text_blocks.columns(body, layout, self._heading.wanted, first=first)
        self.malformed += broken
        yield self._heading, table


def _pieces(block: bytes) -> Iterator[bytes]:
    start = 0
    for match in _TURN.finditer(block):
        if match.start() > start:
            yield block[start : match.start()]
        start = match.start()
    yield block[start:]
