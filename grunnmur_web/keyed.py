"""Rows of the run's largest tables, by key: they stay sorted Parquet, of which a question reads a few pages.

No policy stands in front of a file: ask only after the database said that the thing may be seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb

from grunnmur.kit import engine
from grunnmur_web import reading
from grunnmur_web.reading import Row


def rows(
    table: str, key: Mapping[str, str], *, order: str, folder: Path | None = None
) -> list[Row]:
    """The table's rows with these values, in an order written in SQL. None where no run is shown.

    `folder` is another run's than the one shown.
    """
    run = reading.current_run()
    place = folder or (None if run is None else run.folder)
    path = None if place is None else place / f"{table}.parquet"
    if path is None or not path.exists():
        return []
    asked = " and ".join(f'"{column}" = ?' for column in key)
    cursor = _connection().cursor()
    cursor.execute(
        f"select * from read_parquet('{_quoted(path)}') where {asked} order by {order}",
        list(key.values()),
    )
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """One a process; each question takes a cursor of it."""
    return engine.connect(memory="512MB", threads=1)
