"""AWS VPC flow logs, versions 2 to 8 in any order of fields: text as written to S3 or CloudWatch, and Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.sieve import LATEST, Sieve
from grunnmur.collect.vpcflow import blocks, fields
from grunnmur.errors import CollectError

OPTIONS = ("fields",)
_STEP = Path(__file__).parent / "flows.sql"


def recognise(document: Document) -> bool:
    """Whether its heading names Amazon's fields, its first line is of version 2, or its Parquet columns are those."""
    if blocks.is_parquet(document):
        return blocks.of_parquet(document) is not None
    first = document.head.partition(b"\n")[0].decode("utf-8", errors="replace")
    return fields.in_heading(first) is not None or fields.unnamed(document.head) is not None


def parse(document: Document) -> Iterator[Found]:
    """Batches of flow records. A log without heading may have its `fields` told by the source's settings."""
    if not document.head.strip():
        yield Note("empty_file")
        return
    read = blocks.of_parquet(document) or blocks.of_text(document)
    if read is None:
        raise CollectError("flow_log_heading_missing")
    with Sieve("vpcflow") as sieve:
        for block in read:
            yield from sieve.sift(block, _STEP, latest=int(LATEST), status_told=read.status_told)
        sieve.malformed(read.malformed)
        yield from sieve.notes()
    yield from read.notes()
