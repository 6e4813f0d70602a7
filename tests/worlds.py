"""Small worlds for tests: an Estate from rows written as dictionaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from grunnmur.estate import TABLES, Estate, Table

Row = Mapping[str, object]


def world(folder: Path, **tables: Sequence[Row]) -> Estate:
    """An Estate with these rows: `world(tmp_path, asset=[{"asset_id": "a1", "kind": "vm"}])`.

    Columns that a row does not name are null (not known). A misspelt table or column is an error.
    """
    folder.mkdir(parents=True, exist_ok=True)
    estate = Estate(folder)
    for name, rows in tables.items():
        _write(estate, TABLES[name], rows)
    return estate


def _write(estate: Estate, table: Table, rows: Sequence[Row]) -> None:
    misspelt = {column for row in rows for column in row} - set(table.by_name)
    if misspelt:
        raise ValueError(f"{table.name} has no column {', '.join(sorted(misspelt))}")
    columns = {name: [row.get(name) for row in rows] for name in table.by_name}
    given = pa.table({name: pa.array(values) for name, values in columns.items()})
    estate.connection.register("_given", given)
    estate.write(table, "select * from _given")
    estate.connection.unregister("_given")
