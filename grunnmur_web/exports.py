"""Exports of exactly what a list shows: CSV and XLSX for people, Parquet for programs."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from django.http import FileResponse

from grunnmur.text import Voice
from grunnmur_web import grids
from grunnmur_web.grids import Column
from grunnmur_web.words import voice

Row = Mapping[str, Any]
Rows = Iterable[Row]
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_BATCH = 5000
_TYPES = {
    "text": pa.string(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "share": pa.float64(),
    "likelihood": pa.float64(),
    "flag": pa.bool_(),
    "day": pa.date32(),
    "instant": pa.timestamp("us"),
}


def export(kind: str, name: str, columns: tuple[Column, ...], rows: Rows) -> FileResponse:
    """The rows as a file to keep, named after what it holds."""
    written = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it when it is sent
    _WRITERS[kind](written, columns, rows)
    written.seek(0)
    return FileResponse(written, as_attachment=True, filename=f"{name}.{kind}")


def defused(value: object) -> object:
    """A text that a spreadsheet would run as a formula gets a quote in front of it."""
    if isinstance(value, str) and value.startswith(_DANGEROUS):
        return f"'{value}"
    return value


def _label(column: Column) -> str:
    """The column's word, without where it may be broken."""
    return column.label.replace("\u00ad", "")


def _csv(stream: BinaryIO, columns: tuple[Column, ...], rows: Rows) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([_label(column) for column in columns])
    for row in _named(columns, rows):
        writer.writerow([defused(value) for value in row])
    text.detach()


def _xlsx(stream: BinaryIO, columns: tuple[Column, ...], rows: Rows) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(stream, {**options, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for n, column in enumerate(columns):
            sheet.write_string(0, n, _label(column), bold)
            sheet.set_column(n, n, 18)
        for line, row in enumerate(_named(columns, rows), start=1):
            for n, value in enumerate(row):
                if value is not None:
                    sheet.write(line, n, value)


def _parquet(stream: BinaryIO, columns: tuple[Column, ...], rows: Rows) -> None:
    """Codes and ids as they are: a program reads it."""
    schema = pa.schema([(column.name, _TYPES.get(column.type, pa.string())) for column in columns])
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        for batch in batches(rows):
            arrays = [
                pa.array([row.get(field.name) for row in batch], type=field.type)
                for field in schema
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _named(columns: tuple[Column, ...], rows: Rows) -> Iterator[list[Any]]:
    """Rows in the words of the page; empty for not known."""
    said = voice()
    for batch in batches(rows):
        given = grids.draft(columns, batch)
        known = grids.names(given.references())
        for row in given.rows:
            yield [_word(said, column, row, known) for column in columns]


def _word(said: Voice, column: Column, row: Row, known: Mapping[str, str]) -> Any:  # noqa: ANN401 whatever a table holds
    """A name or a word as the page shows it; numbers and days as values, to go on with."""
    value = row.get(column.name)
    if value is None or value == "":
        return None
    if column.refers or column.words or isinstance(value, bool):
        return grids.cell(said, column, row, known).text
    return value


def batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows, so many at a time that asking for the names of all of them is one question."""
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


_WRITERS: dict[str, Callable[[BinaryIO, tuple[Column, ...], Rows], None]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
}
KINDS = tuple(_WRITERS)
