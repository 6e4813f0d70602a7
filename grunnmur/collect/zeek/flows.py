"""Connections, one flow record each, in blocks: a hospital's day is a hundred million lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grunnmur.collect.claim import Found
from grunnmur.collect.document import Document
from grunnmur.collect.sieve import LATEST, Sieve
from grunnmur.collect.zeek.blocks import WANTED, Blocks
from grunnmur.collect.zeek.heading import Heading

_HERE = Path(__file__).parent


def found(document: Document, heading: Heading) -> Iterator[Found]:
    """Batches of flow records, and notes on the other lines."""
    blocks = Blocks(document, heading)
    with Sieve(heading.log) as sieve:
        for block in blocks:
            if heading.is_json:
                block = sieve.select(block, _HERE / "lines.sql", paths=_paths(heading))
            yield from sieve.sift(block, _HERE / "flows.sql", latest=LATEST)
        sieve.malformed(blocks.malformed)
        yield from sieve.notes()
    yield from blocks.notes()


def _paths(heading: Heading) -> list[str]:
    return [f'$."{name.replace(".", heading.spelling)}"' for name in WANTED.values()]
