"""The list of users: people, with the name of their account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grunnmur.collect.claim import Claim, Found, Note, Record
from grunnmur.collect.rows import Row
from grunnmur.collect.snipe_it import days

_COLUMNS = frozenset(
    (
        "first_name",
        "last_name",
        "username",
        "email",
        "employee_number",
        "company",
        "end_date",
        "country",
        "",
    )
)


def parse(rows: Sequence[Row | Note], headings: Sequence[str]) -> Iterator[Found]:
    """One record a row, and which columns were not used."""
    month_is_first = days.month_first((row for row in rows if isinstance(row, Row)), "end_date")
    for row in rows:
        yield row if isinstance(row, Note) else _person(row, month_is_first=month_is_first)
    if spare := [name for name in headings if name not in _COLUMNS]:
        yield Note("columns_not_used", {"headings": ", ".join(dict.fromkeys(spare))})


def _person(row: Row, *, month_is_first: bool | None) -> Found:
    names = (row.text("first_name"), row.text("last_name"))
    name = " ".join(part for part in names if part) or None
    identifiers = {
        "employee_no": row.text("employee_number"),
        "email": row.text("email"),
        "account_name": row.text("username"),
    }
    key = row.text("username", "email", "employee_number") or name
    if key is None:
        return Note("row_without_name", {}, row.line, row=True)
    values = {
        "name": name,
        "organisation_id": row.text("company"),
        "country": row.text("country"),
        "ended_on": days.day(row.text("end_date"), month_is_first=month_is_first),
    }
    said = tuple((kind, written) for kind, written in identifiers.items() if written)
    return Record(key, (Claim("person", values, said),), row.line)
