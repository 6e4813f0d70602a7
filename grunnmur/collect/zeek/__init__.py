"""Zeek logs, tab-separated or as JSON lines: traffic, leases, software seen and logons."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.zeek import flows, heading, leases, logons, software, unused
from grunnmur.collect.zeek.heading import Heading
from grunnmur.errors import CollectError

_READERS: dict[str, Callable[[Document, Heading], Iterator[Found]]] = {
    "conn": flows.found,
    "dhcp": leases.found,
    "known_devices": leases.found,
    "ntlm": logons.found,
    "software": software.found,
}


def recognise(document: Document) -> bool:
    """Whether it is a Zeek log: its own heading, or JSON lines with Zeek's own field names."""
    return heading.read(document) is not None


def parse(document: Document) -> Iterator[Found]:
    """Flows added up per day, leases, software and logons. Other logs are counted in one note."""
    found = heading.read(document)
    if found is not None:
        yield from _READERS.get(found.log, unused.found)(document, found)
    elif not document.head.strip():
        yield Note("empty_file")
    else:
        raise CollectError("zeek_heading_missing")
