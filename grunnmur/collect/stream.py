"""A file that may end before it should: what could be read comes out, the damage is remembered."""

from __future__ import annotations

import io
from typing import Any

from grunnmur.collect.document import DAMAGE, Document

_PIECE = 65536


class Stream(io.RawIOBase):
    """The document's bytes. `damage` says why they stopped early, or is None."""

    def __init__(self, document: Document) -> None:
        self.damage: str | None = None
        self._document = document
        self._stream = document.open()

    def readable(self) -> bool:
        """Always: this is what it is for."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; fewer only at the end. Small pieces, so that damage costs little."""
        pieces = []
        left = size if size >= 0 else 1 << 62
        while left > 0 and self.damage is None:
            try:
                piece = self._stream.read(min(left, _PIECE))
            except DAMAGE as error:
                self.damage = str(error) or type(error).__name__
                break
            if not piece:
                self.damage = next(iter(self._document.damage), None)
                break
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 the protocol's own type
        """Fills `buffer`; what the text reader above asks for."""
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        """Closes the document with it."""
        self._stream.close()
        super().close()
