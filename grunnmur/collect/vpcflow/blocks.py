"""A flow log's lines as Arrow tables of text, a block at a time, from text or from Parquet."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from grunnmur.collect import text_blocks
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.stream import Stream
from grunnmur.collect.vpcflow import fields
from grunnmur.errors import CollectError

_ROWS = 100_000


def is_parquet(document: Document) -> bool:
    """Whether the document is a Parquet file."""
    return document.head.startswith(b"PAR1")


class Text:
    """Lines of text under a heading, or several headings one after the other."""

    def __init__(self, document: Document, names: tuple[str, ...]) -> None:
        self.malformed: list[int] = []
        self._document = document
        self._names = names
        self._line = 1
        self._damage: str | None = None

    @property
    def status_told(self) -> bool:
        """Whether each line says whether it is whole."""
        return "log-status" in self._names

    def __iter__(self) -> Iterator[pa.Table]:
        with Stream(self._document) as stream:
            for block in text_blocks.whole_lines(stream):
                for piece in self._pieces(block):
                    yield self._table(piece)
            self._damage = stream.damage

    def notes(self) -> Iterator[Note]:
        """Whether the log ended as it should."""
        if self._damage is not None:
            yield Note("truncated", {"reason": self._damage})

    def _pieces(self, block: bytes) -> Iterator[bytes]:
        """The block without its headings; what each says holds from there."""
        start = 0
        while (found := block.find(b"srcaddr", start)) >= 0:
            begin = block.rfind(b"\n", 0, found) + 1
            end = block.find(b"\n", found) + 1 or len(block)
            if begin > start:
                yield block[start:begin]
            heading = fields.in_heading(block[begin:end].decode("utf-8", errors="replace"))
            if heading is None:
                yield block[begin:end]
            else:
                self._names = heading
                self._line += 1
            start = end
        if start < len(block):
            yield block[start:]

    def _table(self, piece: bytes) -> pa.Table:
        first = self._line
        self._line += piece.count(b"\n")
        if not piece.endswith(b"\n") and self._cut_may_hide:
            self.malformed.append(self._line)
            piece = piece[: piece.rfind(b"\n") + 1]
        layout = text_blocks.Layout(self._names, " ")
        table, broken = text_blocks.columns(piece, layout, fields.WANTED, first=first)
        self.malformed += broken
        return table

    @property
    def _cut_may_hide(self) -> bool:
        """Whether a last line cut short could pass for a whole one; a status cut short cannot."""
        return self._names[-1] != "log-status" and self._names[-1] in fields.WANTED.values()


class Parquet:
    """Rows of a Parquet log, as Amazon writes it to S3: columns named with underscores."""

    status_told = False

    def __init__(self, document: Document) -> None:
        self.malformed: list[int] = []
        self._file = pq.ParquetFile(document.path)
        self.names = {
            name.replace("_", "-"): name
            for name in self._file.schema_arrow.names
            if name.replace("_", "-") in fields.WANTED.values()
        }

    def __iter__(self) -> Iterator[pa.Table]:
        first = 1
        batches = self._file.iter_batches(_ROWS, columns=list(self.names.values()))
        for batch in batches:
            columns = {
                ours: self._column(batch, field) for ours, field in fields.WANTED.items()
            } | {"number": pa.array(range(first, first + batch.num_rows), pa.int64())}
            first += batch.num_rows
            yield pa.table(columns)

    def notes(self) -> Iterator[Note]:
        """Nothing: a Parquet file is whole or cannot be opened."""
        return iter(())

    def _column(self, batch: pa.RecordBatch, field: str) -> pa.Array:
        name = self.names.get(field)
        if name is None:
            return pa.nulls(batch.num_rows, pa.string())
        return batch.column(name).cast(pa.string())


def of_parquet(document: Document) -> Parquet | None:
    """The log in a Parquet file, or None where it is no flow log."""
    if not is_parquet(document):
        return None
    try:
        found = Parquet(document)
    except (pa.ArrowException, OSError) as error:
        raise CollectError("file_unreadable", reason=str(error)) from error
    return found if {"srcaddr", "dstaddr"} <= set(found.names) else None


def of_text(document: Document) -> Text | None:
    """The log in a text file, or None where nothing says what its fields are."""
    first = document.head.partition(b"\n")[0].decode("utf-8", errors="replace")
    told = str(document.options.get("fields", "")).replace(",", " ").replace("_", "-")
    names = fields.in_heading(first) or tuple(told.split()) or fields.unnamed(document.head)
    return Text(document, names) if names else None
