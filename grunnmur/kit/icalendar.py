"""iCalendar as text (RFC 5545): values escaped, lines folded, days whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

_OCTETS = 75
"""A line is no longer than this, its end not counted (RFC 5545, 3.1)."""


def document(lines: Iterable[str]) -> bytes:
    """The lines as a file, folded and ended as the format wants it."""
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line)).encode()


def escaped(text: str) -> str:
    """Text as RFC 5545 (3.3.11) writes it; control characters go, which it does not allow."""
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, written)
    text = text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")
    return "".join(sign for sign in text if sign >= " " or sign == "\t")


def whole_days(first: date, last: date) -> list[str]:
    """All days from the first to the last; the end is the day after, as RFC 5545 counts."""
    after = last + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, never inside a character; later ones begin with a space."""
    piece, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _OCTETS:
            yield piece
            piece, size = " ", 1
        piece += sign
        size += octets
    yield piece
