"""Any CSV or XLSX register, mapped in grunnmur.toml: headings to columns, words to values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    columns = {cell.strip().casefold(): index for index, cell in enumerate(map(str, cells)) if cell.strip()}
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
            yield Note("column_missing", {"heading": " / ".join(headings), "column": str(place)}, line)
    used = {heading.casefold() for heading in mapping.headings()}
    spare = [str(cell).strip() for cell in cells if str(cell).strip() and str(cell).strip().casefold() not in used]
    if spare:
        yield Note("columns_not_mapped", {"headings": ", ".join(spare)}, line)


class _Row:
    """Reads rows of one file by one mapping."""

    def __init__(self, document: Document, mapping: Headings, columns: Mapping[str, int]) -> None:
        self._mapping = mapping
        self._file = PurePath(document.name.replace("!", "/")).name
        self._width = max(columns.values(), default=0) + 1
        self._key = columns.get(mapping.key.casefold()) if mapping.key else None
        self._cells: list[tuple[Place, tuple[int, ...]]] = [
            (place, tuple(columns[h.casefold()] for h in headings if h.casefold() in columns))
            for place, headings in mapping.columns
        ]

    def read(self, number: int, row: Sequence[object]) -> Record | Note:
        if not any(cell not in (None, "") and str(cell).strip() for cell in row):
            return Note("empty_row", {}, number, row=True)
        said = {place: value for place, value in self._said(row)}
        if not said:
            return Note("row_without_claim", {}, number, row=True)
        key = self._cell(row, self._key) if self._key is not None else None
        claims = (self._main(said), *self._hanging(said))
        return Record(str(key) if key else f"{self._file}:{number}", claims, number)

    def _said(self, row: Sequence[object]) -> Iterator[tuple[Place, object]]:
        for place, indexes in self._cells:
            for index in indexes:
                value = self._cell(row, index)
                if value is not None:
                    yield place, self._mapping.meaning(place, value)
                    break

    @staticmethod
    def _cell(row: Sequence[object], index: int | None) -> object:
        if index is None or index >= len(row):
            return None
        value = row[index]
        if isinstance(value, str):
            value = value.strip()
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return None if value in (None, "") else value

    def _main(self, said: Mapping[Place, object]) -> Claim:
        values: dict[str, object] = dict(self._mapping.constants_of(self._mapping.into))
        found: list[tuple[str, str]] = []
        for place, value in said.items():
            if place.identifier:
                found += [(place.column, part) for part in self._mapping.parts(place, value)]
            elif place.table == self._mapping.into:
                values[place.column] = value
        return Claim(self._mapping.into, values, tuple(found))

    def _hanging(self, said: Mapping[Place, object]) -> Iterator[Claim]:
        by_table: dict[str, dict[str, list[str] | object]] = {}
        for place, value in said.items():
            if not place.identifier and place.table != self._mapping.into:
                by_table.setdefault(place.table, {})[place.column] = value
        for table, values in by_table.items():
            yield from self._hung(table, values)

    def _hung(self, table: str, values: Mapping[str, object]) -> Iterator[Claim]:
        """One claim; or one for each part of a cell that holds several."""
        own = _own_column(table, self._mapping.into)
        fixed: dict[str, object] = {**self._mapping.constants_of(table), own: SELF}
        many = {c: self._mapping.parts(Place(table, c), v) for c, v in values.items()}
        count = max(len(parts) for parts in many.values())
        for number in range(count):
            row = {column: parts[min(number, len(parts) - 1)] for column, parts in many.items()}
            yield Claim(table, {**fixed, **row})


def _own_column(table: str, into: str) -> str:
    """The column by which a hanging row refers to the row's own thing."""
    for column in TABLES[table].columns:
        if column.refers == into:
            return column.name
    raise CollectError("table_does_not_hang", table=table, into=into)
