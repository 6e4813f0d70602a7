"""The workbook as RVTools means it: sheets by name, rows by column heading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from grunnmur.collect import workbook
from grunnmur.collect.document import Document
from grunnmur.collect.workbook import Cell, Workbook

_YES = frozenset(("true", "yes", "1", "1.0", "sann", "ja"))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet. Headings are looked up without regard to case."""

    sheet: str
    line: int
    cells: dict[str, Cell]

    def text(self, *headings: str) -> str | None:
        """The first of the columns that holds anything, as text."""
        for heading in headings:
            cell = self.cells.get(heading.casefold())
            if isinstance(cell, float) and cell.is_integer():
                cell = int(cell)
            if cell is not None and (written := str(cell).strip()):
                return written
        return None

    def number(self, *headings: str) -> float | None:
        """The first of the columns that holds a number; negative is VMware's way to say not set."""
        for heading in headings:
            cell = self.cells.get(heading.casefold())
            try:
                value = float(str(cell).replace(",", "")) if cell is not None else -1.0
            except ValueError:
                continue
            if value >= 0:
                return value
        return None

    def says(self, heading: str) -> bool:
        """Whether a yes/no column says yes."""
        return (self.text(heading) or "").casefold() in _YES

    def moment(self, heading: str) -> datetime | None:
        """The column's instant, where the cell is one."""
        cell = self.cells.get(heading.casefold())
        if isinstance(cell, datetime):
            return cell
        try:
            return datetime.fromisoformat(str(cell)).replace(tzinfo=None) if cell else None
        except ValueError:
            return None

    @property
    def is_heading(self) -> bool:
        """Whether the row repeats its own headings, as pasted exports do."""
        return bool(self.cells) and all(
            str(cell).strip().casefold() == heading for heading, cell in self.cells.items()
        )


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
                headings = tuple(name.casefold() for name in workbook.header(cells))
                continue
            pairs = zip(headings, cells, strict=False)
            yield Row(
                sheet, line, {name: cell for name, cell in pairs if name and cell is not None}
            )
