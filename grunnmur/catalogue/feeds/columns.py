"""Rows told as dictionaries → the columns of a shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from grunnmur.catalogue.feeds.shapes import SHAPES


def columns(shape: str, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    """The shape's columns as text, absent values empty, and `line`, the row's number."""
    wanted = SHAPES[shape]
    names = (*wanted.columns, *wanted.optional)
    given = {name: pa.array([_text(row.get(name)) for row in rows], pa.string()) for name in names}
    return wanted.filled(pa.table(given))


def _text(value: object) -> str:
    return "" if value is None else str(value)
