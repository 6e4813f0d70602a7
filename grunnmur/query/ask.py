"""Asks one question of an estate, on a connection of its own that can only read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from grunnmur.errors import QueryError
from grunnmur.estate import TABLES, Estate
from grunnmur.kit import parts, quoted
from grunnmur.kit.engine import connect
from grunnmur.query import complaint

_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """Column names, and the rows as they come."""

    columns: tuple[str, ...]
    _found: duckdb.DuckDBPyConnection

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The rows, a batch at a time, so that a large answer needs no memory. Can be read once."""
        while batch := self._next():
            yield from batch

    def first(self) -> object:
        """The first value of the first row, None when there are no rows."""
        batch = self._next()
        return batch[0][0] if batch else None

    def _next(self) -> list[tuple[object, ...]]:
        try:
            return self._found.fetchmany(_BATCH)
        except duckdb.Error as error:
            raise complaint.of(error) from error


def ask(estate: Estate, question: str) -> Answer:
    """What the SQL `question` selects. QueryError when it is not one SELECT that can run."""
    statement = _only_select(question)
    connection = _reader(estate)
    try:
        _bind(connection, statement)
        found = connection.execute(statement)
    except duckdb.Error as error:
        raise complaint.of(error) from error
    return Answer(tuple(column[0] for column in found.description or ()), found)


def tables(estate: Estate) -> list[tuple[str, int]]:
    """Every table and how many rows it has, in the order they are declared."""
    return [(name, _count(estate, name)) for name in TABLES]


def _count(estate: Estate, name: str) -> int:
    row = estate.connection.execute(f'select count(*) from "{name}"').fetchone()
    return int(row[0]) if row else 0


def _only_select(question: str) -> str:
    try:
        statements = duckdb.extract_statements(question)
    except duckdb.Error as error:
        raise complaint.of(error) from error
    if not statements:
        raise QueryError("query_empty")
    if len(statements) > 1:
        raise QueryError("query_several", count=len(statements))
    if statements[0].type != duckdb.StatementType.SELECT:
        raise QueryError("query_only_select")
    return str(statements[0].query)


def _reader(estate: Estate) -> duckdb.DuckDBPyConnection:
    """A connection with the estate's tables, that may open their files and nothing else."""
    connection = connect()
    view = Estate(estate.folder, connection)
    paths = parts.listed(sorted(view.folder.glob("*.parquet")))
    connection.execute(f"set allowed_paths={paths}")  # no parameter: see kit.engine.connect
    connection.execute("set enable_external_access=false")
    connection.execute("set lock_configuration=true")
    return connection


def _bind(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    """Raises what is wrong with the statement before it runs.

    A WITH clause may hold a COPY, and the whole still counts as a SELECT; the query function takes
    none. It loses the place of an error, which PREPARE then finds without running anything.
    """
    try:
        connection.execute(f"select * from query({quoted.text(statement)}) limit 0")
    except duckdb.Error as refused:
        if "must be at the top level" in str(refused):
            raise QueryError("query_only_select") from refused
        _prepare(connection, statement)
        raise


def _prepare(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    try:
        connection.execute(f"prepare question as\n{statement}")
    except duckdb.Error as error:
        raise complaint.of(error, lines_above=1) from error
