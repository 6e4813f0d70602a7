"""Rows of a CSV or XLSX file, numbered as a person counts them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from python_calamine import CalamineError, CalamineWorkbook

from grunnmur.collect.document import Document, decode
from grunnmur.errors import CollectError

_DELIMITERS = ";\t,|"


def rows(document: Document) -> Iterator[tuple[int, Sequence[object]]]:
    """Row number (from 1) and cells. Formulas give their last computed value; nothing is run."""
    if document.head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _workbook(document)
    return _csv(document)


def _workbook(document: Document) -> Iterator[tuple[int, Sequence[object]]]:
    wanted = document.options.get("sheet")
    try:
        with document.open() as stream:
            book = CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))
        if wanted is not None and wanted not in book.sheet_names:
            raise CollectError("sheet_missing", sheet=wanted, sheets=", ".join(book.sheet_names))
        sheet = book.get_sheet_by_name(wanted or book.sheet_names[0])
    except (CalamineError, OSError, IndexError) as error:
        raise CollectError("workbook_damaged", reason=str(error)) from error
    start = sheet.start[0] if sheet.start else 0
    for number, cells in enumerate(sheet.to_python(skip_empty_area=True), start + 1):
        yield number, cells


def _csv(document: Document) -> Iterator[tuple[int, Sequence[object]]]:
    encoding = document.options.get("encoding")
    content = document.bytes()
    if not content.strip():
        raise CollectError("file_empty")
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CollectError("not_text")
    text = content.decode(encoding, errors="replace") if encoding else decode(content)[0]
    delimiter = document.options.get("delimiter") or _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CollectError("csv_damaged", line=line, reason=str(error)) from error
        yield line, cells
        line = reader.line_num + 1


def _delimiter(text: str) -> str:
    """The delimiter that splits the first lines most evenly; a semicolon wins a tie, as Excel writes here."""
    lines = [line for line in text[:20000].splitlines()[:20] if line.strip()]
    best = Counter({mark: min((line.count(mark) for line in lines[:1]), default=0) for mark in _DELIMITERS})
    totals = {mark: (best[mark], sum(mark in line for line in lines), -_DELIMITERS.index(mark)) for mark in _DELIMITERS}
    return max(totals, key=lambda mark: totals[mark])
