"""Rows of a firewall's log or another register of traffic, judged like those of every sensor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import pyarrow as pa

from grunnmur.collect import moments, values
from grunnmur.collect.claim import Found, Note, Record
from grunnmur.collect.sieve import TABLE, Sieve, zone_of
from grunnmur.estate import RAW, Column

__all__ = ["TABLE", "sifted"]

_BLOCK = 50_000
_KINDS = {
    "text": pa.string(),
    "whole": pa.int64(),
    "flag": pa.bool_(),
    "instant": pa.timestamp("us"),
}


def sifted(read: Iterator[Record | Note], options: Mapping[str, Any]) -> Iterator[Found]:
    """Batches of flow records of the rows, and notes on the others.

    A row that says that nobody answered is no flow. Times without a zone are in the source's `timezone`.
    """
    zone = zone_of(options)
    placed = True
    with Sieve("table") as sieve:
        for rows in _blocks(read):
            yield from (row for row in rows if isinstance(row, Note))
            block = _Block([row for row in rows if isinstance(row, Record)], zone)
            yield from block.notes
            yield from sieve.sift(block.table)
            placed = placed and block.placed
        yield from sieve.notes()
    if not placed:
        yield Note("times_taken_as_utc", {"log": "table"})


def _blocks(read: Iterator[Record | Note]) -> Iterator[list[Record | Note]]:
    while rows := list(islice(read, _BLOCK)):
        yield rows


class _Block:
    """Rows as columns of their declared types, each different value read once.

    A value that is not of its column's type is left unknown and noted with its line.
    """

    def __init__(self, rows: list[Record], zone: str | None) -> None:
        self.notes: list[Note] = []
        self.placed = True
        self._rows = rows
        self._zone = zone
        columns = {column.name: self._column(column) for column in RAW[TABLE].columns}
        unanswered = [
            "flow_without_answer" if answered is False else None
            for answered in columns["answered"].to_pylist()
        ]
        lines = [row.line for row in rows]
        own = {"number": pa.array(lines, pa.int64()), "verdict": pa.array(unanswered, pa.string())}
        self.table = pa.table(columns | own)

    def _column(self, column: Column) -> pa.Array:
        said = [row.claims[0].values.get(column.name) for row in self._rows]
        known: dict[object, object] = {None: None}
        unreadable: dict[object, str] = {}
        for value in dict.fromkeys(said):
            if value is not None:
                try:
                    known[value] = self._value(column, value)
                except values.Unreadable as error:
                    known[value], unreadable[value] = None, error.reason
        for row, value in zip(self._rows, said, strict=True) if unreadable else ():
            if value in unreadable:
                facts = {"table": TABLE, "column": column.name, "value": str(value)[:200]}
                self.notes.append(Note(unreadable[value], facts, row.line))
        return pa.array([known[value] for value in said], _KINDS[column.type])

    def _value(self, column: Column, value: object) -> object:
        if value == "":
            return None
        if column.type == "instant":
            moment = moments.told(value, self._zone)
            if moment is None:
                raise values.Unreadable("value_not_an_instant")
            self.placed = self.placed and moment.placed
            return moment.at
        text = values.spelled(column, value)
        if text is None or column.type == "text":
            return text
        return text == "true" if column.type == "flag" else int(text)
