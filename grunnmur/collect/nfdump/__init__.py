"""What nfdump prints: CSV, and its text outputs line, long and extended. Not the files of nfcapd themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.nfdump import heading
from grunnmur.collect.nfdump.blocks import Blocks
from grunnmur.collect.nfdump.heading import Heading
from grunnmur.collect.sieve import Sieve, zone_of
from grunnmur.errors import CollectError

_HERE = Path(__file__).parent
_FILE = b"\x0c\xa5"
"""How a file of nfcapd begins."""


def recognise(document: Document) -> bool:
    """Whether its first line is a heading of nfdump's, or it is a file of nfcapd."""
    return document.head.startswith(_FILE) or _heading(document) is not None


def parse(document: Document) -> Iterator[Found]:
    """Batches of flow records. Times are local to whoever ran nfdump; the source's `timezone` says where."""
    if not document.head.strip():
        yield Note("empty_file")
        return
    if document.head.startswith(_FILE):
        raise CollectError("nfdump_binary")
    if _heading(document) is None:
        raise CollectError("nfdump_heading_missing")
    blocks = Blocks(document)
    with Sieve("nfdump", zone=zone_of(document.options)) as sieve:
        sieve.connection.execute((_HERE / "scaled.sql").read_text(encoding="utf-8"))
        for found, block in blocks:
            yield from sieve.sift(_columns(sieve, found, block), _HERE / "flows.sql")
        sieve.malformed(blocks.malformed)
        yield from sieve.notes()
    yield from blocks.notes()


def _columns(sieve: Sieve, found: Heading, block: pa.Table) -> pa.Table:
    if found.csv:
        return block.append_column("whole", pa.repeat(pa.scalar(True), block.num_rows))
    names = list(found.columns)
    return sieve.select(block, _HERE / "lines.sql", names=names, events=found.events)


def _heading(document: Document) -> Heading | None:
    """The first heading within the first lines: some versions tell of themselves before it."""
    lines = document.head[:4096].decode("utf-8", errors="replace").splitlines()[:5]
    return next((found for line in lines if (found := heading.in_line(line))), None)
