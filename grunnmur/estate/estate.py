"""An Estate: all tables at one moment, as a folder of Parquet files behind one DuckDB connection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
        """Makes every declared table, or those named, a view over its file, or over nothing where there is no file."""
        from grunnmur.estate import TABLES

        views = [self._view_of(TABLES[name]) for name in (TABLES if names is None else names)]
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
        fresh = self._copy(table, query, order)
        fresh.replace(self.folder / f"{table.name}.parquet")
        parts.remove(self.folder, table.name, after_first=True)
        self.connection.execute(self._view_of(table))
        return self.count(table.name)

    def add(self, table: Table, query: str, *, earlier: Path) -> int:
        """Writes the table as the parts it has in another run's folder, and one of what `query` selects. Gives the
        rows. The table says which rows of earlier parts are still its own (`Table.living`).
        """
        parts.link(earlier, self.folder, table.name)
        fresh = self._copy(table, query, ())
        rows = self.connection.execute(f"select count(*) from read_parquet({quoted.text(fresh)})")
        # A second part, even without rows, is what tells that some of the first may no longer be its own.
        if rows.fetchall()[0][0] or len(parts.paths(self.folder, table.name)) == 1:
            fresh.replace(parts.following(self.folder, table.name))
        else:
            fresh.unlink()
        self.connection.execute(self._view_of(table))
        return self.count(table.name)

    def count(self, name: str) -> int:
        """How many rows the table has."""
        rows = self.connection.execute(f'select count(*) from "{name}"').fetchall()
        return int(rows[0][0])

    def _copy(self, table: Table, query: str, order: Sequence[str]) -> Path:
        """Writes the rows beside the table: the query may read what is to be replaced."""
        columns = ", ".join(f'"{c.name}"::{c.sql} as "{c.name}"' for c in table.columns)
        if order:
            query, ordered = f"from ({query}) order by {_listed(order)}", ""
        else:
            ordered = f"order by {_listed(table.key)}"
        fresh = self.folder / f".{table.name}.parquet"
        self.connection.execute(
            f"copy (select {columns} from ({query}) {ordered}) to {quoted.text(fresh)} "
            "(format parquet, compression zstd)"
        )
        return fresh

    def _view_of(self, table: Table) -> str:
        """The statement that makes the table a view. A run from before a column was declared does not know it: null."""
        found = parts.paths(self.folder, table.name)
        nulls = {column.name: f'null::{column.sql} as "{column.name}"' for column in table.columns}
        if found:
            there = self.connection.read_parquet(str(found[0])).columns
            missing = [null for name, null in nulls.items() if name not in there]
            select = f"select {', '.join(('*', *missing))} from read_parquet({parts.listed(found)})"
            if len(found) > 1 and table.living:
                select += f" where {table.living}"
        else:
            select = f"select {', '.join(nulls.values())} where false"
        return f'create or replace view "{table.name}" as {select}'


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
