"""Names that say nothing: the same thing has the same one under the same key, in every output."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

from grunnmur.reach.answers.names import Named

_KINDS = (
    "account",
    "asset",
    "application",
    "data_store",
    "person",
    "organisation",
    "zone",
    "domain",
    "service",
    "workload",
)


def pseudonym(key: bytes, kind: str, entity_id: str) -> str:
    """A name for a thing, made of its noun and a keyed digest: "account-k3x7mq2a". Not to be undone without the key."""
    digest = hmac.new(key, f"{kind}|{entity_id}".encode(), hashlib.sha256).digest()
    return f"{kind}-{base64.b32encode(digest)[:10].decode().lower()}"


def redacted(named: Named, columns: Iterable[str], row: Iterable[object]) -> tuple[object, ...]:
    """The row with what `named` says in place of every id. Ids of chains and rules stay; they name nobody."""
    cells = dict(zip(columns, row, strict=True))
    return tuple(_cell(named, cells, column, value) for column, value in cells.items())


def _cell(named: Named, cells: dict[str, object], column: str, value: object) -> object:
    kind = _kind(cells, column)
    return named(kind, str(value)) if kind and value is not None else value


def _kind(cells: dict[str, object], column: str) -> str | None:
    """The noun the column's id is of, or None where it holds no id of a thing."""
    if column in ("from", "to"):
        return str(cells.get(f"{column}_kind"))
    if column in ("subject_id", "other_id"):
        return str(cells.get(column.replace("_id", "_kind")))
    noun = column.removesuffix("_id")
    return noun if column.endswith("_id") and noun in _KINDS else None
