"""Snipe-IT's CSV lists: assets, users and licences are claimed; models and stock are noted."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.rows import Register, Row, headings_of
from grunnmur.collect.snipe_it import assets, licences, users
from grunnmur.errors import CollectError

OPTIONS = ("cells", "delimiter", "sheet")
_ASSET_NAMES = frozenset(("item_name", "asset_name"))
_MODEL_NAMES = frozenset(("model_name", "model"))
_USER_SIGNS = frozenset(("gravatar", "vip", "activated", "ldap_import"))
_MODEL_SIGNS = frozenset(("fieldset", "requestable", "eol", "depreciation"))
_STOCK_SIGNS = frozenset(("min_amount", "min_amt", "min_qty", "item_number", "order_number"))
_LICENCE_SIGNS = frozenset(
    ("license_name", "licensed_to_name", "licensed_to_email", "reassignable")
)


def recognise(document: Document) -> bool:
    """Whether a CSV file has the headings of one of Snipe-IT's lists."""
    return _kind(headings_of(document)) is not None


def parse(document: Document) -> Iterator[Found]:
    """One record or note a row; then which columns went unused."""
    register = Register(document)
    kind = _kind(frozenset(register.headings))
    if kind is None:
        raise CollectError("headings_unknown", headings=", ".join(register.written))
    yield from register.notes()
    if kind in ("models", "stock"):
        yield from _counted(register, kind)
        return
    rows = tuple(register.rows())
    if kind == "assets":
        yield from assets.parse(rows, register.headings)
    elif kind == "users":
        yield from users.parse(rows, register.headings)
    else:
        yield from licences.parse(rows, register.headings)


def _counted(register: Register, kind: str) -> Iterator[Note]:
    count = 0
    for row in register.rows():
        if isinstance(row, Note):
            yield row
        count += isinstance(row, Row)
    if count:
        code = "models_not_used" if kind == "models" else "stock_not_used"
        yield Note(code, {"rows": count}, row=True)


def _kind(headings: frozenset[str]) -> str | None:
    """Which of the lists has these headings; None for a list of something else."""
    if "asset_tag" in headings:
        named = headings & _ASSET_NAMES and headings & _MODEL_NAMES
        return "assets" if named and headings & {"serial", "serial_number"} else None
    if {"first_name", "username"} <= headings and headings & _USER_SIGNS:
        return "users"
    if {"seats"} <= headings and headings & _LICENCE_SIGNS:
        return "licences"
    if "model_number" in headings and len(headings & _MODEL_SIGNS) >= 2:
        return "models"
    stock = headings & {"qty", "quantity"} and len(headings & _STOCK_SIGNS) >= 2
    return "stock" if stock and "purchase_cost" in headings else None
