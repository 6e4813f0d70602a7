"""Rows of a CSV or XLSX file, numbered as a person counts them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from grunnmur.collect import delimited, plain, workbook
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_DELIMITERS = ";\t,|"
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_FAILED = frozenset((
    "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#I/T", "#VERDI!",
    "#NAVN?", "#OVERFLYT!",
))  # fmt: skip
"""What stands where a formula failed, in English and Norwegian."""
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
        return workbook.chosen(document)
    found = _csv(document, wanted)
    return iter(found), found.notes


def headings_in(cells: Sequence[object], wanted: Iterable[str]) -> int:
    """How many of the wanted headings stand among the cells."""
    return len({heading.casefold() for heading in wanted} & set(map(spelled, cells)))


def told(cell: str) -> str | None:
    """What a cell's text says. What Excel writes where a formula fails says nothing, and `="007"` is 007."""
    text = cell.strip()
    if text[:1] == "#" and text.upper() in _FAILED:
        return None
    if text[:2] == '="' and text[-1] == '"':
        text = text[2:-1].strip()
    return text or None


def is_rounded(written: str) -> bool:
    """Whether a spreadsheet took a number's last digits, so that it names others as well."""
    return _ROUNDED.fullmatch(written) is not None


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
