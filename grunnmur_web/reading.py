"""Reading the estate: who asks is told once a request, and rows come back as plain dictionaries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg.sql import Composed

MOST = 200
"""So many rows a list beside others shows; a grid that is as long says that these are the first."""


class Window(NamedTuple):
    """Which rows of an ordered list are asked for."""

    limit: int = MOST
    offset: int = 0


FIRST = Window()
ALL = Window(10**9)
"""No list is longer."""

Row = dict[str, Any]
Query = str | Composed
Parameters = Sequence[Any] | Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Run:
    """The run that this request is answered from."""

    run_id: str
    folder: Path


_run: ContextVar[Run | None] = ContextVar("run", default=None)


def enter(database: BaseDatabaseWrapper, person: int | None) -> Run | None:
    """Says who asks, for this transaction. Without a person nothing of the estate can be read."""
    with database.cursor() as cursor:
        cursor.execute(
            "select run_id, folder, set_config('search_path', concat_ws(', ', "
            "nullif(current_setting('grunnmur.layers'), ''), 'public'), true) from access.enter(%s)",
            [person],
        )
        run_id, folder, _ = cursor.fetchone()
    found = Run(run_id, Path(folder)) if run_id else None
    _run.set(found)
    return found


def current_run() -> Run | None:
    """The run this request reads; None before the first was loaded."""
    return _run.get()


def rows(query: Query, parameters: Parameters = None) -> list[Row]:
    """The rows of a query, as dictionaries."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return _dictionaries(cursor)


def together(queries: Mapping[str, Query], parameters: Parameters = None) -> dict[str, list[Row]]:
    """The rows of several queries with the same parameters, by name.

    They are sent at once: where others are busy, every wait for one answer costs more than the answer.
    """
    connection.ensure_connection()
    with ExitStack() as stack:
        cursors = {name: stack.enter_context(connection.cursor()) for name in queries}
        with connection.wrap_database_errors, connection.connection.pipeline():
            for name, query in queries.items():
                cursors[name].execute(query, parameters)
        return {name: _dictionaries(cursor) for name, cursor in cursors.items()}


def every(query: Query, parameters: Parameters = None) -> Iterator[Row]:
    """The rows of a query, as dictionaries, read as they are needed: for what may be too long to be held."""
    connection.ensure_connection()
    with connection.connection.cursor(name="every") as cursor:
        cursor.itersize = 5000
        cursor.execute(query, parameters)
        names = [column[0] for column in cursor.description or ()]
        for values in cursor:
            yield dict(zip(names, values, strict=True))


def rows_plain(query: Query, parameters: Parameters = None) -> list[tuple[Any, ...]]:
    """The rows of a query, as tuples."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())


def row(query: Query, parameters: Parameters = None) -> Row | None:
    """The first row, if there is one."""
    found = rows(query, parameters)
    return found[0] if found else None


def value(query: Query, parameters: Parameters = None) -> Any:  # noqa: ANN401 whatever the query selects
    """The first column of the first row, if there is one."""
    found = row(query, parameters)
    return next(iter(found.values())) if found else None


def _dictionaries(cursor: CursorWrapper) -> list[Row]:
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
