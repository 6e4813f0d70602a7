"""CSV and XLSX files, the same bytes for the same cells."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

Columns = Mapping[str, Sequence[Any]]
_CREATED = datetime(2026, 9, 1, tzinfo=UTC)


def write_csv(
    path: Path,
    columns: Columns,
    *,
    delimiter: str = ";",
    encoding: str = "utf-8",
    above: Sequence[str] = (),
) -> int:
    """Writes the columns and gives the number of the first row below the heading.

    `above` are lines before the heading, as reports have. A letter the encoding lacks becomes "?".
    """
    with path.open("w", encoding=encoding, errors="replace", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
        writer.writerows([line] for line in above)
        writer.writerow(columns)
        writer.writerows(rows_of(columns))
    return len(above) + 2


def write_workbook(path: Path, sheets: Mapping[str, Columns], *, above: Sequence[str] = ()) -> int:
    """Writes one sheet for each entry and gives the number of the first row below the heading."""
    options = {
        "constant_memory": True,
        "strings_to_urls": False,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "default_date_format": "dd.mm.yyyy",
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _CREATED.replace(tzinfo=None)})
        for name, columns in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(above):
                sheet.write_row(number, 0, [line])
            _fill(sheet, columns, len(above))
    return len(above) + 2


def _fill(sheet: Any, columns: Columns, first: int) -> None:  # noqa: ANN401 xlsxwriter has no types
    sheet.write_row(first, 0, list(columns))
    write = {str: sheet.write_string, int: sheet.write_number, float: sheet.write_number}
    for line, row in enumerate(rows_of(columns), first + 1):
        for column, cell in enumerate(row):
            if cell is not None and cell != "":
                write.get(type(cell), sheet.write)(line, column, cell)


def rows_of(columns: Columns) -> Iterable[tuple[Any, ...]]:
    """The columns' rows. Columns of unequal length are a mistake of ours."""
    return zip(*columns.values(), strict=True)
