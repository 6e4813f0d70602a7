"""Facts that Puppet's Facter gathered: its own JSON, a node's facts, or rows of a fact store."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur.collect.claim import Found
from grunnmur.collect.document import Document
from grunnmur.collect.facter import nodes

_MARKS = (b'"facterversion"', b'"aio_agent_version"', b'"kernelmajversion"')


def recognise(document: Document) -> bool:
    """Whether it is JSON with the facts that every version of Facter gives."""
    head = document.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return head[:1] in (b"{", b"[") and any(mark in head for mark in _MARKS)


def parse(document: Document) -> Iterator[Found]:
    """A record for each node."""
    for name, facts in nodes.all_in(document):
        yield nodes.found(name, facts, document.name)
