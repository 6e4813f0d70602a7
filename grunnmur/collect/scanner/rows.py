"""Rows of a scanner's CSV file, with the headings that some put other lines before."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

from grunnmur.collect import delimited
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document

_LONGEST = 1 << 24
"""Characters in one cell. Plugin output runs to megabytes."""


def rows(document: Document, *, heading: str) -> Iterator[tuple[int, Mapping[str, str]] | Note]:
    """Line number and row, by column; `heading` is a column that gives the heading line away.

    Rows with more cells than headings are noted: their cells would stand under the wrong headings.
    So are, together, rows of separators with nothing between them.
    """
    names: list[str] = []
    empty = 0
    text = io.StringIO(document.text().lstrip("\ufeff"), newline="")
    lines = delimited.Rows(text, _delimiter(document.head, heading) or ",", longest=_LONGEST)
    for start, cells in lines:
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
    yield from lines.notes


def has(head: bytes, *columns: str) -> bool:
    """Whether the columns all stand on one of the first lines."""
    return _delimiter(head, *columns) is not None


def _delimiter(head: bytes, *columns: str) -> str | None:
    """What stands between the columns on the first line that has them all; none where no line has.

    Tools write commas. Excel, where decimals have commas, saves their files with semicolons.
    """
    for line in head.split(b"\n", 12)[:12]:
        text = line.decode("utf-8", "replace").lstrip("\ufeff")
        for mark in ",;\t":
            cells = [cell.strip().strip('"') for cell in text.split(mark)]
            if all(column in cells for column in columns):
                return mark
    return None
