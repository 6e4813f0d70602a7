"""Copying one staged table into the store: made, filled, indexed, measured and guarded in one transaction.

A table that is made in the transaction that fills it need not be logged, and its rows are frozen as
they come: nothing is written a second time when they are first read.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from grunnmur_web.store import rowlevel
from grunnmur_web.store.staging import Staged

_CHUNK = 1 << 20
_TYPES = {
    "VARCHAR": "text",
    "BIGINT": "bigint",
    "HUGEINT": "bigint",
    "INTEGER": "integer",
    "INTEGER[]": "integer[]",
    "DOUBLE": "double precision",
    "BOOLEAN": "boolean",
    "BIT": "bit varying",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
}
_BYTEWISE = sql.SQL(' collate "C"')
"""For what programs compare and people do not sort: several times faster to index."""


def make(connection: psycopg.Connection, schema: str, table: Staged) -> None:
    """Makes the empty table."""
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}{}").format(
            sql.Identifier(column),
            sql.SQL(_TYPES[kind]),
            _BYTEWISE if _is_code(column, kind) else sql.SQL(""),
        )
        for column, kind in table.columns
    )
    connection.execute(
        sql.SQL("create table {} ({})").format(sql.Identifier(schema, table.name), columns)
    )


def fill(connection: psycopg.Connection, schema: str, table: Staged) -> int:
    """Copies the file into the table, indexes it and gathers statistics. Gives the rows."""
    target = sql.Identifier(schema, table.name)
    cursor = connection.cursor()
    with (
        table.file.open("rb") as rows,
        cursor.copy(sql.SQL("copy {} from stdin (format csv, freeze)").format(target)) as copy,
    ):
        while chunk := rows.read(_CHUNK):
            copy.write(chunk)
    for index in table.indexes:
        columns = sql.SQL(", ").join(sql.Identifier(column) for column in index)
        connection.execute(sql.SQL("create index on {} ({})").format(target, columns))
    connection.execute(sql.SQL("analyze {}").format(target))
    table.file.unlink()
    return cursor.rowcount


def place(connection: psycopg.Connection, schema: str, table: Staged) -> int:
    """Copies the table. Gives the rows.

    Policies come last: COPY cannot write past them. The commit need not wait for the disk, because
    nothing reads the table before another commit, which does.
    """
    with connection.transaction():
        connection.execute("set local synchronous_commit = off")
        connection.execute("set local maintenance_work_mem = '256MB'")
        make(connection, schema, table)
        rows = fill(connection, schema, table)
        names = tuple(column for column, _ in table.columns)
        for statement in rowlevel.protect(schema, table.name, table.shelf, names):
            connection.execute(statement)
    return rows


def _is_code(column: str, kind: str) -> bool:
    return kind == "VARCHAR" and (column.endswith("_id") or column == "word")
