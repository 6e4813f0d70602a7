"""Rows of a CSV or XLSX file, numbered as a person counts them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from grunnmur.collect import delimited, plain, workbook
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_DELIMITERS = ";\t,|"
HEADINGS_WITHIN = 30
"""Lines. Titles and remarks above the headings of a register are fewer."""


def rows(
    document: Document, wanted: Iterable[str]
) -> tuple[Iterator[tuple[int, Sequence[object]]], Sequence[Note]]:
    """Row number (from 1) and cells; and where notes on damage gather as they are read.

    `wanted` headings tell which delimiter it is, unless the settings do. Formulas give their last computed
    value; nothing is run.
    """
    if document.head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _workbook(document), ()
    found = _csv(document, wanted)
    return iter(found), found.notes


def _workbook(document: Document) -> Iterator[tuple[int, Sequence[object]]]:
    names = workbook.sheet_names(document)
    wanted = document.options.get("sheet") or (names[0] if names else "")
    if wanted not in names:
        raise CollectError("sheet_missing", sheet=wanted, sheets=", ".join(names))
    return workbook.Workbook(document).rows(wanted)


def headings_in(cells: Sequence[object], wanted: Iterable[str]) -> int:
    """How many of the wanted headings stand among the cells."""
    return len({heading.casefold() for heading in wanted} & set(map(spelled, cells)))


def spelled(cell: object) -> str:
    """A heading in the spelling by which headings are compared."""
    return str(cell).strip().casefold()


def _csv(document: Document, wanted: Iterable[str]) -> delimited.Rows:
    if not document.head.strip():
        raise CollectError("file_empty")
    told = None if document.is_utf16 else document.options.get("encoding")
    encoding = told or plain.encoding(document)
    delimiter = document.options.get("delimiter") or _delimiter(
        _beginning(document, encoding), tuple(wanted)
    )
    return delimited.Rows(plain.lines(document, encoding=encoding), delimiter)


def _beginning(document: Document, encoding: str) -> Sequence[str]:
    text = document.head.decode(encoding, errors="replace")
    return [line for line in text.splitlines(keepends=True)[:HEADINGS_WITHIN] if line.strip()]


def _delimiter(lines: Sequence[str], wanted: Sequence[str]) -> str:
    """The delimiter under which a line holds most of the wanted headings; else the one that cuts the first
    line into most. A semicolon wins a tie, as Excel writes here."""

    def worth(mark: str) -> tuple[int, ...]:
        rows = delimited.Rows(lines, mark)
        found = max((headings_in(cells, wanted) for _, cells in rows), default=0)
        first = lines[0].count(mark) if lines else 0
        return found, first, sum(mark in line for line in lines), -_DELIMITERS.index(mark)

    return max(_DELIMITERS, key=worth)
