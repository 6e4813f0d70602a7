"""A standard: entries and exceptions as values, and as tables of an estate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from grunnmur.catalogue.order import keys
from grunnmur.estate import TABLES, Estate

_RANGE = re.compile(
    r"(?:(?P<from_sign>>=|>)\s*(?P<start>[^<>=,|]+?))?\s*,?\s*"
    r"(?:(?P<to_sign><=|<)\s*(?P<end>[^<>=,|]+?))?\s*"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Versions from `start` to `end`. A bound stands for everything that begins with it.

    "16" holds 16.3; up to and including 16 holds 16.9; before 16 holds no 16. No bounds: all.
    """

    start: str | None = None
    start_including: bool = True
    end: str | None = None
    end_including: bool = True

    @staticmethod
    def of(written: str) -> Span:
        """The span of "16", ">=15", "<18", ">=15, <18" or "*". ValueError for anything else."""
        text = " ".join(str(written).split())
        if text in ("", "*"):
            return Span()
        match = _RANGE.fullmatch(text)
        if match and (match["start"] or match["end"]):
            start, end = match["start"], match["end"]
            return Span(start, match["from_sign"] != ">", end, match["to_sign"] != "<")
        if any(sign in text for sign in "<>=,|"):
            raise ValueError(f"{written!r} is neither a version nor a range")
        return Span(text, True, text, True)

    def holds(self, version: str) -> bool:
        """Whether the version is one of them."""
        point = keys.key(version).point
        return self._after_start(point) and self._before_end(point)

    def _after_start(self, point: str) -> bool:
        if self.start is None:
            return True
        start = keys.key(self.start)
        return point >= start.low if self.start_including else point > start.above

    def _before_end(self, point: str) -> bool:
        if self.end is None:
            return True
        end = keys.key(self.end)
        return point <= end.above if self.end_including else point < end.low

    @property
    def everything(self) -> bool:
        """Whether every version is one of them, so that the version need not be known."""
        return self.start is None and self.end is None


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision about versions of a product. Days are the first and the last allowed."""

    standard_id: str
    product_id: str
    span: Span
    decision: str
    service: str | None = None
    allowed_from: date | None = None
    allowed_until: date | None = None
    replacement: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.decision not in ("allowed", "forbidden"):
            raise ValueError(f"a decision is allowed or forbidden, not {self.decision!r}")
        if self.allowed_from and self.allowed_until and self.allowed_from > self.allowed_until:
            raise ValueError("allowed_from is after allowed_until")


@dataclass(frozen=True, slots=True)
class Exemption:
    """A departure that `owner` answers for until `expires_on`, that day included."""

    exception_id: str
    product_id: str
    span: Span
    owner: str
    expires_on: date
    organisation: str | None = None
    subject: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """An edition of the group's standard."""

    edition: str
    entries: tuple[Entry, ...]
    exceptions: tuple[Exemption, ...] = ()

    def __post_init__(self) -> None:
        for ids in (
            [entry.standard_id for entry in self.entries],
            [one.exception_id for one in self.exceptions],
        ):
            twice = sorted({one for one in ids if ids.count(one) > 1})
            if twice:
                raise ValueError(f"{twice[0]} stands twice")


def write(estate: Estate, standard: Standard) -> int:
    """Writes the tables `standard` and `standard_exception`. Gives the number of rows of both."""
    entries = [
        {**_columns(entry), **_span(entry.span), "edition": standard.edition}
        for entry in standard.entries
    ]
    exceptions = [
        {**_columns(one), **_span(one.span), "edition": standard.edition}
        for one in standard.exceptions
    ]
    return _written(estate, "standard", entries) + _written(
        estate, "standard_exception", exceptions
    )


def stored(estate: Estate) -> Standard:
    """The standard in the estate's tables; one without entries when there is none."""
    entries = [
        Entry(span=_read_span(row), **_named(row, Entry)) for row in _rows(estate, "standard")
    ]
    exceptions = [
        Exemption(span=_read_span(row), **_named(row, Exemption))
        for row in _rows(estate, "standard_exception")
    ]
    editions = [str(row["edition"]) for row in _rows(estate, "standard")]
    return Standard(max(editions, default=""), tuple(entries), tuple(exceptions))


def _columns(value: Entry | Exemption) -> dict[str, object]:
    names = [name for name in value.__dataclass_fields__ if name != "span"]
    return {name: getattr(value, name) for name in names}


def _span(span: Span) -> dict[str, object]:
    return {name: getattr(span, name) for name in Span.__dataclass_fields__}


def _read_span(row: Mapping[str, Any]) -> Span:
    return Span(**{name: row[name] for name in Span.__dataclass_fields__})


def _named(row: Mapping[str, Any], kind: type[Entry] | type[Exemption]) -> dict[str, Any]:
    return {name: row[name] for name in kind.__dataclass_fields__ if name != "span"}


def _written(estate: Estate, name: str, rows: Iterable[Mapping[str, object]]) -> int:
    table, listed = TABLES[name], list(rows)
    given = pa.table(
        {column: pa.array([row.get(column) for row in listed]) for column in table.by_name}
    )
    estate.connection.register("_standard", given)
    count = estate.write(table, "select * from _standard")
    estate.connection.unregister("_standard")
    return count


def _rows(estate: Estate, name: str) -> list[dict[str, Any]]:
    found = estate.connection.execute(f'select * from "{name}" order by 1')
    columns = [column[0] for column in found.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
