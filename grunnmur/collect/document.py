"""One file as a reader sees it: bytes behind a limit, with what the settings say of its source."""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import zstandard

from grunnmur.errors import CollectError

_OPENERS = {b"\x1f\x8b": gzip.open, b"\xfd7zXZ": lzma.open}
_ZSTD = b"\x28\xb5\x2f\xfd"
DAMAGE = (EOFError, OSError, zlib.error, lzma.LZMAError, zstandard.ZstdError)
"""What reading may meet in a packed file that is cut off or spoilt."""
_PACKED = 2048
"""Bytes of zstd unpacked in one go. Four of them may mean 128 KB, so no more are taken."""
_UNPACKED = 1 << 18


@dataclass(frozen=True)
class Document:
    """A file, or a member of an archive. `name` is its path as a person would know it.

    `options` are the source's own settings (for `table`: columns, values, constants…).
    `megabytes` is the most a reader may unpack from it. `damage` holds why its content ends early, once
    a packed file that is cut off or spoilt was read so far: it is as if it ended there.
    """

    path: Path
    name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    megabytes: int = 4096
    damage: list[str] = field(default_factory=list, compare=False, repr=False)

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
                return _Unpacked(opener(raw), raw, self)  # type: ignore[return-value, operator]
        if magic.startswith(_ZSTD):
            return _Unpacked(_Zstd(raw), raw, self)  # type: ignore[return-value]
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


class _Unpacked(io.RawIOBase):
    """What a packed file holds, up to where it is damaged; an error when that is more than the document may."""

    def __init__(self, stream: Any, raw: BinaryIO, document: Document) -> None:  # noqa: ANN401 three unrelated classes
        self._stream = stream
        self._raw = raw
        self._limit = document.megabytes << 20
        self._left = self._limit
        self._damage = document.damage
        self._at_hand = io.BytesIO()
        self._ended = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = self._left + 1 if size < 0 else min(size, self._left + 1)
        pieces = []
        while wanted > 0 and (piece := self._piece(wanted)):
            pieces.append(piece)
            wanted -= len(piece)
            self._left -= len(piece)
        if self._left < 0:
            raise CollectError("too_large_unpacked", megabytes=self._limit >> 20)
        return b"".join(pieces)

    def _piece(self, size: int) -> bytes:
        """Up to `size` bytes of what came at once last time, or comes now; none at the end.

        Unpacked is what comes at once, so that damage costs nothing that stands before it.
        """
        if not (piece := self._at_hand.read(size)) and not self._ended:
            self._at_hand = io.BytesIO(self._more())
            piece = self._at_hand.read(size)
            self._ended = not piece
        return piece

    def _more(self) -> bytes:
        try:
            more: bytes = self._stream.read1(_UNPACKED)
        except DAMAGE as error:
            if not self._damage:
                self._damage.append(str(error) or type(error).__name__)
            return b""
        return more

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 the protocol's own type
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        self._stream.close()
        self._raw.close()
        super().close()


class _Zstd:
    """Zstandard, one frame after the other. The package's own reader takes a file that is cut off for whole."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._frame: Any = None
        self._rest = b""
        self._unpacked = io.BytesIO()

    def read1(self, size: int) -> bytes:
        """Up to `size` bytes; EOFError where the file ends within a frame."""
        while not (piece := self._unpacked.read(size)):
            packed = self._rest or self._raw.read(_PACKED)
            if not packed and self._frame is None:
                return b""
            if not packed:
                raise EOFError("Compressed file ended within a frame")
            self._unpack(packed)
        return piece

    def _unpack(self, packed: bytes) -> None:
        self._frame = self._frame or zstandard.ZstdDecompressor().decompressobj()
        self._unpacked = io.BytesIO(self._frame.decompress(packed))
        self._rest = self._frame.unused_data
        if self._frame.eof:
            self._frame = None

    def close(self) -> None:
        """Nothing: the file is another's."""
