"""Named SQL steps on DuckDB: one file a step, static text with parameters.

A step file holds one SELECT. Running the step makes a temporary table of the same name, so every
intermediate result has a name and can be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import duckdb

from grunnmur.errors import EngineError
from grunnmur.kit import parts, quoted, stores

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Place:
    """Parquet files that are part of a table: files or globs, here or in an object store.

    `select` says which of the table's columns to take from them and how, as SQL expressions.
    """

    paths: tuple[str, ...]
    select: str


class Aggregator(Protocol):
    """What runs steps over more rows than one would move: DuckDB here, or Spark on a cluster."""

    def read(self, name: str, places: Sequence[Place]) -> None:
        """Makes `name` of everything in these places."""

    def columns(self, paths: Sequence[str]) -> frozenset[str]:
        """Names of all columns in these Parquet files. EngineError when they cannot be read."""

    def give(self, name: str, rows: pa.Table) -> None:
        """Makes a small table of these rows."""

    def run(self, *names: str, **parameters: object) -> None:
        """Makes a table of each step, in order."""

    def view(self, *names: str) -> None:
        """Makes a view of each step: cheaper where rows are only looked at one by one."""

    def rows(self, name: str, **parameters: object) -> list[tuple[object, ...]]:
        """What a step selects."""

    def hand_over(self, name: str, connection: duckdb.DuckDBPyConnection) -> None:
        """Makes a step's table readable on a DuckDB connection, under its name."""


class Steps:
    """The step files in `folder`, run on `connection`. Steps may read any table made before them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder
        connection.execute(_TRY_SUM)

    def run(self, *names: str, **parameters: object) -> None:
        """Makes a temporary table of each step, in order. `$name` in the SQL is a parameter."""
        for name in names:
            query = self.text(name)
            used = {key: value for key, value in parameters.items() if f"${key}" in query}
            self.connection.execute(
                f'create or replace temp table "{name}" as {query}', used or None
            )

    def view(self, *names: str) -> None:
        """Makes a temporary view of each step: cheaper where rows are only looked at one by one."""
        for name in names:
            self.connection.execute(f'create or replace temp view "{name}" as {self.text(name)}')

    def rows(self, name: str, **parameters: object) -> list[tuple[object, ...]]:
        """What a step selects, without making a table."""
        return self.connection.execute(self.text(name), parameters or None).fetchall()

    def read(self, name: str, places: Sequence[Place]) -> None:
        """Makes a view `name` of everything in these places."""
        selects = [
            f"select {place.select} from {rows_of(self.connection, f'{name}_{number}', place.paths)}"
            for number, place in enumerate(places)
        ]
        self.connection.execute(
            f'create or replace temp view "{name}" as {" union all ".join(selects)}'
        )

    def columns(self, paths: Sequence[str]) -> frozenset[str]:
        """Names of all columns in these Parquet files. EngineError when they cannot be read."""
        rows = rows_of(self.connection, "_described", paths)
        try:
            described = self.connection.execute(f"describe select * from {rows}").fetchall()
        except duckdb.Error as error:
            raise _unreadable(paths, error) from error
        return frozenset(str(row[0]) for row in described)

    def give(self, name: str, rows: pa.Table) -> None:
        """Makes a temporary table of these rows."""
        give(self.connection, name, rows)

    def words(self, name: str, query: str) -> None:
        """Makes a type of the texts in a query's column: what is of it is carried as a number."""
        self.connection.execute(f'create or replace temp type "{name}" as enum ({query})')

    def hand_over(self, name: str, connection: duckdb.DuckDBPyConnection) -> None:
        """Nothing to do: the table is on the connection already."""
        assert connection is self.connection, name

    def text(self, name: str) -> str:
        """The step's SQL."""
        return (self.folder / f"{name}.sql").read_text(encoding="utf-8").strip().rstrip(";")


def rows_of(connection: duckdb.DuckDBPyConnection, name: str, paths: Sequence[str]) -> str:
    """What a query reads these files from. Those in a store are registered as `name`.

    EngineError when a store's files cannot be read.
    """
    if not stores.is_stored(paths[0]):
        return f"read_parquet({parts.listed(paths)}, union_by_name=true, hive_partitioning=false)"
    try:
        connection.register(name, stores.dataset(paths))
    except (OSError, ValueError, TypeError) as error:  # Arrow's own are kinds of these
        raise _unreadable(paths, error) from error
    return f'"{name}"'


def _unreadable(paths: Sequence[str], error: Exception) -> EngineError:
    facts = {"path": paths[0], "reason": str(error)[:500]}
    return EngineError("parquet_place_unreadable", **facts)


_TRY_SUM = "create or replace temp macro try_sum(x) as try_cast(sum(x) as bigint)"
"""`try_sum(x)`: Spark's name for a sum that is null where it does not fit."""


_DISTRUSTED = "join_filter_pushdown"
"""A join's Bloom filter may be asked before it is built (decision 036): rows are lost, or the process."""


def give(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Makes a temporary table of these rows."""
    connection.register("_given", rows)
    connection.execute(f'create or replace temp table "{name}" as from _given').fetchall()
    connection.unregister("_given")


def give_texts(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str | None, ...]],
) -> None:
    """Makes a temporary table of texts. Without rows it is empty, with its columns."""
    import pyarrow as pa  # not every command that opens a connection needs it

    give_rows(connection, name, pa.schema([(column, pa.string()) for column in columns]), rows)


def give_rows(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    schema: pa.Schema,
    rows: Sequence[tuple[object, ...]],
) -> None:
    """Makes a temporary table of rows: at once, where a statement a row costs a third of a millisecond each."""
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    give(connection, name, pa.table(arrays, schema=schema))


_SMALL = 8 << 20
"""Bytes of Parquet, some 300,000 rows. DuckDB shares work out by 122,880 rows of a table."""


def threads_for(files: Iterable[Path], *, most: int = 2) -> int:
    """How many threads find work in these Parquet files: of small ones the others only look for some, at every step."""
    return 1 if sum(file.stat().st_size for file in files) < _SMALL else most


_READY: list[duckdb.DuckDBPyConnection] = []
"""Connections that were opened before anybody asked."""


def make_ready(connections: int) -> None:
    """Opens so many connections where somebody will soon ask: to open one takes longer than a small question."""
    while len(_READY) < connections:
        _READY.append(duckdb.connect())


def connect(
    *, memory: str = "4GB", threads: int = 2, spill: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with the session time zone UTC and limits that fit a laptop."""
    connection = _READY.pop() if _READY else duckdb.connect()
    connection.execute(f"set disabled_optimizers='{_DISTRUSTED}'")
    connection.execute("set TimeZone='UTC'")
    connection.execute("set enable_progress_bar=false")
    limit(connection, memory=memory, threads=threads, spill=spill)
    return connection


def limit(
    connection: duckdb.DuckDBPyConnection, *, memory: str, threads: int, spill: Path | None = None
) -> None:
    """What the connection may take, and where it puts what does not fit."""
    connection.execute(f"set memory_limit='{memory}'")
    connection.execute(f"set threads={threads}")
    if spill is not None:
        # not as a parameter: for the first one DuckDB loads pandas, where that is there, for a third of a second
        connection.execute(f"set temp_directory={quoted.text(spill)}")
