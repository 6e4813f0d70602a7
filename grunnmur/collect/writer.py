"""Claims on disk: one Parquet file a table and task, every value spelled, cleaned and traceable."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from grunnmur.collect import privacy, raw, values
from grunnmur.collect.claim import MARK, Batch, Claim, Found, InPlace, Note, Record
from grunnmur.estate import RAW, SAYABLE, Column, identifiers

HEADER = ("claim", "record", "source", "file", "line", "record_key", "claimed_at")
"""Columns every claim carries before its own. `claim` is a handle, unique among all parts; `record` is
the handle of the first claim of the same source row, which is what the row is about."""

IDENTIFIER = ("claim", "noun", "kind", "value", "written")
NOTE = ("source", "place", "code", "facts")
PLACE = ("source", "tbl", "path")
_WHOLE = frozenset(("claim", "record", "line", "records", "claimed", "noted"))
_AS_IT_IS = frozenset(("claim", "record", "source", "file", "line", "claimed_at"))
"""Columns that hold nothing a file said."""
COUNT = ("source", "file", "format", "records", "claimed", "noted")


_KEPT = 50_000  # raw rows kept in a document before they go to their store
_REMEMBERED = 200_000  # spelled values kept at hand; registers repeat themselves
_UNSEEN: Any = object()
_Text = TypeVar("_Text")


class Writer:
    """Collects what the readers of one task find and writes it under `folder` with `part` in the name."""

    def __init__(self, folder: Path, part: int) -> None:
        self._folder = folder
        self._part = part
        self.columns: dict[str, list[list[object]]] = {}
        self.batches: dict[str, list[pa.Table]] = defaultdict(list)
        self.raw: dict[str, raw.RawStore] = {}
        self.claims = part << 32
        self.spellers: dict[str, dict[str, _Speller]] = {}

    def document(self, source: str, file: str, format_name: str) -> DocumentWriter:
        """A writer for one document; its counts are kept even if its reader fails."""
        return DocumentWriter(self, source, file, format_name)

    def raw_store(self, table: str) -> raw.RawStore:
        """Where this task's rows of a raw table go."""
        if table not in self.raw:
            self.raw[table] = raw.RawStore(self._folder, table, self._part)
        return self.raw[table]

    def flush(self) -> None:
        """Writes everything found so far."""
        for name, columns in self.columns.items():
            titles = _columns(name)
            arrays = [
                pa.array(column, pa.int64() if title in _WHOLE else pa.string())
                for column, title in zip(columns, titles, strict=True)
            ]
            self._write(name, pa.Table.from_arrays(arrays, names=list(titles)))
        for name, tables in self.batches.items():
            self._write(f"batch-{name}", pa.concat_tables(tables, promote_options="default"))
        for store in self.raw.values():
            store.close()
        self.columns.clear()
        self.batches.clear()
        self.raw.clear()

    def _write(self, name: str, table: pa.Table) -> None:
        folder = self._folder / name
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, folder / f"part-{self._part:05}.parquet", compression="zstd")


class DocumentWriter:
    """Takes what one document's reader yields. Nothing leaves it before `close` has cleaned it."""

    def __init__(self, writer: Writer, source: str, file: str, format_name: str) -> None:
        self._writer = writer
        self._source = source
        self._format = format_name
        self._claimed = 0
        self._noted = 0
        self._cleaned: Counter[str] = Counter()
        self._file = self._clean(file)
        self._rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        self._written: list[tuple[int, str, str, str]] = []

    def take(self, found: Found) -> None:
        """One record, note or batch."""
        if isinstance(found, Record):
            self._record(found)
        elif isinstance(found, Note):
            self._noted += _rows_of(found)
            self.note(found.code, found.facts, found.line)
        elif isinstance(found, InPlace):
            self._claimed += found.rows
            self._rows["_place"].append((self._source, found.table, found.path))
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
        self._rows["_note"].append((self._source, place, code, text))

    def close(self) -> None:
        """Cleans and hands over all rows, with the document's counts and notes of what was cleaned."""
        self._identify()
        for name in RAW:
            self._store(name)
        clean = {name: self._columns(name, rows) for name, rows in self._rows.items()}
        self._rows.clear()
        for name, columns in clean.items():
            self._hand_over(name, columns)
        for code, count in sorted(self._cleaned.items()):
            self.note(code, {"count": count})
        total = self._claimed + self._noted
        counts = (total, self._claimed, self._noted)
        self._rows["_count"].append((self._source, self._file, self._format, *counts))
        for name, rows in self._rows.items():
            self._hand_over(name, [list(column) for column in zip(*rows, strict=True)])
        self._rows.clear()

    def _record(self, record: Record) -> None:
        if not record.claims:
            self._noted += 1
            self.note("row_without_claim", {"key": record.key}, record.line)
            return
        self._claimed += 1
        about = self._writer.claims + 1
        seen = None if record.seen_at is None else record.seen_at.isoformat(sep=" ")
        for claim in record.claims:
            self._writer.claims += 1
            handle = self._writer.claims
            header = (handle, about, self._source, self._file, record.line, record.key, seen)
            self._claim(handle, header, claim)

    def _claim(self, handle: int, header: tuple[object, ...], claim: Claim) -> None:
        assert claim.table in SAYABLE, claim.table
        if claim.table in RAW:
            self._rows[claim.table].append(tuple(self._spell(claim.table, claim.values, header[4])))
            if len(self._rows[claim.table]) >= _KEPT:
                self._store(claim.table)
            return
        self._rows[claim.table].append(
            (*header, *self._spell(claim.table, claim.values, header[4]))
        )
        for kind, written in claim.identifiers:
            if written:
                self._written.append((handle, claim.table, kind, str(written)))

    def _spell(self, table: str, said: Mapping[str, object], line: object) -> list[str | None]:
        spellers = self._writer.spellers.get(table)
        if spellers is None:
            spellers = self._writer.spellers[table] = _spellers(table)
        row: list[str | None] = [None] * len(spellers)
        for name, value in said.items():
            if value is not None:
                speller = spellers[name]
                text = speller.known.get(value, _UNSEEN) if value.__class__ is str else _UNSEEN
                row[speller.position] = (
                    self._first(table, speller, value, line) if text is _UNSEEN else text
                )
        return row

    def _first(self, table: str, speller: _Speller, value: object, line: object) -> str | None:
        """The value as stored. One of the wrong type is noted, and left unknown or as said, never guessed."""
        try:
            text = _spelled(speller.column, value)
        except values.Unreadable as error:
            facts = {"table": table, "column": speller.column.name, "value": str(value)[:200]}
            self.note(error.reason, facts, line if isinstance(line, int) else None)
            return error.kept
        if value.__class__ is str and len(speller.known) < _REMEMBERED:
            speller.known[value] = text
        return text

    def _identify(self) -> None:
        """Cleans the identifiers as written and adds each in its one spelling. A masked one tells nobody apart."""
        if not self._written:
            return
        handles, tables, kinds, written = zip(*self._written, strict=True)
        normal = identifiers.normalise
        told: list[tuple[object, ...]] = [
            (handle, table, kind, value, text)
            for handle, table, kind, text in zip(
                handles, tables, kinds, self._cleaned_column(list(written)), strict=True
            )
            if privacy.MASK not in text and (value := normal(kind, text)) is not None
        ]
        if told:
            self._rows["_identifier"] = told
        self._written.clear()

    def _columns(self, name: str, rows: list[tuple[object, ...]]) -> list[list[object]]:
        columns = [list(column) for column in zip(*rows, strict=True)]
        if name in ("_note", "_identifier", "_place"):  # cleaned when made, or our own
            return columns
        return [
            column if title in _AS_IT_IS else self._cleaned_column(column)
            for title, column in zip(_columns(name), columns, strict=True)
        ]

    def _hand_over(self, name: str, columns: list[list[object]]) -> None:
        whole = self._writer.columns.setdefault(name, [[] for _ in columns])
        for column, more in zip(whole, columns, strict=True):
            column.extend(more)

    def _clean(self, text: str) -> str:
        return self._cleaned_column([text])[0]

    def _cleaned_column(self, column: list[_Text]) -> list[_Text]:
        clean, codes = privacy.cleaned_column(column)
        if codes:
            self._cleaned.update(codes)
        return clean

    def _store(self, table: str) -> None:
        """Hands the raw rows found one by one to their store."""
        rows = self._rows.pop(table, None)
        if rows:
            self._batch(Batch(table, raw.spelled(table, rows), 0))

    def _batch(self, batch: Batch) -> None:
        self._claimed += batch.rows
        count = batch.arrow.num_rows
        if count == 0:
            return
        arrow = batch.arrow
        for number, field in enumerate(arrow.schema):
            if pa.types.is_string(field.type):
                column = self._cleaned_arrow(arrow.column(number))
                arrow = arrow.set_column(number, field.name, column)
        if batch.table in RAW:
            store = self._writer.raw_store(batch.table)
            store.add(arrow, source=self._source, file=self._file)
            return
        arrow = arrow.append_column("source", pa.array([self._source] * count, pa.string()))
        arrow = arrow.append_column("file", pa.array([self._file] * count, pa.string()))
        self._writer.batches[batch.table].append(arrow)

    def _cleaned_arrow(self, column: pa.ChunkedArray) -> pa.ChunkedArray:
        """The column cleaned; what repeats is looked at once."""
        coded = column.combine_chunks().dictionary_encode()
        written = coded.dictionary.to_pylist()
        clean = self._cleaned_column(written)
        if clean is written:
            return column
        return pa.DictionaryArray.from_arrays(coded.indices, clean).cast(pa.string())


@dataclass(frozen=True, slots=True)
class _Speller:
    """A column, where in a row it stands, and how texts seen so far are spelled in it."""

    column: Column
    position: int
    known: dict[str, str | None]


def _spellers(table: str) -> dict[str, _Speller]:
    columns = SAYABLE[table].columns
    return {column.name: _Speller(column, place, {}) for place, column in enumerate(columns)}


def _spelled(column: Column, value: object) -> str | None:
    if isinstance(value, str) and value.startswith(MARK):
        return _reference(value)
    text = values.spelled(column, value)
    if text is not None and column.name == "mac":
        return identifiers.normalise("mac", text) or text
    return text


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


def _columns(name: str) -> tuple[str, ...]:
    special = {"_note": NOTE, "_place": PLACE, "_count": COUNT, "_identifier": IDENTIFIER}
    if name in special:
        return special[name]
    return (*HEADER, *(column.name for column in SAYABLE[name].columns))
