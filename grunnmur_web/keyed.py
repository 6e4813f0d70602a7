"""Rows of the run's largest tables, by key: they stay sorted Parquet, of which a question reads a few pages.

No policy stands in front of a file: ask only after the database said that the thing may be seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb

from grunnmur.kit import engine, parts
from grunnmur_web import reading
from grunnmur_web.reading import ALL, Row, Window

Key = Mapping[str, str | int | bool]
But = tuple[str, tuple[str, ...]] | None


def rows(
    table: str,
    key: Key,
    *,
    order: str,
    folder: Path | None = None,
    window: Window = ALL,
    but: But = None,
) -> list[Row]:
    """The table's rows with these values, in an order written in SQL; no row where no run is shown.

    `folder` is another run's than the one shown; `but` names a column and values of it that are left out.
    """
    return _asked("*", table, key, folder, but, f"order by {order} limit ? offset ?", *window)


def count(table: str, key: Key, *, but: But = None) -> int:
    """How many rows the table has with these values."""
    found = _asked("count(*) as rows", table, key, None, but)
    return int(found[0]["rows"]) if found else 0


def _asked(
    what: str, table: str, key: Key, folder: Path | None, but: But, ending: str = "", *more: int
) -> list[Row]:
    run = reading.current_run()
    place = folder or (None if run is None else run.folder)
    found = [] if place is None else parts.paths(place, table)
    if not found:
        return []
    asked = " and ".join(f'"{column}" = ?' for column in key)
    left_out: list[list[str]] = []
    if but is not None:
        asked += f' and not list_contains(?, "{but[0]}")'
        left_out.append(list(but[1]))
    cursor = _connection().cursor()
    cursor.execute(
        f"select {what} from read_parquet({parts.listed(found)}) where {asked} {ending}",
        [*key.values(), *left_out, *more],
    )
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """One a process; each question takes a cursor of it."""
    return engine.connect(memory="512MB", threads=1)
