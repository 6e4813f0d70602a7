"""The workbook as RVTools means it: sheets by name, rows by column heading."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur.collect import workbook
from grunnmur.collect.document import Document
from grunnmur.collect.rows import Row, heading
from grunnmur.collect.workbook import Workbook


def number(row: Row, *headings: str) -> float | None:
    """The first of the columns that holds a number; negative is VMware's way to say not set."""
    for name in headings:
        try:
            value = float((row.text(name) or "-1").replace(",", ""))
        except ValueError:
            continue
        if value >= 0:
            return value
    return None


class Export:
    """The sheets of one RVTools workbook."""

    def __init__(self, document: Document) -> None:
        self._book = Workbook(document)
        self._written = {name.removeprefix("tab"): name for name in self._book.names}
        self.names: tuple[str, ...] = tuple(self._written)

    def rows(self, sheet: str) -> Iterator[Row]:
        """Rows below the heading; none when there is no such sheet."""
        written = self._written.get(sheet)
        if written is None:
            return
        headings: tuple[str, ...] = ()
        for line, cells in self._book.rows(written):
            if not headings:
                headings = tuple(heading(name) for name in workbook.header(cells))
                continue
            yield Row.of(line, headings, cells, sheet=sheet)
