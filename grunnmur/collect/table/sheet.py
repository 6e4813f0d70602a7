"""Rows of a CSV or XLSX file, numbered as a person counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from grunnmur.collect import delimited, plain, workbook
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.errors import CollectError

_DELIMITERS = ";\t,|"


def rows(document: Document) -> tuple[Iterator[tuple[int, Sequence[object]]], Sequence[Note]]:
    """Row number (from 1) and cells; and where notes on damage gather as they are read.

    Formulas give their last computed value; nothing is run.
    """
    if document.head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _workbook(document), ()
    found = _csv(document)
    return iter(found), found.notes


def _workbook(document: Document) -> Iterator[tuple[int, Sequence[object]]]:
    names = workbook.sheet_names(document)
    wanted = document.options.get("sheet") or (names[0] if names else "")
    if wanted not in names:
        raise CollectError("sheet_missing", sheet=wanted, sheets=", ".join(names))
    return workbook.Workbook(document).rows(wanted)


def _csv(document: Document) -> delimited.Rows:
    if not document.head.strip():
        raise CollectError("file_empty")
    encoding = document.options.get("encoding") or plain.encoding(document)
    delimiter = document.options.get("delimiter") or _delimiter(_beginning(document, encoding))
    return delimited.Rows(plain.lines(document, encoding=encoding), delimiter)


def _beginning(document: Document, encoding: str) -> str:
    return document.head.decode(encoding, errors="replace")


def _delimiter(text: str) -> str:
    """The delimiter that splits the first lines most evenly; a semicolon wins a tie, as Excel writes here."""
    lines = [line for line in text[:20000].splitlines()[:20] if line.strip()]
    best = Counter(
        {mark: min((line.count(mark) for line in lines[:1]), default=0) for mark in _DELIMITERS}
    )
    totals = {
        mark: (best[mark], sum(mark in line for line in lines), -_DELIMITERS.index(mark))
        for mark in _DELIMITERS
    }
    return max(totals, key=lambda mark: totals[mark])
