"""Software that gave itself away on the wire."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from grunnmur.collect.claim import Claim, Found, Note, Record, reference
from grunnmur.collect.document import Document
from grunnmur.collect.zeek.heading import Heading
from grunnmur.collect.zeek.instants import instant
from grunnmur.collect.zeek.rows import Rows

_NAME = re.compile(r"[A-Za-z0-9][\w .+\-/!:&']{0,79}")
"""A product's name. Attackers write whole scripts where it should stand."""


def found(document: Document, heading: Heading) -> Iterator[Found]:
    """An installation per line whose product has a name."""
    rows = Rows(document, heading)
    for line, row in rows:
        name = row.get("name")
        if name is None or not _NAME.fullmatch(name):
            yield Note("software_unnamed", {"name": name, "host": row.get("host")}, line, row=True)
        else:
            yield _installation(row, name, line, heading.spelling)
    yield from rows.notes()


def _installation(row: Mapping[str, str], name: str, line: int, spelling: str) -> Record:
    host = row.get("host")
    values = {
        "asset_id": reference("ip", host),
        "product_id": name,
        "version": _version(row, spelling),
    }
    key = ":".join((host or "", row.get("host_p", ""), row.get("software_type", ""), name))
    return Record(key, (Claim("installation", values),), line, instant(row.get("ts")))


def _version(row: Mapping[str, str], spelling: str) -> str | None:
    """Zeek takes versions apart; put together again they are as the product wrote them."""
    parts = ("major", "minor", "minor2", "minor3")
    numbers = [
        row[f"version{spelling}{part}"] for part in parts if f"version{spelling}{part}" in row
    ]
    addition = row.get(f"version{spelling}addl")
    text = ".".join(numbers)
    if addition and len(addition) <= 20:
        return f"{text}-{addition}" if text else addition
    return text or None
