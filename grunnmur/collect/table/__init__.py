"""Any CSV or XLSX register, mapped in grunnmur.toml: headings to columns, words to values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath

from grunnmur.collect.claim import SELF, Claim, Found, Note, Record
from grunnmur.collect.document import Document
from grunnmur.collect.table import sheet
from grunnmur.collect.table.mapping import Mapping as Headings
from grunnmur.collect.table.mapping import Place, read
from grunnmur.errors import CollectError
from grunnmur.estate import TABLES


def recognise(document: Document) -> bool:
    """Never: what a register's columns mean is for a person to say."""
    return False


def parse(document: Document) -> Iterator[Found]:
    """One record a row, as the source's settings map it."""
    mapping = read(document.options)
    rows = sheet.rows(document)
    head = _heading_row(rows, mapping)
    if head is None:
        raise CollectError("headings_not_found", wanted=", ".join(mapping.headings()))
    line, cells = head
    columns = {
        cell.strip().casefold(): index for index, cell in enumerate(map(str, cells)) if cell.strip()
    }
    yield from _notes_on_headings(mapping, columns, cells, line)
    row_reader = _Row(document, mapping, columns)
    for number, row in rows:
        yield row_reader.read(number, row)


def _heading_row(
    rows: Iterator[tuple[int, Sequence[object]]], mapping: Headings
) -> tuple[int, Sequence[object]] | None:
    """The first of the first thirty rows that holds at least half of the mapped headings, or any two."""
    wanted = {heading.casefold() for heading in mapping.headings()}
    enough = min(2, len(wanted)) if len(wanted) < 4 else len(wanted) // 2
    for (number, cells), _ in zip(rows, range(30), strict=False):
        if len(wanted & {str(cell).strip().casefold() for cell in cells}) >= enough:
            return number, cells
    return None


def _notes_on_headings(
    mapping: Headings, columns: Mapping[str, int], cells: Sequence[object], line: int
) -> Iterator[Note]:
    for place, headings in mapping.columns:
        if not any(heading.casefold() in columns for heading in headings):
            yield Note(
                "column_missing", {"heading": " / ".join(headings), "column": str(place)}, line
            )
    used = {heading.casefold() for heading in mapping.headings()}
    spare = [
        str(cell).strip()
        for cell in cells
        if str(cell).strip() and str(cell).strip().casefold() not in used
    ]
    if spare:
        yield Note("columns_not_mapped", {"headings": ", ".join(spare)}, line)


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where one mapped cell stands in a row, and where it goes."""

    place: Place
    indexes: tuple[int, ...]
    meanings: Mapping[str, object] | None
    separator: str | None


class _Row:
    """Reads rows of one file by one mapping."""

    def __init__(self, document: Document, mapping: Headings, columns: Mapping[str, int]) -> None:
        self._into = mapping.into
        self._file = PurePath(document.name.replace("!", "/")).name
        self._key = columns.get(mapping.key.casefold()) if mapping.key else None
        self._constants = mapping.constants_of(mapping.into)
        cells = [
            _Cell(
                place,
                _indexes(columns, headings),
                mapping.values.get(place),
                mapping.separators.get(place),
            )
            for place, headings in mapping.columns
        ]
        self._columns = [
            c for c in cells if c.place.table == mapping.into and not c.place.identifier
        ]
        self._identifiers = [cell for cell in cells if cell.place.identifier]
        self._hanging = [
            (
                table,
                {**mapping.constants_of(table), _own_column(table, mapping.into): SELF},
                list(group),
            )
            for table, group in groupby(
                sorted(
                    (c for c in cells if c.place.table != mapping.into), key=lambda c: c.place.table
                ),
                key=lambda cell: cell.place.table,
            )
        ]

    def read(self, number: int, row: Sequence[object]) -> Record | Note:
        if not any(cell not in (None, "") and str(cell).strip() for cell in row):
            return Note("empty_row", {}, number, row=True)
        said = {
            c.place.column: value for c in self._columns if (value := _value(c, row)) is not None
        }
        identifiers = [
            (cell.place.column, part)
            for cell in self._identifiers
            if (value := _value(cell, row)) is not None
            for part in _parts(cell, value)
        ]
        hanging = [claim for group in self._hanging for claim in self._hung(row, *group)]
        if not said and not identifiers and not hanging:
            return Note("row_without_claim", {}, number, row=True)
        key = None if self._key is None else _content(row, self._key)
        main = Claim(self._into, {**self._constants, **said}, tuple(identifiers))
        return Record(str(key) if key else f"{self._file}:{number}", (main, *hanging), number)

    @staticmethod
    def _hung(
        row: Sequence[object], table: str, fixed: Mapping[str, object], cells: Sequence[_Cell]
    ) -> Iterator[Claim]:
        """One claim; or one for each part of a cell that holds several."""
        many = {
            cell.place.column: _parts(cell, value)
            for cell in cells
            if (value := _value(cell, row)) is not None
        }
        count = max(map(len, many.values()), default=0)
        for number in range(count):
            parts = {column: parts[min(number, len(parts) - 1)] for column, parts in many.items()}
            yield Claim(table, {**fixed, **parts})


def _indexes(columns: Mapping[str, int], headings: Sequence[str]) -> tuple[int, ...]:
    return tuple(
        columns[heading.casefold()] for heading in headings if heading.casefold() in columns
    )


def _value(cell: _Cell, row: Sequence[object]) -> object:
    """What the first of a cell's places that holds anything says; a word nobody mapped means itself."""
    for index in cell.indexes:
        value = _content(row, index)
        if value is not None:
            return (
                value if cell.meanings is None else cell.meanings.get(str(value).casefold(), value)
            )
    return None


def _content(row: Sequence[object], index: int) -> object:
    if index >= len(row):
        return None
    value = row[index]
    if value.__class__ is str:
        return value.strip() or None
    if value.__class__ is float and value.is_integer():
        return int(value)
    return value


def _parts(cell: _Cell, value: object) -> list[str]:
    """The several values of a cell that holds several."""
    text = value if isinstance(value, str) else str(value)
    if cell.separator is None:
        return [text]
    return [part.strip() for part in text.split(cell.separator) if part.strip()] or [text]


def _own_column(table: str, into: str) -> str:
    """The column by which a hanging row refers to the row's own thing."""
    for column in TABLES[table].columns:
        if column.refers == into:
            return column.name
    raise CollectError("table_does_not_hang", table=table, into=into)
