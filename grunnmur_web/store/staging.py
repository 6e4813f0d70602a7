"""Staging: what goes into the store, made ready by DuckDB table by table, each as a file that COPY reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from grunnmur.estate import TABLES, Estate
from grunnmur.kit import parts
from grunnmur.kit.engine import Steps
from grunnmur_web.store import audience, standing, tallies
from grunnmur_web.store.shelves import SHELVES, Shelf
from grunnmur_web.store.standing import STEPS

Progress = Callable[[str, float], None]

_THINGS = Shelf("things", (("@noun", "entity_id"),), index=("entity_id", "number"))
_THING = "select *, noun = 'account' as guarded from thing"
"""What things are called: names of accounts need the right that accounts do."""
_CARRIED = Shelf("things")
"""Rows that carry an audience already."""
_ORDERED: dict[str, tuple[tuple[str, ...], ...]] = {
    "asset": (
        ("name", "asset_id"),
        *((facet, "name", "asset_id") for facet in ("kind", "organisation_id", "platform")),
    ),
    "finding": (("severity_rank", "finding_id"), ("rule_id", "severity_rank", "finding_id")),
    "dependency_match": (("verdict",),),
    "detection_check": (("outcome_rank", "asset_id", "vulnerability_id"),),
    "situation": (("asset_id",), ("product_id", "version")),
    "situation_vulnerability": (("product_id", "version"),),
    "hub_tally": (("needed_by",),),
    "search_word": (("word",),),
}
"""Indexes besides those a shelf names: the first page of a long list, and what only the store has."""


Columns = tuple[tuple[str, str], ...]
"""Names, and DuckDB's types."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A table ready to be copied: its columns, and the file with its rows."""

    name: str
    shelf: Shelf
    columns: Columns
    indexes: tuple[tuple[str, ...], ...]
    file: Path


class Staging:
    """A run on its way into the store.

    Where it is laid upon the `ground`, on whose connection it is then made, tables that are the same in both are
    `standing` there and are not made again, nor is who sees what. Where that cannot be, that is None and all tables are
    made.
    """

    def __init__(
        self,
        folder: Path,
        connection: duckdb.DuckDBPyConnection,
        scratch: Path,
        *,
        ground: standing.Ground | None = None,
    ) -> None:
        self._folder = folder
        self._steps = steps = Steps(connection, STEPS)
        self._desk = _Desk(steps, scratch)
        standing.define(connection)
        self.standing = standing.tables(ground.folder, folder) if ground else None
        if ground and self.standing is not None:
            made = SHELVES.keys() - self.standing
            self._open(standing.needed() | standing.read((*made, "search_word")))
            if ground.bears(steps):
                return
            self.standing = None
        self._open()

    def _open(self, names: Iterable[str] | None = None) -> None:
        Estate(self._folder, self._steps.connection, names=names)
        self._steps.run("thing")
        self._audiences = audience.Audiences(self._steps)

    def tables(self, progress: Progress) -> Iterator[Staged]:
        """Every table that is to be made, as soon as it is ready: the largest indexes first, the audiences last."""
        desk, steps = self._desk, self._steps
        made = [name for name in SHELVES if name not in (self.standing or ())]
        desk.keep("thing", self._audiences.carried(_THING, _THINGS))
        yield desk.write("thing", "select * from shelved_thing", _THINGS)
        if "asset" in made:
            made.remove("asset")
            yield from self._shelved("asset")
        yield desk.write("search_word", steps.text("search_word"), _CARRIED)
        if any("mended" in standing.words(name) for name in made):
            steps.run("mended")
        for n, name in enumerate(made):
            progress(name, n / len(made))
            yield from self._shelved(name)
        if self.standing is None:
            yield desk.write("audience", self._audiences.seen(), Shelf("everyone"))

    def _shelved(self, name: str) -> Iterator[Staged]:
        shelf, step = SHELVES[name], _step(name)
        if _is_more(name):
            query = self._steps.text(name) if step.exists() else f'select * from "{name}"'
            yield from _with_tallies(self._desk, name, self._audiences.carried(query, shelf), shelf)
        elif parts.paths(self._folder, name):
            query = self._audiences.carried(f'select * from "{name}"', shelf)
            yield self._desk.write(name, query, shelf, declared(name))
        else:  # a run that goes as far as some verb has no tables of those after it
            yield self._desk.empty(name, shelf, declared(name))


def _with_tallies(desk: _Desk, name: str, query: str, shelf: Shelf) -> Iterator[Staged]:
    """The table and its tallies. Kept in memory only where something is added up of it."""
    if not tallies.queries(name, guarded=False):
        yield desk.write(name, query, shelf)
        return
    desk.keep(name, query)
    table = desk.write(name, f'select * from "shelved_{name}"', shelf)
    yield table
    guarded = "guarded" in dict(table.columns)
    for tally, added in tallies.queries(name, guarded=guarded).items():
        yield desk.write(tally, added, shelf if name != "dependency" else _CARRIED)
    desk.drop(name)


def declared(name: str) -> Columns:
    """The columns of a table that is shelved as it is, without asking DuckDB: its own, and who may see the row."""
    own = ((column.name, column.sql) for column in TABLES[name].columns)
    return (*own, ("audience", "INTEGER"))


def _is_more(name: str) -> bool:
    """Whether lists show more than the table holds, or something is added up of it."""
    return _step(name).exists() or bool(tallies.queries(name, guarded=False))


def _step(name: str) -> Path:
    """What makes the rows of such a table."""
    return STEPS / f"{name}.sql"


class _Desk:
    """Where tables are kept while others are made of them, and written to files."""

    def __init__(self, steps: Steps, scratch: Path) -> None:
        self._connection = steps.connection
        self._scratch = scratch

    def keep(self, name: str, query: str) -> None:
        self._connection.execute(f'create or replace temp table "shelved_{name}" as {query}')

    def drop(self, name: str) -> None:
        self._connection.execute(f'drop table "shelved_{name}"')

    def write(self, name: str, query: str, shelf: Shelf, columns: Columns | None = None) -> Staged:
        """The query's rows, of which DuckDB says the columns where they are not known."""
        columns = columns or self._described(query)
        chosen = ", ".join(_written(column, kind) for column, kind in columns)
        table = self.empty(name, shelf, columns)
        self._connection.execute(
            f"copy (select {chosen} from ({query})) to '{table.file}' (format csv, header false)"
        )
        return table

    def empty(self, name: str, shelf: Shelf, columns: Columns) -> Staged:
        """The table without a row."""
        file = self._scratch / f"{name}.csv"
        file.touch()
        indexes = (*((column,) for column in shelf.index), *_ORDERED.get(name, ()))
        here = dict(columns)
        named = tuple(index for index in indexes if here.keys() >= set(index))
        return Staged(name, shelf, columns, named, file)

    def _described(self, query: str) -> Columns:
        rows = self._connection.execute(f"describe {query}").fetchall()
        return tuple((str(column), str(kind)) for column, kind, *_ in rows)


def _written(column: str, kind: str) -> str:
    """Lists in PostgreSQL's spelling."""
    if not kind.endswith("[]"):
        return f'"{column}"'
    return f"""'{{' || array_to_string("{column}", ',') || '}}' as "{column}\""""
