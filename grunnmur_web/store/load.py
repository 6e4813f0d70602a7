"""Loading a run: staged by DuckDB, copied by several connections at once, shown by one commit.

Everything goes into a schema that nobody reads, but for tables that the run shown has the same: the new run is laid
upon it, and looks for those there (decision 096). Whatever ends a load before that commit (an error, a
kill, a power cut) leaves the run before as it was; the next load clears away what was begun. So it may
also be staged before anybody wants to see it (decision 084).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from queue import SimpleQueue

import psycopg
from psycopg import sql

from grunnmur import estate
from grunnmur.kit import code, engine
from grunnmur_web.store import copying, views
from grunnmur_web.store.staging import Progress, Staged, Staging
from grunnmur_web.store.standing import Ground

_KEPT = 2
"""Runs that stay loaded: the current one, and the one that requests under way still read."""
_LOCK = 7_203_911  # any number of our own: one load at a time
_LAYERS = 8
"""So many runs may be laid upon each other before one is loaded whole again: each keeps all below it."""
_COPIERS = 2
"""Connections that copy at once, beside DuckDB that stages: more only wait for each other on two cores."""


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
    with _alone(owner) as connection:
        began = time.perf_counter()
        placed = _placed(connection, owner, folder, memory, progress)
        return _show(connection, folder, *placed, began)


def load_new(
    owner: str,
    folder: Path,
    *,
    instead_of: Path | None = None,
    staged_from: Path | None = None,
    memory: str = "4GB",
) -> Loaded | None:
    """As `load`; None where that run is shown already, or something else than the run `instead_of`.

    Where it was staged from another folder, of which it is a copy, it only remains to show it.
    """
    with _alone(owner) as connection:
        began = time.perf_counter()
        shown = _shown(connection)
        if shown and shown.run_id == folder.name:
            return None
        if instead_of is not None and not (shown and shown.folder == instead_of.resolve()):
            return None
        ready = staged_from and _ready(connection, staged_from)
        placed = ready or _placed(connection, owner, folder, memory, _quietly, shown)
        return _show(connection, folder, *placed, began)


def ground(folder: Path) -> Ground:
    """The run in `folder`, made ready for another to be staged upon it."""
    found = Ground(folder.resolve(), engine.connect(threads=1))
    found.open()
    return found


def stage(owner: str, folder: Path, *, instead_of: Ground, memory: str = "4GB") -> None:
    """Makes all ready to show the run in `folder`, as long as the run `instead_of` is what is shown.

    Nobody sees it before `load_new` shows it; any other load clears it away.
    """
    with _alone(owner) as connection:
        shown = _shown(connection)
        if shown and shown.folder == instead_of.folder:
            _placed(connection, owner, folder, memory, _quietly, shown, instead_of)


def _quietly(_at: str, _share: float) -> None:
    """Tells nobody how far a load is."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """The run that is shown, the schemas in which its tables are looked for, its own first, and what code made them."""

    run_id: str
    folder: Path
    layers: tuple[str, ...]
    code: str | None

    @property
    def bears(self) -> bool:
        """Whether another may be laid upon it."""
        return len(self.layers) < _LAYERS and self.code == _code()


@cache
def _code() -> str:
    """A digest of what makes the tables of a run: what other code made is not mixed with them."""
    folders = (Path(*estate.__path__), Path(__file__).parent)
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    return code.digest(file for file in files if file.suffix != ".pyc")


def shows_a_run(owner: str) -> bool:
    """Whether a run is shown."""
    with psycopg.connect(owner) as connection:
        return _shown(connection) is not None


def _shown(connection: psycopg.Connection) -> _Shown | None:
    row = connection.execute(
        "select run_id, folder, coalesce(layers, array[schema_name]), code from access.loaded "
        "where is_current and layout = access.layout()"
    ).fetchone()
    return _Shown(row[0], Path(row[1]), tuple(row[2]), row[3]) if row else None


def _placed(
    connection: psycopg.Connection,
    owner: str,
    folder: Path,
    memory: str,
    progress: Progress,
    shown: _Shown | None = None,
    ground: Ground | None = None,
) -> tuple[str, int]:
    """The schema with the run in it, which nobody reads yet, and the rows that were copied into it.

    The run is laid upon the one that is `shown` if it can be; that may be open already, as `ground`.
    """
    _clear(connection)
    with tempfile.TemporaryDirectory() as scratch, _new_schema(connection, folder) as schema:
        threads = engine.threads_for(folder.glob("*.parquet"))
        spill = Path(scratch) / "spill"
        tables = ground.connection if ground else engine.connect()
        engine.limit(tables, memory=memory, threads=threads, spill=spill)
        upon = shown if shown and shown.bears else None
        if upon and ground is None:
            ground = Ground(upon.folder, tables)
        staging = Staging(folder, tables, Path(scratch), ground=ground if upon else None)
        below = upon.layers if upon and staging.standing is not None else ()
        rows = _copied(owner, (schema, *below), staging.tables(progress))
        with connection.transaction():
            views.create(connection, (schema, *below))
            connection.execute(
                "update access.loaded set row_count = %s, layers = %s where schema_name = %s",
                [rows, [schema, *below], schema],
            )
    return schema, rows


def _ready(connection: psycopg.Connection, folder: Path) -> tuple[str, int] | None:
    """The schema the run in `folder` was staged in whole, and its rows."""
    return connection.execute(
        "select schema_name, row_count from access.loaded where folder = %s and row_count is not null "
        "and seconds is null and layout = access.layout()",
        [str(folder.resolve())],
    ).fetchone()


@contextmanager
def _alone(owner: str) -> Iterator[psycopg.Connection]:
    """A connection that holds the only load there may be. Whoever dies lets go of it."""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", [_LOCK])
        yield connection


@contextmanager
def _new_schema(connection: psycopg.Connection, folder: Path) -> Iterator[str]:
    """A schema nobody reads yet; dropped if it does not come to be shown."""
    with connection.transaction():
        row = connection.execute(
            "insert into access.loaded (run_id, schema_name, folder, layout, code) "
            "values (%s, '', %s, access.layout(), %s) returning loaded_id",
            [folder.name, str(folder.resolve()), _code()],
        ).fetchone()
        assert row is not None
        schema = f"run_{row[0]}"
        connection.execute(sql.SQL("create schema {}").format(sql.Identifier(schema)))
        connection.execute(
            "update access.loaded set schema_name = %s where loaded_id = %s", [schema, row[0]]
        )
    try:
        yield schema
    except BaseException:
        _drop(connection, row[0], schema)
        raise


def _copied(owner: str, schemas: tuple[str, ...], tables: Iterator[Staged]) -> int:
    """Copies tables as they are staged into the first of the schemas. The last has the audiences. Gives the rows."""
    placed: list[Future[int]] = []
    with ExitStack() as stack:
        free: SimpleQueue[psycopg.Connection] = SimpleQueue()
        for _ in range(_COPIERS):
            free.put(stack.enter_context(psycopg.connect(owner, autocommit=True)))
        copiers = stack.enter_context(ThreadPoolExecutor(_COPIERS))

        def place(table: Staged) -> int:
            connection = free.get()
            try:
                return copying.place(connection, schemas[0], table, numbered=schemas[-1])
            finally:
                free.put(connection)

        try:
            placed += (copiers.submit(place, table) for table in tables)
        except BaseException:
            copiers.shutdown(cancel_futures=True)
            raise
        return sum(future.result() for future in placed)


def _show(
    connection: psycopg.Connection, folder: Path, schema: str, rows: int, began: float
) -> Loaded:
    """Makes the schema the one people see, as the run in `folder`."""
    with connection.transaction():
        seconds = time.perf_counter() - began
        connection.execute("update access.loaded set is_current = false where is_current")
        connection.execute(
            "update access.loaded set is_current = true, folder = %s, seconds = %s, loaded_at = now() "
            "where schema_name = %s",
            [str(folder.resolve()), seconds, schema],
        )
    _drop_old(connection)
    return Loaded(folder.name, schema, rows, seconds)


def _clear(connection: psycopg.Connection) -> None:
    """Clears away what was never shown: what loads began that were ended from outside, and what was staged."""
    begun = connection.execute(
        "select loaded_id, schema_name from access.loaded where seconds is null"
    ).fetchall()
    for loaded_id, schema in begun:
        _drop(connection, loaded_id, schema)


def _drop_old(connection: psycopg.Connection) -> None:
    """Drops runs nobody reads any more, nor lies upon; one that is still read is dropped by the next load."""
    old = connection.execute(
        "with kept as (select coalesce(layers, array[schema_name]) as layers "
        "from access.loaded where seconds is not null "
        "order by is_current desc, loaded_id desc limit %s) "
        "select loaded_id, schema_name from access.loaded where seconds is not null and not is_current "
        "and schema_name not in (select unnest(layers) from kept) order by loaded_id desc",
        [_KEPT],
    ).fetchall()
    for loaded_id, schema in old:
        try:
            _drop(connection, loaded_id, schema, wait="2s")
        except psycopg.errors.LockNotAvailable:
            continue


def _drop(connection: psycopg.Connection, loaded_id: int, schema: str, *, wait: str = "0") -> None:
    with connection.transaction():
        connection.execute(sql.SQL("set local lock_timeout = {}").format(sql.Literal(wait)))
        connection.execute(
            sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(schema))
        )
        connection.execute("delete from access.loaded where loaded_id = %s", [loaded_id])
