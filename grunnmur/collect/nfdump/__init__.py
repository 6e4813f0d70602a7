"""What nfdump prints: CSV, JSON, and its text outputs line, long and extended. Not the files of nfcapd themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.nfdump import heading, objects
from grunnmur.collect.nfdump.blocks import Blocks
from grunnmur.collect.nfdump.heading import Heading
from grunnmur.collect.nfdump.objects import Objects
from grunnmur.collect.sieve import Sieve, zone_of
from grunnmur.errors import CollectError

OPTIONS = ("timezone",)
_HERE = Path(__file__).parent
_FILE = b"\x0c\xa5"
"""How a file of nfcapd begins."""


def recognise(document: Document) -> bool:
    """Whether it begins as nfdump's JSON or with a heading of nfdump's, or is a file of nfcapd."""
    head = document.head
    return head.startswith(_FILE) or objects.is_head(head) or _heading(document) is not None


def parse(document: Document) -> Iterator[Found]:
    """Batches of flow records. Times are local to whoever ran nfdump; the source's `timezone` says where."""
    if not document.head.strip():
        yield Note("empty_file")
        return
    if document.head.startswith(_FILE):
        raise CollectError("nfdump_binary")
    as_json = objects.is_head(document.head)
    if not as_json and _heading(document) is None:
        raise CollectError("nfdump_heading_missing")
    outputs = Objects(document) if as_json else Blocks(document)
    with Sieve("nfdump", zone=zone_of(document.options)) as sieve:
        sieve.connection.execute((_HERE / "scaled.sql").read_text(encoding="utf-8"))
        for block in _tables(sieve, outputs):
            yield from sieve.sift(block, _HERE / "flows.sql")
        sieve.malformed(outputs.malformed)
        yield from sieve.notes()
    yield from outputs.notes()


def _tables(sieve: Sieve, outputs: Objects | Blocks) -> Iterator[pa.Table]:
    """Every block in the columns of the CSV."""
    if isinstance(outputs, Objects):
        yield from outputs
        return
    for found, block in outputs:
        yield _columns(sieve, found, block)


def _columns(sieve: Sieve, found: Heading, block: pa.Table) -> pa.Table:
    if found.csv:
        return block.append_column("whole", pa.repeat(pa.scalar(True), block.num_rows))
    names = list(found.columns)
    return sieve.select(block, _HERE / "lines.sql", names=names, events=found.events)


def _heading(document: Document) -> Heading | None:
    """The first heading within the first lines: some versions tell of themselves before it."""
    lines = document.head[:4096].decode("utf-8", errors="replace").splitlines()[:5]
    return next((found for line in lines if (found := heading.in_line(line))), None)
