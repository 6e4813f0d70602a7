"""One edition: a folder of Parquet that is never changed once it is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from grunnmur.catalogue import ranked
from grunnmur.estate import TABLES
from grunnmur.estate.knowledge import EDITION_TABLES
from grunnmur.kit import quoted

CARD = "edition.json"
CURRENT = "current"
FOLDER = "editions"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition on disk. `on` is the day it was made for, `feeds` what it is made of."""

    folder: Path
    name: str
    on: date
    made_at: datetime
    feeds: tuple[Mapping[str, Any], ...]
    notes: tuple[Mapping[str, Any], ...]

    def path(self, table: str) -> Path | None:
        """The table's Parquet file; None when the edition has no such rows."""
        path = self.folder / f"{table}.parquet"
        return path if path.is_file() else None

    def register(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Makes every table of knowledge a view on the connection, over nothing where there is no file.

        So are the edition's ranks, where they were made by the code that is here.
        `release_cycle` is not among them: a run writes its own.
        """
        for table in EDITION_TABLES:
            path = self.path(table.name)
            connection.execute(
                f'create or replace temp view "{table.name}" as {selection(table.name, path)}'
            )
        ranked.register(connection, self.folder)


def open_edition(folder: Path, name: str | None = None) -> Edition | None:
    """The edition of that name in the catalogue folder, the current one when none is named.

    None when there is no such edition.
    """
    if name is None:
        pointer = folder / CURRENT
        if not pointer.is_file():
            return None
        name = pointer.read_text(encoding="utf-8").strip()
    path = folder / FOLDER / name
    return _read(path) if name and (path / CARD).is_file() else None


def editions(folder: Path) -> tuple[Edition, ...]:
    """All editions of the catalogue folder, the oldest first."""
    cards = (folder / FOLDER).glob(f"[!.]*/{CARD}")
    return tuple(sorted((_read(card.parent) for card in cards), key=lambda e: (e.made_at, e.name)))


def selection(table: str, path: Path | None) -> str:
    """SELECT of all rows of the table's file; of its columns and no rows when there is none.

    Columns that the table did not have when the edition was made are null.
    """
    columns = TABLES[table].columns
    if path is None:
        nulls = ", ".join(f'null::{column.sql} as "{column.name}"' for column in columns)
        return f"select {nulls} where false"
    had = pq.read_schema(path).names
    new = "".join(f', null::{c.sql} as "{c.name}"' for c in columns if c.name not in had)
    return f"select *{new} from read_parquet({quoted.text(path)})"


def _read(path: Path) -> Edition:
    card = json.loads((path / CARD).read_text(encoding="utf-8"))
    return Edition(
        folder=path,
        name=path.name,
        on=date.fromisoformat(card["on"]),
        made_at=datetime.fromisoformat(card["made_at"]),
        feeds=tuple(card["feeds"]),
        notes=tuple(card["notes"]),
    )
