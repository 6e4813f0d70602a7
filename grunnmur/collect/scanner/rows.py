"""Rows of a scanner's CSV file, with the headings that some put other lines before."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document

_LONGEST = 1 << 24
"""Characters in one cell. Plugin output runs to megabytes, more than the csv module's own limit."""


def rows(document: Document, *, heading: str) -> Iterator[tuple[int, Mapping[str, str]] | Note]:
    """Line number and row, by column; `heading` is a column that gives the heading line away.

    Rows with more cells than headings are noted: their cells would stand under the wrong headings.
    So are, together, rows of separators with nothing between them.
    """
    names: list[str] = []
    empty = 0
    for start, cells in _lines(document.text().lstrip("\ufeff")):
        if not names:
            names = [cell.strip() for cell in cells] if heading in map(str.strip, cells) else []
        elif len(cells) > len(names):
            yield Note(
                "row_too_wide", {"cells": len(cells), "headings": len(names)}, start, row=True
            )
        elif any(cell.strip() for cell in cells):
            pairs = zip(names, cells, strict=False)
            yield start, {name: cell.strip() for name, cell in pairs if cell.strip()}
        elif cells:
            empty += 1
    if empty:
        yield Note("empty_rows", {"rows": empty}, row=True)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row's first line and its cells."""
    with _long_cells():
        reader = csv.reader(io.StringIO(text, newline=""))
        line = 1
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1


@contextmanager
def _long_cells() -> Iterator[None]:
    """The csv module's limit is one for the whole process: what the next file may hold must not
    depend on this one."""
    before = csv.field_size_limit(_LONGEST)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def has(head: bytes, *columns: str) -> bool:
    """Whether the columns all stand on one of the first lines."""
    for line in head.split(b"\n", 12)[:12]:
        cells = [cell.strip().strip('"') for cell in line.decode("utf-8", "replace").split(",")]
        if all(column in cells for column in columns):
            return True
    return False
