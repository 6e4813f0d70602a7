"""Logs that no table has room for are counted, so that nobody believes they were read."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.zeek.heading import Heading
from grunnmur.collect.zeek.rows import Rows


def found(document: Document, heading: Heading) -> Iterator[Found]:
    """One note for all lines of the log."""
    rows = Rows(document, heading)
    count = sum(1 for _ in rows)
    if count:
        yield Note("log_not_used", {"log": heading.log, "rows": count}, row=True)
    yield from rows.notes()
