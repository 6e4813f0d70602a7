"""One file as a reader sees it: bytes behind a limit, with what the settings say of its source."""

from __future__ import annotations

import codecs
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import zstandard

from grunnmur.errors import CollectError
from grunnmur.kit import zstd

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(r"""^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"'>]*["']""")
_OPENERS = {b"\x1f\x8b": gzip.open, b"\xfd7zXZ": lzma.open}
_ZSTD = b"\x28\xb5\x2f\xfd"
DAMAGE = (EOFError, OSError, zlib.error, lzma.LZMAError, zstandard.ZstdError)
"""What reading may meet in a packed file that is cut off or spoilt."""
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

    @cached_property
    def is_utf16(self) -> bool:
        """Whether its mark says so, as what PowerShell writes. It is opened as UTF-8 then, like any other."""
        with self._unpacked() as stream:
            return stream.read(2) in _UTF16

    def open(self) -> BinaryIO:
        """A binary stream of the content, unpacked from gzip, xz or zstd; as UTF-8 where it is UTF-16."""
        stream = self._unpacked()
        if not self.is_utf16:
            return stream
        return _Pieced(_recoded(stream), stream)  # type: ignore[return-value]

    def _unpacked(self) -> BinaryIO:
        raw = self.path.open("rb")
        magic = raw.read(6)
        raw.seek(0)
        packed: Any = None
        for start, opener in _OPENERS.items():
            if magic.startswith(start):
                packed = opener(raw)  # type: ignore[operator]
        if magic.startswith(_ZSTD):
            packed = zstd.Unpacked(raw)
        if packed is None:
            return raw
        return _Pieced(self._pieces(packed), packed, raw)  # type: ignore[return-value]

    def _pieces(self, packed: Any) -> Iterator[bytes]:  # noqa: ANN401 three unrelated classes
        """What is packed, up to where it is damaged; an error when that is more than may be unpacked.

        A piece is what comes at once, so that damage costs nothing that stands before it.
        """
        left = self.megabytes << 20
        try:
            while piece := packed.read1(_UNPACKED):
                left -= len(piece)
                if left < 0:
                    raise CollectError("too_large_unpacked", megabytes=self.megabytes)
                yield piece
        except DAMAGE as error:
            if not self.damage:
                self.damage.append(str(error) or type(error).__name__)

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


def _recoded(stream: BinaryIO) -> Iterator[bytes]:
    """UTF-16 as UTF-8, without its mark and what an XML declaration says of the encoding."""
    decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
    text = decoder.decode(stream.read(_UNPACKED))
    yield _DECLARED.sub(r"\1", text).encode()
    while block := stream.read(_UNPACKED):
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()


class _Pieced(io.RawIOBase):
    """Pieces of bytes as a stream; the files they come from are closed with it."""

    def __init__(self, pieces: Iterator[bytes], *files: Any) -> None:  # noqa: ANN401 unrelated classes
        self._pieces = pieces
        self._files = files
        self._at_hand = io.BytesIO()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = size if size >= 0 else 1 << 62
        read = []
        while wanted > 0:
            part = self._at_hand.read(wanted)
            if not part:
                piece = next(self._pieces, None)
                if piece is None:
                    break
                self._at_hand = io.BytesIO(piece)
            read.append(part)
            wanted -= len(part)
        return b"".join(read)

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 the protocol's own type
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        for file in self._files:
            file.close()
        super().close()
