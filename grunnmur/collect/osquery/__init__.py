"""osquery's result log: differential and snapshot lines, and batches of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect.claim import Found
from grunnmur.collect.document import Document
from grunnmur.collect.osquery import answers, hosts

_HOST = re.compile(rb'"hostIdentifier"\s*:|"host_identifier"\s*:')
_ANSWER = re.compile(rb'"(?:columns|snapshot|diffResults)"\s*:')


def recognise(document: Document) -> bool:
    """Whether it is JSON with osquery's own names for the host and its answer."""
    head = document.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return head[:1] in (b"{", b"[") and bool(_HOST.search(head)) and bool(_ANSWER.search(head))


def parse(document: Document) -> Iterator[Found]:
    """A record for each row that tells of a host or its software, and notes on the others."""
    yield from hosts.found(answers.rows(document))
