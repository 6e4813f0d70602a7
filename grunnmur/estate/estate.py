"""An Estate: all tables at one moment, as a folder of Parquet files behind one DuckDB connection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from grunnmur.kit import parts, quoted
from grunnmur.kit.engine import connect

if TYPE_CHECKING:
    from grunnmur.estate.declare import Table


class Estate:
    """The tables in `folder`. A table that was never written is empty, not missing.

    Where `names` are given, only those tables are there to be asked.
    """

    def __init__(
        self,
        folder: Path,
        connection: duckdb.DuckDBPyConnection | None = None,
        *,
        names: Iterable[str] | None = None,
    ) -> None:
        self.folder = folder
        self.connection = connection or connect()
        self.refresh(names)

    def refresh(self, names: Iterable[str] | None = None) -> None:
        """Makes every declared table, or those named, a view over its file, or over nothing where there is no file.

        Tables that say which rows of another are still its own are made with it, and before it.
        """
        from grunnmur.estate import TABLES

        asked = list(TABLES if names is None else names)
        first = [one for name in asked for one in TABLES[name].living_by]
        tables = [TABLES[name] for name in dict.fromkeys((*first, *asked))]
        found = {table.name: parts.paths(self.folder, table.name) for table in tables}
        known = self._columns([paths[0] for paths in found.values() if paths])
        views = [_view(table, found[table.name], known) for table in tables]
        self.connection.begin()  # all in one go: two thirds of the work of one by one
        try:
            self.connection.execute("; ".join(views))
        except duckdb.Error:
            self.connection.rollback()
            raise
        self.connection.commit()

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        """The table as a relation: `.pl()`, `.df()`, `.arrow()`, `.fetchall()`."""
        return self.connection.table(name)

    def write(self, table: Table, query: str, *, order: Sequence[str] = ()) -> int:
        """Writes what `query` selects as the table, checked against its declaration. Gives the rows.

        Columns are cast to their declared types and sorted by key, so the same rows are the same bytes.
        `order` names columns of the query that sort it the same way with less work: it is sorted by them
        before anything is cast, and what is only cast stays in order.
        """
        fresh, rows = self._copy(table, query, order)
        written = self.folder / f"{table.name}.parquet"
        fresh.replace(written)
        parts.remove(self.folder, table.name, after_first=True)
        self.connection.execute(_view(table, [written], {str(written): table.by_name.keys()}))
        return rows

    def add(self, table: Table, query: str, *, earlier: Path) -> int:
        """Writes the table as the parts it has in another run's folder, and one of what `query` selects. Gives the
        rows. The table says which rows of earlier parts are still its own (`Table.living`).
        """
        parts.link(earlier, self.folder, table.name)
        fresh, rows = self._copy(table, query, ())
        # A second part, even without rows, is what tells that some of the first may no longer be its own.
        if rows or len(parts.paths(self.folder, table.name)) == 1:
            fresh.replace(parts.following(self.folder, table.name))
        else:
            fresh.unlink()
        self.refresh((table.name,))
        return self.count(table.name)

    def count(self, name: str) -> int:
        """How many rows the table has."""
        rows = self.connection.execute(f'select count(*) from "{name}"').fetchall()
        return int(rows[0][0])

    def _copy(self, table: Table, query: str, order: Sequence[str]) -> tuple[Path, int]:
        """Writes the rows beside the table: the query may read what is to be replaced. Gives where, and how many."""
        columns = ", ".join(f'"{c.name}"::{c.sql} as "{c.name}"' for c in table.columns)
        if order:
            query, ordered = f"from ({query}) order by {_listed(order)}", ""
        else:
            ordered = f"order by {_listed(table.key)}"
        fresh = self.folder / f".{table.name}.parquet"
        copied = self.connection.execute(
            f"copy (select {columns} from ({query}) {ordered}) to {quoted.text(fresh)} "
            "(format parquet, compression zstd)"
        )
        return fresh, int(copied.fetchall()[0][0])

    def _columns(self, files: Sequence[Path]) -> dict[str, set[str]]:
        """The names of each file's columns: asked for at once, a third of the work of file by file."""
        if not files:
            return {}
        rows = self.connection.execute(
            f"select file_name, list(name) from parquet_schema({parts.listed(files)}) group by file_name"
        ).fetchall()
        return {file: set(names) for file, names in rows}


def _view(table: Table, found: Sequence[Path], known: Mapping[str, Set[str]]) -> str:
    """The statement that makes the table a view. A run from before a column was declared does not know it: null."""
    nulls = {column.name: f'null::{column.sql} as "{column.name}"' for column in table.columns}
    if found:
        there = known[str(found[0])]
        missing = [null for name, null in nulls.items() if name not in there]
        select = f"select {', '.join(('*', *missing))} from read_parquet({parts.listed(found)})"
        if len(found) > 1 and table.living:
            select += f" where {table.living}"
    else:
        select = f"select {', '.join(nulls.values())} where false"
    return f'create or replace view "{table.name}" as {select}'


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
