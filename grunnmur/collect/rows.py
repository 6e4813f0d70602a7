"""Rows under headings, of a CSV file or a workbook, looked up by heading however it is written."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from grunnmur.collect import delimited, plain, values, workbook
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document, decode
from grunnmur.errors import CollectError

_YES = frozenset(("true", "yes", "1", "y", "x", "sann", "ja"))
_DELIMITERS = (",", ";", "\t", "|")
_BETWEEN_WORDS = re.compile(r"[\s_\-]+")


@lru_cache(maxsize=65536)
def heading(written: str) -> str:
    """A heading in one spelling: `Serial number`, `serial_number` and `SERIAL-NUMBER` are one."""
    return _BETWEEN_WORDS.sub("_", written.strip().casefold())


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its filled cells by heading. Of headings that repeat, the first filled counts."""

    line: int
    cells: Mapping[str, object]
    sheet: str = ""

    @staticmethod
    def of(line: int, headings: Sequence[str], cells: Sequence[object], *, sheet: str = "") -> Row:
        """A row of these cells under headings already spelled by `heading`."""
        filled: dict[str, object] = {}
        for name, cell in zip(headings, cells, strict=False):
            if cell is not None and cell != "" and name and name not in filled:
                filled[name] = cell
        return Row(line, filled, sheet)

    def text(self, *headings: str) -> str | None:
        """The first of the columns that holds anything, as text."""
        for name in headings:
            cell = self.cells.get(heading(name))
            if cell is None:
                continue
            if isinstance(cell, float) and cell.is_integer():
                cell = int(cell)
            if written := str(cell).strip():
                return written
        return None

    def says(self, *headings: str) -> bool | None:
        """What a yes/no column says; None when it is empty."""
        written = self.text(*headings)
        return None if written is None else written.casefold() in _YES

    def moment(self, *headings: str) -> datetime | None:
        """The first of the columns that holds an instant."""
        for name in headings:
            cell = self.cells.get(heading(name))
            if cell is not None and (found := values.moment(cell)):
                return found
        return None

    @property
    def repeats_headings(self) -> bool:
        """Whether the row is the headings once more, as pasted exports hold them."""
        return bool(self.cells) and all(
            heading(str(cell)) == name for name, cell in self.cells.items()
        )


class Register:
    """A file of rows under one line of headings. CollectError when it holds none."""

    def __init__(self, document: Document) -> None:
        self._encoding, lines, self._damage = _lines(document)
        self._lines = iter(lines)
        line, cells = next(self._lines, (0, ()))
        self.written = tuple(str(cell or "").strip() for cell in cells)
        self.headings = tuple(heading(name) for name in self.written)
        if not any(self.headings):
            raise CollectError("headings_missing", line=line)

    def notes(self) -> Iterator[Note]:
        """What the file as a whole left in doubt."""
        if self._encoding not in ("utf-8", "utf-8-sig"):
            yield Note("encoding_guessed", {"encoding": self._encoding})
        counts = Counter(name for name in self.headings if name)
        if repeated := [name for name, count in counts.items() if count > 1]:
            yield Note("headings_not_unique", {"headings": ", ".join(repeated)})

    def rows(self) -> Iterator[Row | Note]:
        """Each row that can be claimed; a note for one that holds nothing or does not fit."""
        width = len(self.headings)
        for line, cells in self._lines:
            row = Row.of(line, self.headings, cells)
            if not row.cells:
                yield Note("empty_row", {}, line, row=True)
            elif any(cell not in (None, "") for cell in cells[width:]):
                facts = {"cells": len(cells), "headings": width}
                yield Note("row_does_not_fit", facts, line, row=True)
            elif row.repeats_headings:
                yield Note("heading_repeated", {}, line, row=True)
            else:
                yield row
        yield from self._damage


def headings_of(document: Document) -> frozenset[str]:
    """The headings of a CSV file's first line, from its head alone; empty for anything else."""
    if document.head.startswith(b"PK") or b"\x00" in document.head[:512]:
        return frozenset()
    first = _first_line(document)
    cells = next(csv.reader([first], delimiter=_delimiter(first)), [])
    return frozenset(heading(cell) for cell in cells)


def _lines(
    document: Document,
) -> tuple[str, Iterable[tuple[int, Sequence[object]]], Sequence[Note]]:
    """The encoding, line number and cells of each line that has any, and where notes on damage gather."""
    if document.head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return "utf-8", *workbook.chosen(document)
    encoding = plain.encoding(document)
    delimiter = document.options.get("delimiter") or _delimiter(_first_line(document))
    found = delimited.Rows(plain.lines(document, encoding=encoding), delimiter)
    return encoding, ((line, cells) for line, cells in found if cells), found.notes


def _first_line(document: Document) -> str:
    text = decode(document.head)[0].lstrip("\ufeff")
    return re.split(r"\r\n|\r|\n", text, maxsplit=1)[0]


def _delimiter(first_line: str) -> str:
    """The delimiter that cuts the headings into most."""
    return max(_DELIMITERS, key=first_line.count)
