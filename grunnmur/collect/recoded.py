"""Columns whose values repeat themselves, each value looked at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa


def column(written: pa.ChunkedArray | pa.Array, meaning: Callable[[Any], str | None]) -> pa.Array:
    """What each value means, as text; null stays null."""
    whole = written.combine_chunks() if isinstance(written, pa.ChunkedArray) else written
    coded = whole.dictionary_encode()
    known = [None if value is None else meaning(value) for value in coded.dictionary.to_pylist()]
    return pa.array(known, pa.string()).take(coded.indices)
