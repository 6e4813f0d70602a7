"""CSV that is true to the byte: UTF-8, ISO dates, nothing for unknown, quotes only where needed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

_SPECIAL = frozenset(',"\r\n')


def write(out: BinaryIO, columns: Iterable[str], rows: Iterable[tuple[object, ...]]) -> None:
    """Writes the columns and rows. Text that is empty is quoted, to tell it from unknown."""
    out.write(_line(columns))
    for row in rows:
        out.write(_line(row))


def _line(values: Iterable[object]) -> bytes:
    return (",".join(_field(value) for value in values) + "\n").encode()


def _field(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    written = value.isoformat() if isinstance(value, date) else str(value)
    if written == "" or not _SPECIAL.isdisjoint(written):
        return '"' + written.replace('"', '""') + '"'
    return written
