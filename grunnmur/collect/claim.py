"""What a reader gives: records of claims, batches of them, and notes.

A source row becomes one `Record` (what it claims) or one `Note` with `row=True` (why it claims
nothing). That is *conservation*: records + row notes = rows, and it is tested for every format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

MARK = "\x1f"


def reference(kind: str, value: str | None) -> str | None:
    """A reference to another thing by one kind of identifier: `reference("sid", "S-1-5-…")`.

    Kinds are those of `identifier`, plus `name`, `ip` (within the source's realm) and `record` (a row of the
    same file by its key). A plain string in an `_id` column is a reference by id, name or any
    identifier, whichever names exactly one thing.
    """
    return f"{MARK}{kind}{MARK}{value}" if value else None


SELF = f"{MARK}self"
"""The thing the record is about, for rows that hang on it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of a declared table, as one source says it.

    `values` maps column names to text, numbers, booleans, dates or None (not said). `identifiers`
    are (kind, value) pairs, as written; they are normalised later. Columns of the table that are
    not in `values` are simply not claimed.
    """

    table: str
    values: Mapping[str, object]
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One source row. The first claim is what the row is *about*, if that table is a noun."""

    key: str
    claims: tuple[Claim, ...]
    line: int | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something left out, unknown or doubtful. `row` says that a whole source row gave no claim."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None
    row: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Many relation rows at once (flows, logons, memberships), as an Arrow table of one declared table.

    `rows` is how many source rows they came from. Columns are named as declared, all text or typed.
    Raw material (`flow_record`) goes to disk as it comes: yield a batch of some ten thousand rows
    at a time and memory does not grow with the file.
    """

    table: str
    arrow: pa.Table
    rows: int


@dataclass(frozen=True, slots=True)
class InPlace:
    """A Parquet file of raw rows (`flow_record`) that is read where it lies. `rows` is how many it holds."""

    table: str
    path: str
    rows: int


Found = Record | Note | Batch | InPlace
