"""Workbooks (XLSX): their rows, after a look at what reading them would cost.

The reader underneath makes room for every cell between the first and the last, so two cells in
opposite corners take half a terabyte and end the process. Every sheet's outline is therefore
measured on the packed file first.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

import python_calamine as calamine

from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

Cell = str | int | float | bool | date | datetime | time | timedelta | None

CELLS = 12_000_000
"""Cells a sheet may take room for: about 400 MB. The source's option `cells` sets another limit."""
_KEPT_CELLS = 3_000_000
_MEGABYTES = 1024
_SHARED_TEXT_MEGABYTES = 128
_ROWS, _COLUMNS = 1_048_576, 16_384  # of the format itself (ECMA-376)
_BEFORE_2007 = b"\xd0\xcf\x11\xe0"
_BROKEN = (
    calamine.CalamineError,
    calamine.PasswordError,
    calamine.XmlError,
    calamine.ZipError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    KeyError,
    ValueError,
    NotImplementedError,
)
_TAG = re.compile(
    rb"<(?:\w+:)?(?:(row)|c)(?=[\s/>])(?:[^<>]*?\sr\s*=\s*[\"']([A-Za-z]*)(\d*)[\"'])?"
)
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_PLACE = re.compile(rb'<c r="([A-Z]+)(\d+)"')
_NAME = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*?name\s*=\s*[\"']([^\"']*)[\"']")


def is_workbook(document: Document) -> bool:
    """Whether the document is an XLSX workbook, from its head."""
    return document.head.startswith(b"PK\x03\x04") and b"xl/" in document.head


def sheet_names(document: Document) -> tuple[str, ...]:
    """Names of the sheets in order, read without opening any; empty when it is no workbook."""
    if not is_workbook(document):
        return ()
    try:
        with zipfile.ZipFile(document.path) as archive, archive.open("xl/workbook.xml") as stream:
            found = _NAME.findall(stream.read(1 << 20))
    except _BROKEN:
        return ()
    return tuple(name.decode("utf-8", errors="replace") for name in found)


def chosen(document: Document) -> tuple[Iterator[tuple[int, list[Cell]]], list[Note]]:
    """Rows of the sheet that the source names, else of the first; and where notes gather on sheets that nobody named.

    CollectError when there is no such sheet, or the workbook is of the form before 2007.
    """
    if document.head.startswith(_BEFORE_2007):
        raise CollectError("workbook_of_old_form")
    book = Workbook(document)
    named = document.options.get("sheet")
    wanted = named or next(iter(book.names), "")
    if wanted not in book.names:
        raise CollectError("sheet_missing", sheet=wanted, sheets=", ".join(book.names))
    notes: list[Note] = []

    def rows() -> Iterator[tuple[int, list[Cell]]]:
        yield from book.rows(wanted)
        if not named:
            notes.extend(book.unread(wanted))

    return rows(), notes


class Workbook:
    """The sheets of one document. CollectError when it is damaged, locked or too large to open."""

    def __init__(self, document: Document) -> None:
        _measure(document)
        try:
            self._book = calamine.CalamineWorkbook.from_path(document.path)
        except _BROKEN as error:
            raise CollectError("workbook_damaged", reason=str(error)) from error
        self.names: tuple[str, ...] = tuple(
            sheet.name
            for sheet in self._book.sheets_metadata
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet
        )
        self._kept: dict[str, calamine.CalamineSheet] = {}
        self._room = _KEPT_CELLS

    def rows(self, sheet: str) -> Iterator[tuple[int, list[Cell]]]:
        """Row number (from 1) and cells of each row that has any; an empty cell is None."""
        try:
            content = self._sheet(sheet)
            if content.start is None:
                return
            for number, cells in enumerate(content.iter_rows(), 1):
                row: list[Cell] = [None if cell == "" else cell for cell in cells]
                if any(cell is not None for cell in row):
                    yield number, row
        except _BROKEN as error:
            raise CollectError("workbook_damaged", sheet=sheet, reason=str(error)) from error

    def unread(self, read: str) -> Iterator[Note]:
        """A note on each sheet besides the one that was read, with the rows in it that hold anything."""
        for name in self.names:
            if name != read and (count := sum(1 for _ in self.rows(name))):
                yield Note(
                    "sheet_not_named", {"sheet": name, "rows": count, "read": read}, row=True
                )

    def _sheet(self, name: str) -> calamine.CalamineSheet:
        """The sheet; kept when it is small, for the reader who comes back to it."""
        found = self._kept.get(name) or self._book.get_sheet_by_name(name)
        if name not in self._kept and found.total_height * found.total_width <= self._room:
            self._kept[name] = found
            self._room -= found.total_height * found.total_width
        return found


def _measure(document: Document) -> None:
    """Refuses a workbook that would take more room than allowed, before anything is opened."""
    cells = int(document.options.get("cells", CELLS))
    left = min(document.megabytes, _MEGABYTES) << 20
    try:
        with zipfile.ZipFile(document.path) as archive, document.path.open("rb") as raw:
            if sum(entry.file_size for entry in archive.infolist()) > left:
                raise CollectError("too_large_unpacked", megabytes=left >> 20)
            for entry in archive.infolist():
                left -= _measure_member(raw, entry, left=left, cells=cells)
    except _BROKEN as error:
        raise CollectError("workbook_damaged", reason=str(error)) from error


def _measure_member(raw: BinaryIO, entry: zipfile.ZipInfo, *, left: int, cells: int) -> int:
    """Bytes the member really unpacks to. CollectError when that, or its sheet, is too large."""
    shared = "sharedstrings" in entry.filename.lower()
    limit = min(left, _SHARED_TEXT_MEGABYTES << 20) if shared else left
    outline = _Outline()
    size = 0
    for block in _unpacked(raw, entry):
        size += len(block)
        if size > limit:
            raise CollectError("too_large_unpacked", megabytes=limit >> 20)
        outline.feed(block)
        if outline.cells > cells:
            raise CollectError("sheet_too_large", cells=outline.cells, limit=cells)
    return size


def _unpacked(raw: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes whatever size its heading claims, which a hostile file may lie about."""
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise CollectError("workbook_damaged", reason=f"{entry.filename}: encrypted or odd packing")
    raw.seek(entry.header_offset)
    heading = raw.read(30)
    raw.seek(int.from_bytes(heading[26:28], "little") + int.from_bytes(heading[28:30], "little"), 1)
    unpack = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    packed_left = entry.compress_size
    while packed_left > 0 and (packed := raw.read(min(65536, packed_left))):
        packed_left -= len(packed)
        if unpack is None:
            yield packed
            continue
        while packed:
            yield unpack.decompress(packed, 1 << 20)
            packed = unpack.unconsumed_tail


@dataclass(slots=True)
class _Outline:
    """The rectangle the cells seen so far span."""

    first_row: int = _ROWS
    last_row: int = 0
    first_column: int = _COLUMNS
    last_column: int = 0
    _row: int = 0
    _column: int = 0
    _rest: bytes = b""

    @property
    def cells(self) -> int:
        """Cells in the rectangle."""
        if not self.last_row:
            return 0
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    def feed(self, block: bytes) -> None:
        """Takes the next bytes of a sheet; a tag cut by the end of the block waits for the next."""
        content = self._rest + block
        cut = content.rfind(b"<")
        self._rest = content[cut:] if cut >= 0 and len(content) - cut < 65536 else b""
        content = content[: len(content) - len(self._rest)]
        places = _PLACE.findall(content)
        if len(places) == len(_CELL.findall(content)):
            self._take(places)
        else:
            self._follow(content)

    def _take(self, places: list[tuple[bytes, bytes]]) -> None:
        """Cells that all say where they are, as every common program writes them."""
        if not places:
            return
        columns, rows = zip(*places, strict=True)
        numbers = [int(row) for row in set(rows)]
        for letters in set(columns):
            self._cell(letters, numbers[0])
        for row in (min(numbers), max(numbers)):
            self._cell(columns[-1], row)
        self._row = self.last_row

    def _follow(self, content: bytes) -> None:
        """Cells some of which are only next to the one before."""
        for row, letters, digits in _TAG.findall(content):
            if row:
                self._row, self._column = int(digits or self._row + 1), 0
            else:
                self._cell(letters, int(digits or self._row))

    def _cell(self, letters: bytes, row: int) -> None:
        self._column = _column_number(letters) if letters else self._column + 1
        if self._column > _COLUMNS or row > _ROWS:
            raise CollectError("sheet_too_large", cells=self._column * row, limit=_COLUMNS * _ROWS)
        self.first_row, self.last_row = min(self.first_row, row), max(self.last_row, row)
        self.first_column = min(self.first_column, self._column)
        self.last_column = max(self.last_column, self._column)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number


def header(cells: list[Cell]) -> tuple[str, ...]:
    """The column names of a heading row, stripped; a missing name is empty."""
    return tuple("" if cell is None else str(cell).strip() for cell in cells)
