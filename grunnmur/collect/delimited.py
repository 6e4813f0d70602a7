"""Cells of delimited text (CSV). A quote that nobody closed costs its own row, not those after it."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from grunnmur.collect.claim import Note

CELL = 131_072
"""Characters a register's cell may hold; what is longer is no name or remark."""
_RUNAWAY = 1 << 24
"""Characters after which nobody will close a quote; scanners write whole logs into a cell."""
_CHANCE = 6
"""So many delimiters within one cell, so placed that each of its lines fills the columns, are no chance."""


class Rows:
    """Line number (from 1) and cells of each row; of a blank line there are none.

    `notes` holds, once the rows are read, what was damaged: quotes that were not closed, and rows left
    out for a cell of more than `longest` characters.
    """

    def __init__(self, lines: Iterable[str], delimiter: str, *, longest: int = CELL) -> None:
        self.notes: list[Note] = []
        self._source = _Source(lines)
        self._delimiter = delimiter
        self._longest = longest

    def __iter__(self) -> Iterator[tuple[int, Sequence[str]]]:
        taken = self._source.taken
        line, width = 1, 0
        with _long_cells():
            reader = csv.reader(self._source, delimiter=self._delimiter)
            while True:
                cells: Sequence[str]
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    cells = self._first_alone(line) if len(taken) > 1 else ()
                else:
                    if len(taken) > 1 or self._source.ended or (cells and len(cells) != width):
                        cells = self._settled(cells, line, width)
                if self._too_long(cells):
                    facts = {"characters": self._longest}
                    self.notes.append(Note("cell_too_long", facts, line, row=True))
                else:
                    yield line, cells
                width = len(cells) or width
                line += len(taken)
                taken.clear()

    def _settled(self, cells: Sequence[str], line: int, width: int) -> Sequence[str]:
        """The row's cells; its first line's alone, if a stray quote drew others into them."""
        closed = not self._source.ended and self._is_well_quoted()
        if self._is_torn(cells, width, closed=closed):
            return self._first_alone(line)
        if self._source.ended or not (closed or len(cells) == width):
            self.notes.append(Note("quote_unclosed", {}, line))
        return cells

    def _is_torn(self, cells: Sequence[str], width: int, *, closed: bool) -> bool:
        """Whether what was drawn into one row looks more like rows; `width` is that of the row before."""
        lines = [one for one in self._source.taken if one.strip()]
        widths = [one.count(self._delimiter) + 1 for one in lines] or [0]
        alike = widths.count(widths[0])
        if closed:
            by_chance = (alike - 1) * (widths[0] - 1) < _CHANCE
            wanted = len(lines) if len(cells) == width else len(lines) // 2 + 1
            return not by_chance and alike >= wanted
        whole = sum(one >= width for one in widths)
        return 2 * max(whole, alike if widths[0] > 1 else 0) > len(lines)

    def _is_well_quoted(self) -> bool:
        """Whether every quote that closes stands at its cell's end."""
        try:
            for _ in csv.reader(self._source.taken, delimiter=self._delimiter, strict=True):
                pass
        except csv.Error:
            return False
        return True

    def _first_alone(self, line: int) -> Sequence[str]:
        """The cells of the first line with its quotes as they stand; the other lines are given back."""
        self.notes.append(Note("quote_unclosed", {}, line))
        self._source.give_back()
        cells = self._source.taken[0].rstrip("\r\n").split(self._delimiter)
        return [_unquoted(cell) for cell in cells]

    def _too_long(self, cells: Sequence[str]) -> bool:
        """Whether a cell is; no cells at all were read of a line that is longer still."""
        if sum(map(len, self._source.taken)) <= self._longest:
            return False
        return not cells or any(len(cell) > self._longest for cell in cells)


class _Source:
    """Lines, of which those of the row at hand can be given back. `ended` when there was none left for it."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.taken: list[str] = []
        self.ended = False
        self._lines = iter(lines)
        self._again: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._again:
            line = self._again.popleft()
        else:
            try:
                line = next(self._lines)
            except StopIteration:
                self.ended = True
                raise
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """Gives back all lines of the row but the first."""
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]
        self.ended = False


def _unquoted(cell: str) -> str:
    """The cell without the quotes around the whole of it."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


@contextmanager
def _long_cells() -> Iterator[None]:
    """The csv module's limit is one for the whole process: what others read must not depend on it."""
    before = csv.field_size_limit(_RUNAWAY)
    try:
        yield
    finally:
        csv.field_size_limit(before)
