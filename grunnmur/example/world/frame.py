"""A frame: named columns of one length. What the made world is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

DAYS = "datetime64[D]"
INSTANTS = "datetime64[s]"
Column = np.ndarray[Any, np.dtype[Any]]


class Frame:
    """Named numpy columns of one length. Never changed after it is made."""

    __slots__ = ("_columns", "_length")

    def __init__(self, columns: Mapping[str, Column]) -> None:
        lengths = {len(column) for column in columns.values()}
        if len(lengths) > 1:
            raise ValueError(f"columns of one frame have one length, not {sorted(lengths)}")
        self._columns = dict(columns)
        self._length = lengths.pop() if lengths else 0

    def __getitem__(self, name: str) -> Column:
        return self._columns[name]

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def __len__(self) -> int:
        return self._length

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(self._columns)

    def take(self, rows: Column) -> Frame:
        """The frame of those rows: row numbers, or a mask."""
        return Frame({name: column[rows] for name, column in self._columns.items()})

    def extended(self, columns: Mapping[str, Column]) -> Frame:
        """This frame with more columns, or with some replaced."""
        return Frame({**self._columns, **columns})

    def followed_by(self, other: Frame) -> Frame:
        """This frame's rows and then the other's, which has the same columns."""
        columns = {name: np.concatenate([self[name], other[name]]) for name in self._columns}
        return Frame(columns)

    def rows(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """One tuple of plain Python values a row, of the named columns."""
        return zip(*(plain(self._columns[name]) for name in names), strict=True)

    def arrow(self) -> pa.Table:
        """The frame as an Arrow table; what is not known is null."""
        return pa.table({name: pa.array(plain(column)) for name, column in self._columns.items()})


def plain(column: Column) -> list[Any]:
    """The column's values as plain Python ones; NaT and NaN are None."""
    if column.dtype.kind == "f":
        return [None if value != value else value for value in column.tolist()]
    return list(column.tolist())


def column_of(values: Sequence[Any], dtype: str = "object") -> Column:
    """One column of the given values; None becomes NaT in dates."""
    if dtype != "object":
        return np.array(values, dtype=dtype)
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def empty(count: int, dtype: str = "object") -> Column:
    """A column in which nothing is known: None, NaT, -1 or False by its type."""
    if dtype.startswith("datetime64"):
        return np.full(count, "NaT", dtype=dtype)
    if dtype == "int64":
        return np.full(count, -1, dtype=dtype)
    if dtype == "bool":
        return np.zeros(count, dtype=bool)
    return np.full(count, None, dtype=object)


def missing(column: Column) -> Column:
    """Where nothing is known."""
    nothing: Column = np.equal(column, np.array(None, dtype=object)).astype(bool)
    return nothing


def yes(column: Column) -> Column:
    """Where the answer is yes; not known is no yes."""
    return np.equal(column, True).astype(bool)


def no(column: Column) -> Column:
    """Where the answer is no; not known is no no."""
    return np.equal(column, False).astype(bool)


def either(mask: Column, values: object, others: object) -> Column:
    """The one where the mask holds, the other where not; a single value or None will do too."""
    chosen: Column = np.where(mask, np.asarray(values), np.asarray(others))
    return chosen
