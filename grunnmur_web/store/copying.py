"""Copying one staged table into the store: made, filled, indexed, measured and guarded in one transaction.

A table that is made in the transaction that fills it need not be logged, and its rows are frozen as
they come: nothing is written a second time when they are first read.
"""

from __future__ import annotations

from collections.abc import Iterator

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
_FOR_NOBODY_YET = (
    "set local synchronous_commit = off",
    "set local maintenance_work_mem = '256MB'",
)
_BYTEWISE = sql.SQL(' collate "C"')
"""For what programs compare and people do not sort: several times faster to index."""


def making(schema: str, table: Staged) -> sql.Composed:
    """The statement that makes the empty table."""
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}{}").format(
            sql.Identifier(column),
            sql.SQL(_TYPES[kind]),
            _BYTEWISE if _is_code(column, kind) else sql.SQL(""),
        )
        for column, kind in table.columns
    )
    return sql.SQL("create table {} ({})").format(sql.Identifier(schema, table.name), columns)


def fill(connection: psycopg.Connection, schema: str, table: Staged) -> int:
    """Copies the file into the table. Gives the rows."""
    if not table.file.stat().st_size:
        return 0
    target = sql.Identifier(schema, table.name)
    cursor = connection.cursor()
    with (
        table.file.open("rb") as rows,
        cursor.copy(sql.SQL("copy {} from stdin (format csv, freeze)").format(target)) as copy,
    ):
        while chunk := rows.read(_CHUNK):
            copy.write(chunk)
    return cursor.rowcount


def finish(schema: str, table: Staged, *, numbered: str) -> Iterator[sql.Composed]:
    """The statements that index the table, gather statistics and guard it.

    Policies come last: COPY cannot write past them.
    """
    target = sql.Identifier(schema, table.name)
    for index in table.indexes:
        columns = sql.SQL(", ").join(sql.Identifier(column) for column in index)
        yield sql.SQL("create index on {} ({})").format(target, columns)
    yield sql.SQL("analyze {} ({})").format(target, _measured(table))
    names = tuple(column for column, _ in table.columns)
    yield from rowlevel.protect(schema, table.name, table.shelf, names, numbered=numbered)


def _measured(table: Staged) -> sql.Composed:
    """The columns statistics are gathered of: no page asks for rows by what is in a list, and to look into all of them
    takes as long as to copy them.
    """
    return sql.SQL(", ").join(
        sql.Identifier(column) for column, kind in table.columns if not kind.endswith("[]")
    )


def place(connection: psycopg.Connection, schema: str, table: Staged, *, numbered: str) -> int:
    """Makes the table whole. Gives the rows. Their audiences are numbered as in the schema `numbered`.

    The commit need not wait for the disk, because nothing reads the table before another commit, which does.
    """
    with connection.transaction():
        connection.execute(
            sql.SQL("; ").join((*map(sql.SQL, _FOR_NOBODY_YET), making(schema, table)))
        )
        rows = fill(connection, schema, table)
        connection.execute(sql.SQL("; ").join(finish(schema, table, numbered=numbered)))
    table.file.unlink()
    return rows


def _is_code(column: str, kind: str) -> bool:
    return kind == "VARCHAR" and (column.endswith("_id") or column == "word")
