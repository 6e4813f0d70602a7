"""Rows of a workbook or a CSV file, as they stand."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import python_calamine as calamine

from grunnmur.errors import ProblemError

Cell = str | float | date | None
MOST_MEGABYTES = 64
"""Of a file, and of what a workbook unpacks to: a plan of ten thousand rows is one or two."""
LONGEST_CELL = 32_767
"""Characters in a cell, as in a workbook: a longer one is no plan. What the csv module allows is for
the whole process and may have been changed by others."""
_BROKEN = (
    calamine.CalamineError,
    calamine.PasswordError,
    calamine.XmlError,
    calamine.ZipError,
    zipfile.BadZipFile,
    OSError,
    EOFError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name and its rows that hold anything, each with its number from 1."""

    name: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of the file: of a workbook all, of a CSV file one without a name.

    ProblemError where the file is too large, damaged, or neither of the two.
    """
    if path.stat().st_size > MOST_MEGABYTES << 20:
        raise ProblemError("sheet_too_large_to_import", path=path.name, megabytes=MOST_MEGABYTES)
    with path.open("rb") as stream:
        packed = stream.read(4) == b"PK\x03\x04"
    return _workbook(path) if packed else (Sheet("", _csv(path)),)


def _workbook(path: Path) -> tuple[Sheet, ...]:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > MOST_MEGABYTES << 20:
            raise ProblemError(
                "sheet_too_large_to_import", path=path.name, megabytes=MOST_MEGABYTES
            )
        book = calamine.CalamineWorkbook.from_path(path)
        return tuple(
            Sheet(name, _filled(book.get_sheet_by_name(name).iter_rows()))
            for name in book.sheet_names
        )
    except _BROKEN as error:
        raise ProblemError("sheet_damaged", path=path.name, reason=str(error)) from error


def _csv(path: Path) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    content = path.read_bytes()
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ProblemError("sheet_damaged", path=path.name, reason="not text")
    text = _decoded(content)
    lines = text.splitlines()
    head = "\n".join(lines[:20])
    delimiter = max(";,\t", key=head.count)
    try:
        rows = _filled(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    except csv.Error as error:
        raise ProblemError("sheet_damaged", path=path.name, reason=str(error)) from error
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for _, row in rows for cell in row):
        reason = f"a cell of more than {LONGEST_CELL} characters"
        raise ProblemError("sheet_damaged", path=path.name, reason=reason)
    return rows


def _decoded(content: bytes) -> str:
    """Text in the spelling it is in: UTF-8, UTF-16 with its mark, else the Windows one."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _filled(rows: Iterable[Sequence[object]]) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    found = []
    for number, row in enumerate(rows, 1):
        cells = tuple(_cell(value) for value in row)
        if any(cell is not None for cell in cells):
            found.append((number, cells))
    return tuple(found)


def _cell(value: object) -> Cell:
    """The cell, empty as None. Text that was kept from being a formula is given back as it was."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool | timedelta) or value is None:
        return None if value is None else str(value)
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, date):
        return value
    text = str(value).strip()
    if text.startswith("'") and text[1:2] in ("=", "+", "-", "@"):
        text = text[1:]
    return text or None
