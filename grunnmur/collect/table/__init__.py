"""Any CSV or XLSX register, mapped in grunnmur.toml: headings to columns, words to values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath

from grunnmur.collect import addresses
from grunnmur.collect.claim import SELF, Claim, Found, Note, Record
from grunnmur.collect.document import Document
from grunnmur.collect.table import flows, sheet
from grunnmur.collect.table.mapping import OPTIONS as OPTIONS
from grunnmur.collect.table.mapping import Mapping as Headings
from grunnmur.collect.table.mapping import Place, read
from grunnmur.errors import CollectError
from grunnmur.estate import NOUNS, SAYABLE
from grunnmur.estate.identifiers import normalise

_OWN = (
    "serial", "uuid", "sid", "cloud_id", "inventory_no", "asset_tag", "organisation_no", "application_no", "store_no",
    "contract_no", "employee_no", "email", "account_name", "fqdn", "hostname",
)  # fmt: skip
"""Identifiers that may stand in for a key of the register's own, the surest first."""


def recognise(document: Document) -> bool:
    """Never: what a register's columns mean is for a person to say."""
    return False


def parse(document: Document) -> Iterator[Found]:
    """One record a row, as the source's settings map it."""
    mapping = read(document.options)
    rows, damage = sheet.rows(document, mapping.headings())
    head = _heading_row(rows, mapping)
    if head is None:
        raise CollectError("headings_not_found", wanted=", ".join(mapping.headings()))
    line, cells = head
    columns: dict[str, tuple[int, ...]] = {}
    for index, cell in enumerate(cells):
        columns[sheet.spelled(cell)] = (*columns.get(sheet.spelled(cell), ()), index)
    columns.pop("", None)
    yield from _notes_on_headings(mapping, columns, cells, line)
    row_reader = _Row(document, mapping, columns)
    found = (row_reader.read(number, row) for number, row in rows)
    yield from flows.sifted(found, document.options) if mapping.into == flows.TABLE else found
    if row_reader.rounded:
        yield Note("identifier_rounded", {"count": row_reader.rounded})
    yield from damage


def _heading_row(
    rows: Iterator[tuple[int, Sequence[object]]], mapping: Headings
) -> tuple[int, Sequence[object]] | None:
    """The first of the first thirty rows that holds at least half of the mapped headings, or any two."""
    wanted = {heading.casefold() for heading in mapping.headings()}
    enough = min(2, len(wanted)) if len(wanted) < 4 else len(wanted) // 2
    for (number, cells), _ in zip(rows, range(sheet.HEADINGS_WITHIN), strict=False):
        if sheet.headings_in(cells, wanted) >= enough:
            return number, cells
    return None


def _notes_on_headings(
    mapping: Headings, columns: Mapping[str, Sequence[int]], cells: Sequence[object], line: int
) -> Iterator[Note]:
    yield from mapping.notes
    if mapping.key and mapping.key.casefold() not in columns:
        yield Note("key_missing", {"heading": mapping.key}, line)
    for place, headings in mapping.columns:
        if not any(heading.casefold() in columns for heading in headings):
            yield Note(
                "column_missing", {"heading": " / ".join(headings), "column": str(place)}, line
            )
    used = {heading.casefold() for heading in mapping.headings()}
    written = {sheet.spelled(cell): str(cell).strip() for cell in cells}
    if twice := [written[name] for name, at in columns.items() if name in used and len(at) > 1]:
        yield Note("headings_not_unique", {"headings": ", ".join(twice)}, line)
    spare = [
        str(cell).strip()
        for cell in cells
        if sheet.spelled(cell) and sheet.spelled(cell) not in used
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

    @property
    def plain(self) -> bool:
        """Whether what stands in one place is what it means."""
        return len(self.indexes) == 1 and self.meanings is None


class _Columns:
    """The cells that become columns of one claim. Most stand in one place and mean themselves."""

    def __init__(self, cells: Sequence[_Cell]) -> None:
        self._plain = [(cell.place.column, cell.indexes[0]) for cell in cells if cell.plain]
        self._others = [cell for cell in cells if not cell.plain]

    def read(self, cells: Sequence[object]) -> dict[str, object]:
        """What the row says, by column."""
        said = {name: value for name, at in self._plain if (value := cells[at]) is not None}
        for cell in self._others:
            if (value := _value(cell, cells)) is not None:
                said[cell.place.column] = value
        return said


class _Hanging:
    """The cells that become a claim of another table, hanging on the row's own thing."""

    def __init__(self, table: str, fixed: Mapping[str, object], cells: Sequence[_Cell]) -> None:
        self._table = table
        self._fixed = fixed
        self._columns = _Columns(cells)
        self._separators = {c.place.column: c.separator for c in cells if c.separator is not None}

    def claims(self, cells: Sequence[object]) -> Iterator[Claim]:
        """One claim; or one for each part of a cell that holds several."""
        said = self._columns.read(cells)
        if not said:
            return
        if not self._separators:
            yield Claim(self._table, {**self._fixed, **{k: str(v) for k, v in said.items()}})
            return
        many = {k: _parts(self._separators.get(k), value) for k, value in said.items()}
        for number in range(max(map(len, many.values()))):
            parts = {column: parts[min(number, len(parts) - 1)] for column, parts in many.items()}
            yield Claim(self._table, {**self._fixed, **parts})


class _Row:
    """Reads rows of one file by one mapping."""

    def __init__(
        self, document: Document, mapping: Headings, columns: Mapping[str, Sequence[int]]
    ) -> None:
        self._into = mapping.into
        self.rounded = 0
        self._is_thing = mapping.into in NOUNS
        self._file = PurePath(document.name.replace("!", "/")).name
        self._key = columns.get(mapping.key.casefold(), ()) if mapping.key else ()
        self._constants = mapping.constants_of(mapping.into)
        self._width = max(map(max, columns.values()), default=-1) + 1
        cells = [
            _Cell(
                place,
                _indexes(columns, headings),
                mapping.values.get(place),
                mapping.separators.get(place),
            )
            for place, headings in mapping.columns
        ]
        own = [c for c in cells if c.place.table == mapping.into and not c.place.identifier]
        others = [c for c in cells if c.place.table != mapping.into]
        self._columns = _Columns(own)
        said = any(cell.place.table == "address" for cell in others)
        own_address = mapping.into == "asset" and not said
        self._address = mapping.constants_of("address") if own_address else None
        self._identifiers = [cell for cell in cells if cell.place.identifier]
        self._hanging = [
            _Hanging(
                table,
                {**mapping.constants_of(table), _own_column(table, mapping.into): SELF},
                list(group),
            )
            for table, group in groupby(
                sorted(others, key=lambda c: c.place.table), key=lambda c: c.place.table
            )
        ]

    def read(self, number: int, row: Sequence[object]) -> Record | Note:
        cells = [sheet.told(cell) if cell.__class__ is str else _number(cell) for cell in row]
        if not any(cell is not None for cell in cells):
            return Note("empty_row", {}, number, row=True)
        cells.extend([None] * (self._width - len(cells)))
        said = self._columns.read(cells)
        identifiers = [
            (cell.place.column, part)
            for cell in self._identifiers
            if (value := _value(cell, cells)) is not None
            for part in _parts(cell.separator, value)
        ]
        if any(sheet.is_rounded(written) for _, written in identifiers):
            self.rounded += 1
            identifiers = [one for one in identifiers if not sheet.is_rounded(one[1])]
        hanging = [claim for group in self._hanging for claim in group.claims(cells)]
        hanging.extend(self._addresses(identifiers))
        if not said and not identifiers and not hanging:
            return Note("row_without_claim", {}, number, row=True)
        key = next((cells[at] for at in self._key if cells[at] is not None), None)
        if key is None:
            key = self._own_key(said, identifiers) or f"{self._file}:{number}"
        main = Claim(self._into, {**self._constants, **said}, tuple(identifiers))
        return Record(str(key), (main, *hanging), number)

    def _own_key(
        self, said: Mapping[str, object], identifiers: Sequence[tuple[str, str]]
    ) -> object | None:
        """By what a row about a thing says itself which row it is: where it stands is another thing's place as soon
        as a row is put in above it, and its file has another name next month."""
        if not self._is_thing:
            return None
        told = dict(reversed(identifiers))
        for kind in _OWN:
            written = told.get(kind)
            if written and normalise(kind, written) is not None:
                return written
        return said.get("name") or said.get("cidr")

    def _addresses(self, identifiers: Sequence[tuple[str, str]]) -> Iterator[Claim]:
        """What a thing is known by as `ip` is its address too, unless the mapping says itself what `address` is."""
        if self._address is None:
            return
        for kind, written in identifiers:
            if kind == "ip" and (ip := addresses.spelled(written)) is not None:
                yield Claim("address", {**self._address, "asset_id": SELF, "ip": ip})


def _indexes(columns: Mapping[str, Sequence[int]], headings: Sequence[str]) -> tuple[int, ...]:
    return tuple(at for heading in headings for at in columns.get(heading.casefold(), ()))


def _value(cell: _Cell, cells: Sequence[object]) -> object:
    """What the first of a cell's places that holds anything says; a word nobody mapped means itself."""
    for index in cell.indexes:
        value = cells[index]
        if value is not None:
            return (
                value if cell.meanings is None else cell.meanings.get(str(value).casefold(), value)
            )
    return None


_EXACT = 10**15
"""Excel keeps fifteen digits of a number."""


def _number(cell: object) -> object:
    """Workbooks keep whole numbers as floats; one that has lost digits is written as one that has."""
    if not isinstance(cell, float) or not cell.is_integer():
        return cell
    return int(cell) if abs(cell) < _EXACT else f"{cell:.14E}"


def _parts(separator: str | None, value: object) -> list[str]:
    """The several values of a cell that holds several."""
    text = value if isinstance(value, str) else str(value)
    if separator is None:
        return [text]
    return [part.strip() for part in text.split(separator) if part.strip()] or [text]


def _own_column(table: str, into: str) -> str:
    """The column by which a hanging row refers to the row's own thing."""
    for column in SAYABLE[table].columns:
        if column.refers == into:
            return column.name
    raise CollectError("table_does_not_hang", table=table, into=into)
