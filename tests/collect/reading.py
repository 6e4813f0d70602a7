"""Reading a file with a format's reader, and counting what comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from grunnmur.collect.claim import Batch, Claim, Found, Note, Record
from grunnmur.collect.document import Document


def document(path: Path, **options) -> Document:
    return Document(path, path.name, options)


def written(folder: Path, name: str, content: str | bytes, **options) -> Document:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return document(path, **options)


def rows(found: Iterable[Found]) -> int:
    """Source rows accounted for: records, batches of rows and notes on rows."""
    return sum(_rows(one) for one in found)


def _rows(one: Found) -> int:
    if isinstance(one, Note):
        return int(one.facts.get("rows", 1)) if one.row else 0
    return one.rows if isinstance(one, Batch) else 1


def codes(found: Iterable[Found]) -> Counter[str]:
    return Counter(one.code for one in found if isinstance(one, Note))


def records(found: Iterable[Found]) -> dict[str, Record]:
    return {one.key: one for one in found if isinstance(one, Record)}


def claims(found: Iterable[Found], table: str) -> list[Claim]:
    kept = (one for one in found if isinstance(one, Record))
    return [claim for record in kept for claim in record.claims if claim.table == table]


def batches(found: Iterable[Found], table: str) -> list[dict]:
    tables = (one.arrow for one in found if isinstance(one, Batch) and one.table == table)
    return [row for arrow in tables for row in arrow.to_pylist()]
