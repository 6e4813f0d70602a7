"""Named SQL steps on DuckDB: one file a step, static text with parameters.

A step file holds one SELECT. Running the step makes a temporary table of the same name, so every
intermediate result has a name and can be looked at.
"""

from __future__ import annotations

from pathlib import Path

import duckdb


class Steps:
    """The step files in `folder`, run on `connection`. Steps may read any table made before them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self.connection = connection
        self.folder = folder

    def run(self, *names: str, **parameters: object) -> None:
        """Makes a temporary table of each step, in order. `$name` in the SQL is a parameter."""
        for name in names:
            query = self.text(name)
            used = {key: value for key, value in parameters.items() if f"${key}" in query}
            self.connection.execute(
                f'create or replace temp table "{name}" as {query}', used or None
            )

    def rows(self, name: str, **parameters: object) -> list[tuple[object, ...]]:
        """What a step selects, without making a table."""
        return self.connection.execute(self.text(name), parameters or None).fetchall()

    def text(self, name: str) -> str:
        """The step's SQL."""
        return (self.folder / f"{name}.sql").read_text(encoding="utf-8").strip().rstrip(";")


def connect(
    *, memory: str = "4GB", threads: int = 2, spill: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with the session time zone UTC and limits that fit a laptop."""
    connection = duckdb.connect()
    connection.execute(f"set memory_limit='{memory}'")
    connection.execute(f"set threads={threads}")
    connection.execute("set TimeZone='UTC'")
    connection.execute("set enable_progress_bar=false")
    if spill is not None:
        connection.execute("set temp_directory=$path", {"path": str(spill)})
    return connection
