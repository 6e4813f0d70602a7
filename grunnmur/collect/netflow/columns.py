"""Fields of many records at once, as columns of numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from grunnmur.collect.netflow.elements import Key

Numbers = npt.NDArray[np.int64]
UNKNOWN = np.int64(-1)
"""What no number here can be; becomes null."""

LATEST = np.int64(4_102_444_800_000_000)
"""The year 2100 in microseconds since 1970."""


class Columns:
    """A matrix of bytes, a record a row; `kept` says where in a row each field lies, and how long it is."""

    def __init__(self, content: npt.NDArray[np.uint8], kept: dict[Key, tuple[int, int]]) -> None:
        self.kept = kept
        self._bytes = content

    def __len__(self) -> int:
        return len(self._bytes)

    def unknown(self) -> Numbers:
        """A column of which nothing is known."""
        return np.full(len(self), UNKNOWN)

    def number(self, key: Key) -> Numbers:
        """The field as whole numbers; all unknown where the template has no such field."""
        place = self.kept.get(key)
        if place is None:
            return self.unknown()
        at, length = place
        wide = np.zeros((len(self), 8), np.uint8)
        used = min(length, 8)
        wide[:, 8 - used :] = self._bytes[:, at + length - used : at + length]
        found = wide.view(">u8")[:, 0]
        return np.where(found > np.uint64(1 << 62), UNKNOWN, found.astype(np.int64))

    def first(self, *keys: Key) -> Numbers:
        """The first of the fields that the template has."""
        return next((self.number(key) for key in keys if key in self.kept), self.unknown())

    def both(self, *keys: tuple[Key, Key | None]) -> Numbers:
        """The first counter that the template has, with the other way's where the exporter joins both."""
        for key, back in keys:
            if key in self.kept:
                there = self.number(key)
                again = self.unknown() if back is None else self.number(back)
                return np.where(there == UNKNOWN, there, there + np.maximum(again, 0))
        return self.unknown()

    def packed(self, key: Key) -> pa.Array | None:
        """The field as the bytes it is, or None where the template has no such field."""
        at, length = self.kept.get(key, (0, 0))
        if not length:
            return None
        raw = np.ascontiguousarray(self._bytes[:, at : at + length])
        return pa.Array.from_buffers(pa.binary(length), len(raw), [None, pa.py_buffer(raw)])


def nullable(values: Numbers) -> pa.Array:
    """Whole numbers, null where unknown."""
    return pa.array(values, pa.int64(), mask=values < 0)


def flags(values: Numbers) -> pa.Array:
    """1 as yes, 0 as no, null where unknown."""
    return pa.array(values == 1, pa.bool_(), mask=values < 0)


def instants(micros: Numbers) -> pa.Array:
    """Microseconds since 1970 as instants, null where unknown."""
    bounded = np.clip(micros, 0, LATEST)
    return pa.array(bounded, pa.int64(), mask=micros < 0).cast(pa.timestamp("us"))
