"""Numbers that know the question they answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from grunnmur.kit import quoted

_SQL = Path(__file__).parent / "sql"
Value = int | float | str | date | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, and the SQL that gives exactly it."""

    value: Value
    query: str

    @property
    def number(self) -> float:
        """The value to draw; not known draws as nothing."""
        return float(self.value) if isinstance(self.value, int | float) else 0.0


Row = Mapping[str, Any]
"""A row of a measure: its keys as plain values, everything else as figures."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What one SQL file gives: its rows, and the SQL itself, to be shown."""

    query: str
    rows: tuple[Row, ...]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def one(self) -> Row:
        """The only row."""
        return self.rows[0]

    def where(self, **wanted: object) -> list[Row]:
        """The rows whose keys have these values."""
        return [row for row in self.rows if all(row[key] == value for key, value in wanted.items())]


def measure(connection: duckdb.DuckDBPyConnection, name: str, *keys: str) -> Measure:
    """The rows of `sql/<name>.sql`. What is no key is a figure, found again by the keys."""
    query = static(name)
    found = connection.execute(query)
    columns = [column[0] for column in found.description or ()]
    rows = tuple(_row(query, keys, columns, values) for values in found.fetchall())
    return Measure(query, rows)


def static(name: str) -> str:
    """The SQL of a measure on one line, without its comments."""
    written = (_SQL / f"{name}.sql").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"--[^\n]*", "", written)).strip()


def _row(query: str, keys: Sequence[str], columns: Sequence[str], values: Sequence[object]) -> Row:
    row: dict[str, Any] = {}
    given = dict(zip(columns, (_plain(value) for value in values), strict=True))
    condition = " and ".join(f"{key} is not distinct from {_literal(given[key])}" for key in keys)
    where = f" where {condition}" if condition else ""
    for column, value in given.items():
        if column in keys:
            row[column] = value
        else:
            row[column] = Figure(value, f"select {column} from ({query}){where}")
    return row


def _plain(value: object) -> Value:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if value is None or isinstance(value, int | float | str | date):
        return value
    raise TypeError(f"a measure gave {value!r}")


def _literal(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, datetime):
        return f"timestamp '{value.isoformat(sep=' ')}'"
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, str):
        return quoted.text(value)
    return str(value)
