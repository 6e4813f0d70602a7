"""Rows of a firewall's log or another register of traffic, judged like those of every sensor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import pyarrow as pa

from grunnmur.collect import moments, values
from grunnmur.collect.claim import Batch, Found, Note, Record
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
    rows = _Rows(zone_of(options))
    with Sieve("table") as sieve:
        for one in read:
            if isinstance(one, Note):
                yield one
                continue
            yield from rows.take(one)
            if rows.count == _BLOCK:
                yield from _batches(rows, sieve)
        yield from _batches(rows, sieve)
        yield from sieve.notes()
    if not rows.placed:
        yield Note("times_taken_as_utc", {"log": "table"})


def _batches(rows: _Rows, sieve: Sieve) -> Iterator[Batch]:
    if rows.count:
        yield from sieve.sift(rows.table())


class _Rows:
    """Rows kept as columns of their declared types."""

    def __init__(self, zone: str | None) -> None:
        self.count = 0
        self.placed = True
        self._zone = zone
        self._columns: defaultdict[str, list[object]] = defaultdict(list)

    def take(self, record: Record) -> Iterator[Note]:
        """Adds a row; notes on values that are not of their column's type, which are left unknown."""
        said = record.claims[0].values
        self.count += 1
        self._columns["number"].append(record.line)
        for column in RAW[TABLE].columns:
            try:
                value = self._value(column, said.get(column.name))
            except values.Unreadable as error:
                value = None
                facts = {
                    "table": TABLE,
                    "column": column.name,
                    "value": str(said[column.name])[:200],
                }
                yield Note(error.reason, facts, record.line)
            self._columns[column.name].append(value)

    def table(self) -> pa.Table:
        """The rows so far, which are then forgotten."""
        kinds = {column.name: _KINDS[column.type] for column in RAW[TABLE].columns}
        table = pa.table(
            {
                name: pa.array(held, kinds.get(name, pa.int64()))
                for name, held in self._columns.items()
            }
        )
        unanswered = [
            "flow_without_answer" if answered is False else None
            for answered in self._columns["answered"]
        ]
        self._columns.clear()
        self.count = 0
        return table.append_column("verdict", pa.array(unanswered, pa.string()))

    def _value(self, column: Column, value: object) -> object:
        if value is None or value == "":
            return None
        if column.type != "instant":
            return _typed(column, value)
        moment = _moment(value, self._zone)
        if moment is None:
            raise values.Unreadable("value_not_an_instant")
        self.placed = self.placed and moment.placed
        return moment.at


@lru_cache(maxsize=1 << 16)
def _typed(column: Column, value: object) -> object:
    """The value in its column's type. Ports, protocols and addresses repeat themselves."""
    text = values.spelled(column, value)
    if text is None or column.type == "text":
        return text
    return text == "true" if column.type == "flag" else int(text)


_moment = lru_cache(maxsize=1 << 16)(moments.told)
