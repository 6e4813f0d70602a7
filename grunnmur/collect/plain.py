"""Plain text of unknown make: which encoding it is in, and whether it has lines at all."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator

from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_BLOCK = 1 << 20
_LONGEST_LINE = 16 << 20
"""Bytes. The longest real line met is a template in a database dump, under one megabyte."""
_MARK = b"\xef\xbb\xbf"


def encoding(document: Document) -> str:
    """UTF-8, with or without its mark, or else Windows-1252, which Norwegian registers export.

    The whole file is looked at, block by block. CollectError when it is no text, or when a line is
    longer than any real one.
    """
    if b"\x00" in document.head[:4096]:
        raise CollectError("not_text")
    decoder = codecs.getincrementaldecoder("utf-8")()
    valid, length = True, 0
    with document.open() as stream:
        while block := stream.read(_BLOCK):
            length = _length_after(block, length)
            valid = valid and _decodes(decoder, block)
    if document.head.startswith(_MARK):
        return "utf-8-sig"
    return "utf-8" if valid else "cp1252"


def lines(document: Document, *, encoding: str) -> Iterator[str]:
    """The lines with their ends, streamed; what is not of the encoding is marked as replaced."""
    with (
        document.open() as stream,
        io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="") as text,
    ):
        yield from text


def _length_after(block: bytes, length: int) -> int:
    """How long the line is that is open at the block's end."""
    last = max(block.rfind(b"\n"), block.rfind(b"\r"))
    length = length + len(block) if last < 0 else len(block) - 1 - last
    if length > _LONGEST_LINE:
        raise CollectError("line_too_long", megabytes=_LONGEST_LINE >> 20)
    return length


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True
