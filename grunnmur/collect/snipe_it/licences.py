"""The list of licences, as agreements with whoever sold them. Product keys are never read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grunnmur.collect.claim import Claim, Found, Note, Record
from grunnmur.collect.rows import Row
from grunnmur.collect.snipe_it import days

_NAME = ("item_name", "license_name", "software_name", "name")
_ENDS = ("expiration_date", "termination_date")
_COLUMNS = frozenset((*_NAME, *_ENDS, "supplier", "manufacturer", "company", ""))


def parse(rows: Sequence[Row | Note], headings: Sequence[str]) -> Iterator[Found]:
    """One record a row, and which columns were not used."""
    month_is_first = days.month_first((row for row in rows if isinstance(row, Row)), *_ENDS)
    for row in rows:
        yield row if isinstance(row, Note) else _licence(row, month_is_first=month_is_first)
    if spare := [name for name in headings if name not in _COLUMNS]:
        yield Note("columns_not_used", {"headings": ", ".join(dict.fromkeys(spare))})


def _licence(row: Row, *, month_is_first: bool | None) -> Found:
    name = row.text(*_NAME)
    if name is None:
        return Note("row_without_name", {}, row.line, row=True)
    values = {
        "name": name,
        "supplier_id": row.text("supplier", "manufacturer"),
        "customer_id": row.text("company"),
        "kind": "licence",
        "valid_to": days.day(row.text(*_ENDS), month_is_first=month_is_first),
    }
    return Record(name, (Claim("contract", values),), row.line)
