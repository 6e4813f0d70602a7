"""Azure flow logs: of network security groups (versions 1 and 2) and of virtual networks (version 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pyarrow as pa

from grunnmur.collect.claim import Batch, Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.nsgflow import tuples
from grunnmur.collect.sieve import LATEST, Sieve

_STEP = Path(__file__).parent / "flows.sql"
_CATEGORY = re.compile(rb'"category"\s*:\s*"(NetworkSecurityGroupFlowEvent|FlowLogFlowEvent)"')
_BLOCK = 100_000


def recognise(document: Document) -> bool:
    """Whether its first record is of one of Azure's two categories of flow events."""
    return document.head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"[")) and bool(
        _CATEGORY.search(document.head)
    )


def parse(document: Document) -> Iterator[Found]:
    """Batches of flow records, one a connection; a connection's tuples are its rows."""
    if not document.head.strip():
        yield Note("empty_file")
        return
    with Sieve("nsgflow") as sieve:
        block: list[tuple[str, str]] = []
        numbers = count(1)
        for found in tuples.found(document):
            if isinstance(found, Note):
                yield from _noted(found, sieve)
                continue
            if found == tuples.EMPTY:
                sieve.leave_out("flow_log_record_empty")
                continue
            block.append(found)
            if len(block) == _BLOCK:
                yield from _sifted(sieve, block, numbers)
                block.clear()
        yield from _sifted(sieve, block, numbers)
        yield from sieve.notes()


def _noted(note: Note, sieve: Sieve) -> Iterator[Note]:
    """Lines that are none are counted with the tuples that are none."""
    if note.row and note.line is not None:
        sieve.malformed([note.line])
    else:
        yield note


def _sifted(sieve: Sieve, block: list[tuple[str, str]], numbers: Iterator[int]) -> Iterator[Batch]:
    kinds, texts = zip(*block, strict=True) if block else ((), ())
    table = pa.table(
        {
            "number": pa.array(islice(numbers, len(block)), pa.int64()),
            "kind": pa.array(kinds, pa.string()),
            "line": pa.array(texts, pa.string()),
        }
    )
    yield from sieve.sift(table, _STEP, latest=int(LATEST) * 1_000_000)
