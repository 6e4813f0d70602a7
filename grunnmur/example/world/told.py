"""What the exports told: which true attributes of which things stand in at least one of them."""

from __future__ import annotations

import numpy as np

from grunnmur.example.world.frame import Column


class Told:
    """Row numbers per (noun, attribute) that an export told truly, and those one told falsely."""

    __slots__ = ("_spoilt", "_told")

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], list[Column]] = {}
        self._spoilt: dict[tuple[str, str], list[Column]] = {}

    def add(self, noun: str, attribute: str, rows: Column) -> None:
        """Notes that an export writes the true value of the attribute for these rows."""
        self._told.setdefault((noun, attribute), []).append(np.asarray(rows, dtype=np.int64))

    def spoil(self, noun: str, attribute: str, rows: Column) -> None:
        """Notes that an export writes a false value that may win."""
        self._spoilt.setdefault((noun, attribute), []).append(np.asarray(rows, dtype=np.int64))

    def mask(self, noun: str, attribute: str, count: int) -> Column:
        """For each of the noun's `count` rows: told truly and by nobody falsely."""
        told = np.zeros(count, dtype=bool)
        for rows in self._told.get((noun, attribute), []):
            told[rows] = True
        for rows in self._spoilt.get((noun, attribute), []):
            told[rows] = False
        return told
