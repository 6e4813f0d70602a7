"""Claims on disk: one Parquet file a table and task, every value spelled, cleaned and traceable."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from grunnmur.collect import privacy, values
from grunnmur.collect.claim import MARK, Batch, Claim, Found, Note, Record
from grunnmur.estate import CLAIMABLE, TABLES, Table, identifiers

HEADER = ("claim", "record", "source", "file", "line", "record_key", "claimed_at")
"""Columns every claim carries before its own. `claim` is a handle, unique among all parts; `record` is
the handle of the first claim of the same source row, which is what the row is about."""

IDENTIFIER = ("claim", "noun", "kind", "value", "written")
NOTE = ("source", "place", "code", "facts")
_WHOLE = frozenset(("claim", "record", "line", "records", "claimed", "noted"))
COUNT = ("source", "file", "format", "records", "claimed", "noted")


_REMEMBERED = 200_000  # spelled values kept at hand; registers repeat themselves


class Writer:
    """Collects what the readers of one task find and writes it under `folder` with `part` in the name."""

    def __init__(self, folder: Path, part: int) -> None:
        self._folder = folder
        self._part = part
        self.rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        self.batches: dict[str, list[pa.Table]] = defaultdict(list)
        self.claims = part << 32
        self.spelled: dict[tuple[str, str, object], _Spelled] = {}

    def document(self, source: str, file: str, format_name: str) -> DocumentWriter:
        """A writer for one document; its counts are kept even if its reader fails."""
        return DocumentWriter(self, source, file, format_name)

    def flush(self) -> None:
        """Writes everything found so far."""
        for name, rows in self.rows.items():
            columns = _columns(name)
            types = [pa.int64() if name in _WHOLE else pa.string() for name in columns]
            values = zip(*rows, strict=True)
            arrays = [pa.array(column, kind) for column, kind in zip(values, types, strict=True)]
            self._write(name, pa.Table.from_arrays(arrays, names=list(columns)))
        for name, tables in self.batches.items():
            self._write(f"batch-{name}", pa.concat_tables(tables, promote_options="default"))
        self.rows.clear()
        self.batches.clear()

    def _write(self, name: str, table: pa.Table) -> None:
        folder = self._folder / name
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, folder / f"part-{self._part:05}.parquet", compression="zstd")


class DocumentWriter:
    """Takes what one document's reader yields."""

    def __init__(self, writer: Writer, source: str, file: str, format_name: str) -> None:
        self._writer = writer
        self._source = source
        self._file = file
        self._format = format_name
        self._claimed = 0
        self._noted = 0
        self._cleaned: Counter[str] = Counter()

    def take(self, found: Found) -> None:
        """One record, note or batch."""
        if isinstance(found, Record):
            self._record(found)
        elif isinstance(found, Note):
            self._noted += _rows_of(found)
            self.note(found.code, found.facts, found.line)
        else:
            self._batch(found)

    def note(self, code: str, facts: Mapping[str, object], line: int | None = None) -> None:
        """A note at this document."""
        place = self._file if line is None else f"{self._file}:{line}"
        safe = {
            key: self._clean(value) if isinstance(value, str) else value
            for key, value in facts.items()
        }
        text = json.dumps(safe, ensure_ascii=False, sort_keys=True, default=str)
        self._writer.rows["_note"].append((self._source, place, code, text))

    def close(self) -> None:
        """Writes down the document's counts; what was cleaned becomes notes with numbers."""
        for code, count in sorted(self._cleaned.items()):
            self.note(code, {"count": count})
        total = self._claimed + self._noted
        counts = (total, self._claimed, self._noted)
        self._writer.rows["_count"].append((self._source, self._file, self._format, *counts))

    def _record(self, record: Record) -> None:
        if not record.claims:
            self._noted += 1
            self.note("row_without_claim", {"key": record.key}, record.line)
            return
        self._claimed += 1
        about = self._writer.claims + 1
        key = self._clean(record.key)
        seen = None if record.seen_at is None else record.seen_at.isoformat(sep=" ")
        for claim in record.claims:
            self._writer.claims += 1
            handle = self._writer.claims
            header = (handle, about, self._source, self._file, record.line, key, seen)
            self._claim(handle, header, claim)

    def _claim(self, handle: int, header: tuple[object, ...], claim: Claim) -> None:
        table = TABLES[claim.table]
        assert claim.table in CLAIMABLE, claim.table
        spelled = self._spell(table, claim.values, header[4])
        self._writer.rows[claim.table].append((*header, *spelled))
        for kind, written in claim.identifiers:
            if not written:
                continue
            text = self._clean(str(written))
            value = identifiers.normalise(kind, text)
            if value is not None:
                row = (handle, claim.table, kind, value, text)
                self._writer.rows["_identifier"].append(row)

    def _spell(self, table: Table, said: Mapping[str, object], line: object) -> list[str | None]:
        position = _positions(table.name)
        row: list[str | None] = [None] * len(position)
        for name, value in said.items():
            if value is not None:
                row[position[name]] = self._value(table, name, value, line)
        return row

    def _value(self, table: Table, column: str, value: object, line: object) -> str | None:
        """The value as stored. One of the wrong type is noted and left unknown, never guessed."""
        known = self._writer.spelled
        key = (table.name, column, value)
        found = known.get(key)
        if found is None:
            found = _spelled(table, column, value)
            if len(known) < _REMEMBERED:
                known[key] = found
        text, codes, reason = found
        if reason is not None:
            facts = {"table": table.name, "column": column, "value": str(value)[:200]}
            self.note(reason, facts, line if isinstance(line, int) else None)
        if codes:
            self._cleaned.update(codes)
        return text

    def _clean(self, text: str) -> str:
        cleaned, codes = privacy.cleaned(text)
        if codes:
            self._cleaned.update(codes)
        return cleaned

    def _batch(self, batch: Batch) -> None:
        self._claimed += batch.rows
        if batch.arrow.num_rows == 0:
            return
        count = batch.arrow.num_rows
        arrow = batch.arrow.append_column("source", pa.array([self._source] * count, pa.string()))
        arrow = arrow.append_column("file", pa.array([self._file] * count, pa.string()))
        self._writer.batches[batch.table].append(arrow)


_Spelled = tuple[str | None, tuple[str, ...], str | None]
"""A value as stored, what was cleaned out of it, and why it could not be read, if it could not."""


def _spelled(table: Table, column: str, value: object) -> _Spelled:
    if isinstance(value, str) and value.startswith(MARK):
        text = _reference(value)
    else:
        try:
            text = values.spelled(table.by_name[column], value)
            if column == "mac" and text is not None:
                text = identifiers.normalise("mac", text) or text
        except values.Unreadable as error:
            return None, (), error.reason
    if text is None:
        return None, (), None
    cleaned, codes = privacy.cleaned(text)
    return cleaned, codes, None


def _reference(value: str) -> str | None:
    """The reference with its identifier in the one spelling identifiers have."""
    _, kind, *rest = value.split(MARK, 2)
    if not rest or kind == "record":
        return value
    normal = identifiers.normalise(kind, rest[0])
    return None if normal is None else f"{MARK}{kind}{MARK}{normal}"


def _rows_of(note: Note) -> int:
    """How many source rows a note stands for."""
    if not note.row:
        return 0
    rows = note.facts.get("rows", 1)
    return rows if isinstance(rows, int) else 1


@cache
def _positions(name: str) -> dict[str, int]:
    """Where in a row each of a table's columns stands."""
    return {column.name: number for number, column in enumerate(TABLES[name].columns)}


def _columns(name: str) -> tuple[str, ...]:
    special = {"_note": NOTE, "_count": COUNT, "_identifier": IDENTIFIER}
    if name in special:
        return special[name]
    return (*HEADER, *(column.name for column in TABLES[name].columns))
