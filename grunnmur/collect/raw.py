"""Raw material on disk: what comes by the hundred million goes out as it comes, typed and compressed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from grunnmur.estate import RAW, Column, Table

_GROUP = 1 << 18
"""Rows kept before they are written as one row group: some 30 MB, and large enough to compress well."""

_ARROW = {
    "text": pa.string(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "day": pa.date32(),
    "instant": pa.timestamp("us"),
}


class RawStore:
    """Writes one raw table's rows to `folder/<table>/part-<part>.parquet`, a row group at a time."""

    def __init__(self, folder: Path, table: str, part: int) -> None:
        self._table = RAW[table]
        self._path = folder / table / f"part-{part:05}.parquet"
        self._kept: list[pa.Table] = []
        self._rows = 0
        self._writer: pq.ParquetWriter | None = None

    def add(self, rows: pa.Table, *, source: str, file: str) -> None:
        """Rows of one document. A column the table does not have, or of another type, is our mistake."""
        self._kept.append(_typed(rows, self._table, source, file))
        self._rows += rows.num_rows
        if self._rows >= _GROUP:
            self._write()

    def close(self) -> None:
        """Writes what is kept, and the file's end: before that nobody can read it."""
        self._write()
        if self._writer is not None:
            self._writer.close()

    def _write(self) -> None:
        if not self._rows:
            return
        group = pa.concat_tables(self._kept).combine_chunks()
        if self._writer is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(self._path, group.schema, compression="zstd")
        self._writer.write_table(group)
        self._kept.clear()
        self._rows = 0


def spelled(table: str, rows: Sequence[Sequence[object]]) -> pa.Table:
    """Rows of spelled text, in the order the table's columns are declared, as an Arrow table."""
    names = [column.name for column in RAW[table].columns]
    arrays = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    return pa.Table.from_arrays(arrays, names=names)


def _typed(rows: pa.Table, table: Table, source: str, file: str) -> pa.Table:
    strange = set(rows.column_names) - set(table.by_name)
    if strange:
        raise ValueError(f"{table.name} has no column {', '.join(sorted(strange))}")
    columns = {column.name: _column(rows, column) for column in table.columns}
    said_by = {"source": source, "file": file}
    for name, value in said_by.items():
        columns[name] = pa.repeat(pa.scalar(value, pa.string()), rows.num_rows)
    return pa.table(columns)


def _column(rows: pa.Table, column: Column) -> pa.Array | pa.ChunkedArray:
    """The column in its declared type; one that is not there is not known."""
    kind = _ARROW[column.type]
    if column.name not in rows.column_names:
        return pa.nulls(rows.num_rows, kind)
    return rows.column(column.name).cast(kind)
