"""nmap's XML: hosts that answered, their addresses, names, services and what they seem to run."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur.collect.claim import Found, Note
from grunnmur.collect.document import Document
from grunnmur.collect.nmap import hosts
from grunnmur.collect.nmap.elements import DamagedError, elements
from grunnmur.errors import CollectError


def recognise(document: Document) -> bool:
    """Whether the document is XML with nmap's own root element."""
    return b"<nmaprun" in document.head and document.head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"


def parse(document: Document) -> Iterator[Found]:
    """One record or note a host element. What stands before a damage is kept, with a note."""
    scanned_at = None
    count = down = 0
    try:
        for element in elements(document, root="nmaprun", wanted=("host",)):
            if element.tag == "nmaprun":
                scanned_at = hosts.instant(element.get("start"))
                continue
            count += 1
            if hosts.is_down(element):
                down += 1
            else:
                yield from hosts.host(element, scanned_at=scanned_at)
    except DamagedError as damage:
        if not count:
            raise CollectError("xml_damaged", reason=str(damage)) from damage
        yield Note("truncated", {"reason": str(damage), "read": count})
    if down:
        yield Note("hosts_down", {"rows": down}, row=True)
