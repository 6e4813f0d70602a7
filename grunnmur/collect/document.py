"""One file as a reader sees it: bytes behind a limit, with what the settings say of its source."""

from __future__ import annotations

import gzip
import io
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import zstandard

from grunnmur.errors import CollectError

_OPENERS = {b"\x1f\x8b": gzip.open, b"\xfd7zXZ": lzma.open}
_ZSTD = b"\x28\xb5\x2f\xfd"


@dataclass(frozen=True)
class Document:
    """A file, or a member of an archive. `name` is its path as a person would know it.

    `options` are the source's own settings (for `table`: columns, values, constants…).
    `megabytes` is the most a reader may unpack from it.
    """

    path: Path
    name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    megabytes: int = 4096

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB, unpacked: enough to recognise a format."""
        with self.open() as stream:
            return stream.read(65536)

    def open(self) -> BinaryIO:
        """A binary stream of the content, unpacked from gzip, xz or zstd."""
        raw = self.path.open("rb")
        magic = raw.read(6)
        raw.seek(0)
        for start, opener in _OPENERS.items():
            if magic.startswith(start):
                return _Bounded(opener(raw), raw, self.megabytes << 20)  # type: ignore[return-value, operator]
        if magic.startswith(_ZSTD):
            stream = zstandard.ZstdDecompressor().stream_reader(raw)
            return _Bounded(stream, raw, self.megabytes << 20)  # type: ignore[return-value]
        return raw

    def bytes(self) -> bytes:
        """The whole content."""
        with self.open() as stream:
            return stream.read()

    def text(self) -> str:
        """The whole content as text; UTF-8, UTF-16 with its mark, else Windows-1252 (see `decode`)."""
        return decode(self.bytes())[0]

    def lines(self) -> Iterator[tuple[int, str]]:
        """Line number (from 1) and text of each line, streamed as UTF-8 with replacement marks."""
        with self.open() as stream:
            reader = io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="")
            for number, line in enumerate(reader, 1):
                yield number, line.rstrip("\r\n")


def decode(content: bytes) -> tuple[str, str]:
    """The text and the encoding it was read in. Windows-1252 is what Norwegian registers export."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


class _Bounded(io.RawIOBase):
    """A stream that stops with an error when more than `limit` bytes come out of it."""

    def __init__(self, stream: Any, raw: BinaryIO, limit: int) -> None:  # noqa: ANN401 three unrelated classes
        self._stream = stream
        self._raw = raw
        self._left = limit
        self._limit = limit

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = self._left + 1 if size < 0 else min(size, self._left + 1)
        content: bytes = self._stream.read(wanted)
        self._left -= len(content)
        if self._left < 0:
            raise CollectError("too_large_unpacked", megabytes=self._limit >> 20)
        return content

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 the protocol's own type
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        self._stream.close()
        self._raw.close()
        super().close()
