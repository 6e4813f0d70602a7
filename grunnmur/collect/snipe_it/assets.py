"""The list of assets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from grunnmur.collect.claim import Claim, Found, Note, Record
from grunnmur.collect.rows import Row
from grunnmur.collect.snipe_it import days

_NAME = ("item_name", "asset_name")
_SERIAL = ("serial", "serial_number")
_MODEL = ("model_name", "model")
_BOUGHT = ("purchase_date",)
_PLACE = ("location", "default_location")
_OTHERS = "asset_tag company manufacturer category status mac_address ip_address"
_COLUMNS = frozenset((*_NAME, *_SERIAL, *_MODEL, *_BOUGHT, *_PLACE, *_OTHERS.split(), ""))
_STATUS = {"deployed": "active", "archived": "retired", "disposed": "retired", "retired": "retired"}
_KINDS = (
    ("client", r"laptop|desktop|notebook|tablet|workstation|\bpc\b|computer|bærbar|stasjonær"),
    ("server", r"server"),
    ("phone", r"phone|telefon"),
    ("printer", r"printer|skriver|mfp"),
    ("network", r"switch|router|firewall|access point|network|nettverk|svitsj|ruter|brannmur"),
    ("storage", r"storage|\bnas\b|\bsan\b|lagring"),
    ("medical", r"medical|medisinsk"),
    ("other", r"monitor|display|skjerm|dock|keyboard|mouse|camera|projector"),
)
_HOST_NAME = re.compile(r"(?=.*\d)[A-Za-z][A-Za-z0-9-]{2,62}")
_ROUNDED = re.compile(r"\d(?:\.\d+)?[Ee]\+\d+")


def parse(rows: Sequence[Row | Note], headings: Sequence[str]) -> Iterator[Found]:
    """One record a row, and what of the list could not be used."""
    month_is_first = days.month_first((row for row in rows if isinstance(row, Row)), *_BOUGHT)
    lost = undated = 0
    for row in rows:
        if isinstance(row, Note):
            yield row
            continue
        lost += any(
            _ROUNDED.fullmatch(row.text(*names) or "") is not None
            for names in (_SERIAL, ("asset_tag",))
        )
        bought = days.day(row.text(*_BOUGHT), month_is_first=month_is_first)
        undated += bought is None and row.text(*_BOUGHT) is not None
        yield _asset(row, bought)
    if lost:
        yield Note("identifier_rounded", {"count": lost})
    if undated:
        yield Note("dates_ambiguous", {"column": _BOUGHT[0], "count": undated})
    if spare := [name for name in headings if name not in _COLUMNS]:
        yield Note("columns_not_used", {"headings": ", ".join(dict.fromkeys(spare))})


def _asset(row: Row, bought: object) -> Found:
    identifiers = tuple(_identifiers(row))
    key = row.text("asset_tag") or row.text(*_SERIAL) or row.text(*_NAME)
    if key is None:
        return Note("row_without_name", {}, row.line, row=True)
    status = row.text("status")
    values = {
        "kind": _kind(row.text("category") or ""),
        "name": row.text(*_NAME),
        "organisation_id": row.text("company"),
        "location_id": row.text(*_PLACE),
        "vendor": row.text("manufacturer"),
        "model": row.text(*_MODEL),
        "status": _STATUS.get(status.casefold(), "unknown") if status else None,
        "purchased_on": bought,
    }
    return Record(key, (Claim("asset", values, identifiers),), row.line)


def _kind(category: str) -> str | None:
    for kind, words in _KINDS:
        if re.search(words, category, re.IGNORECASE):
            return kind
    return None


def _identifiers(row: Row) -> Iterator[tuple[str, str]]:
    """What names the thing. A number a spreadsheet has rounded names many, so it is left out."""
    wanted = {
        "serial": row.text(*_SERIAL),
        "asset_tag": row.text("asset_tag"),
        "mac": row.text("mac_address"),
        "ip": row.text("ip_address"),
    }
    for kind, written in wanted.items():
        if written and not _ROUNDED.fullmatch(written):
            yield kind, written
    name = row.text(*_NAME)
    if name and _HOST_NAME.fullmatch(name):
        yield "hostname", name
