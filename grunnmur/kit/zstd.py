"""Zstandard files, one frame after the other. The package's own reader takes a file that is cut off for whole."""

from __future__ import annotations

import io
from typing import Any, BinaryIO

import zstandard

_PACKED = 2048
"""Bytes unpacked in one go. Four of them may mean 128 KB, so no more are taken."""


class Unpacked(io.RawIOBase):
    """What a packed stream holds. EOFError where it ends within a frame; the stream stays open."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._frame: Any = None
        self._rest = b""
        self._at_hand = io.BytesIO()

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 the protocol's own type
        """What `io` asks for."""
        piece = self.read1(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def read1(self, size: int) -> bytes:
        """Up to `size` bytes, as they come; none at the end."""
        while not (piece := self._at_hand.read(size)):
            packed = self._rest or self._packed.read(_PACKED)
            if not packed and self._frame is None:
                return b""
            if not packed:
                raise EOFError("Compressed file ended within a frame")
            self._unpack(packed)
        return piece

    def _unpack(self, packed: bytes) -> None:
        self._frame = self._frame or zstandard.ZstdDecompressor().decompressobj()
        self._at_hand = io.BytesIO(self._frame.decompress(packed))
        self._rest = self._frame.unused_data
        if self._frame.eof:
            self._frame = None
