"""Loading a run: Parquet → COPY → indexes → policies → swapped in, all in one transaction."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from grunnmur.estate import TABLES, Estate
from grunnmur.kit import engine
from grunnmur.kit.engine import Steps
from grunnmur_web.store import audience, rowlevel, tallies, views
from grunnmur_web.store.shelves import SHELVES, Shelf

STEPS = Path(__file__).parent / "steps"
_CHUNK = 1 << 20
_KEPT = 2
"""Runs that stay loaded: the current one, and the one that requests under way still read."""
_LOCK = 7_203_911  # any number of our own: one load at a time

_TYPES = {
    "VARCHAR": "text",
    "BIGINT": "bigint",
    "HUGEINT": "bigint",
    "INTEGER": "integer",
    "DOUBLE": "double precision",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
}
_MADE: dict[str, Shelf] = {
    "thing": Shelf("things", (("@noun", "entity_id"),), index=("entity_id",)),
    "search_word": Shelf("things", (("@noun", "entity_id"),), index=()),
}
"""Tables that only the store has, made by the step of the same name."""

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A run in the store."""

    run_id: str
    schema: str
    rows: int
    seconds: float


def load(
    owner: str, folder: Path, *, memory: str = "4GB", progress: Progress = lambda _at, _share: None
) -> Loaded:
    """Loads the run in `folder` and makes it the current one. `owner` connects as who owns the store.

    Readers see the run before until the last moment. A load that fails leaves it as it was.
    """
    began = time.perf_counter()
    run_id = folder.name
    with (
        tempfile.TemporaryDirectory() as scratch,
        psycopg.connect(owner) as connection,
    ):
        connection.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        connection.execute("set local maintenance_work_mem = '256MB'")
        schema = _new_schema(connection, run_id, folder)
        estate = Estate(folder, engine.connect(memory=memory, spill=Path(scratch) / "spill"))
        placed = _fill(_Mover(connection, estate, schema, Path(scratch)), estate, progress)
        views.derive(connection, schema)
        placed += [(_Placed(name, (), 0), shelf) for name, shelf in views.DERIVED.items()]
        for table, shelf in placed:
            for statement in rowlevel.protect(schema, table.name, shelf, table.columns):
                connection.execute(statement)
        views.create(connection, schema)
        rows = sum(table.rows for table, _ in placed)
        seconds = time.perf_counter() - began
        _swap(connection, schema, rows, seconds)
        connection.commit()
        _drop_old(connection)
    return Loaded(run_id, schema, rows, seconds)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A table that was copied into the new schema."""

    name: str
    columns: tuple[str, ...]
    rows: int


class _Mover:
    """Moves staged tables from DuckDB into one new schema."""

    def __init__(
        self, connection: psycopg.Connection, estate: Estate, schema: str, scratch: Path
    ) -> None:
        self._connection = connection
        self._duckdb = estate.connection
        self._schema = schema
        self._file = scratch / "rows.csv"

    def copy(self, name: str, query: str) -> _Placed:
        """Makes the table `name` of what `query` selects."""
        described = self._duckdb.execute(f"describe {query}").fetchall()
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(_TYPES[kind]))
            for column, kind, *_ in described
        )
        target = sql.Identifier(self._schema, name)
        self._connection.execute(sql.SQL("create table {} ({})").format(target, columns))
        self._duckdb.execute(f"copy ({query}) to '{self._file}' (format csv, header false)")
        cursor = self._connection.cursor()
        with (
            self._file.open("rb") as rows,
            cursor.copy(sql.SQL("copy {} from stdin (format csv)").format(target)) as copy,
        ):
            while chunk := rows.read(_CHUNK):
                copy.write(chunk)
        return _Placed(name, tuple(column for column, *_ in described), cursor.rowcount)

    def index(self, name: str, columns: tuple[str, ...]) -> None:
        """An index for each column that pages look up, and the statistics the planner needs."""
        target = sql.Identifier(self._schema, name)
        for column in columns:
            self._connection.execute(
                sql.SQL("create index on {} ({})").format(target, sql.Identifier(column))
            )
        self._connection.execute(sql.SQL("analyze {}").format(target))


def _fill(mover: _Mover, estate: Estate, progress: Progress) -> list[tuple[_Placed, Shelf]]:
    """Copies every shelf and its tally. Policies come last: COPY cannot write past them."""
    steps = Steps(estate.connection, STEPS)
    steps.run("thing")
    audiences = audience.Audiences(steps)
    shelves = {**SHELVES, **_MADE}
    placed: list[tuple[_Placed, Shelf]] = []
    for n, (name, shelf) in enumerate(shelves.items()):
        progress(name, n / len(shelves))
        audiences.stage(name, _query(name, steps), shelf)
        table = mover.copy(name, f'select * from "shelved_{name}"')
        mover.index(name, shelf.index)
        placed.append((table, shelf))
        if name in tallies.FACETS:
            query = tallies.query(name, guarded="guarded" in table.columns)
            placed.append((mover.copy(f"{name}_tally", query), shelf))
            mover.index(f"{name}_tally", ())
        if name == "asset":
            placed.append((mover.copy("expiry_tally", tallies.expiry()), shelf))
        estate.connection.execute(f'drop table "shelved_{name}"')
    mover.copy("audience", audience.members())
    mover.index("audience", ("organisation_id",))
    return placed


def _query(name: str, steps: Steps) -> str:
    """What is shelved: the step of that name where lists show more than the table holds."""
    if (STEPS / f"{name}.sql").exists():
        return steps.text(name)
    return f'select * from "{TABLES[name].name}"'


def _new_schema(connection: psycopg.Connection, run_id: str, folder: Path) -> str:
    row = connection.execute(
        "insert into access.loaded (run_id, schema_name, folder) values (%s, '', %s) returning loaded_id",
        [run_id, str(folder.resolve())],
    ).fetchone()
    assert row is not None
    schema = f"run_{row[0]}"
    connection.execute(sql.SQL("create schema {}").format(sql.Identifier(schema)))
    connection.execute(
        "update access.loaded set schema_name = %s where loaded_id = %s", [schema, row[0]]
    )
    return schema


def _swap(connection: psycopg.Connection, schema: str, rows: int, seconds: float) -> None:
    connection.execute("update access.loaded set is_current = false where is_current")
    connection.execute(
        "update access.loaded set is_current = true, row_count = %s, seconds = %s where schema_name = %s",
        [rows, seconds, schema],
    )


def _drop_old(connection: psycopg.Connection) -> None:
    """Drops runs nobody reads any more; one that is still read is dropped by the next load."""
    old = connection.execute(
        "select loaded_id, schema_name from access.loaded where not is_current "
        "order by loaded_id desc offset %s",
        [_KEPT - 1],
    ).fetchall()
    for loaded_id, schema in old:
        try:
            with connection.transaction():
                connection.execute("set local lock_timeout = '2s'")
                connection.execute(
                    sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(schema))
                )
                connection.execute("delete from access.loaded where loaded_id = %s", [loaded_id])
        except psycopg.errors.LockNotAvailable:
            continue
