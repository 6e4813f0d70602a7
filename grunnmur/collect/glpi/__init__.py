"""Inventories of the GLPI agent (JSON) and of FusionInventory (XML), whole or partial."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect.claim import Found
from grunnmur.collect.document import Document
from grunnmur.collect.glpi import computers, devices, report

_JSON = re.compile(
    rb'^\s*(?:\xef\xbb\xbf)?\{\s*"(?:content|deviceid|action|query|itemtype|tag|partial|jsonversion)"\s*:'
)
_INSIDE = (b'"versionclient"', b'"hardware"', b'"network_device"', b'"bios"', b'"deviceid"')
_XML = re.compile(rb"^\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]*\?>\s*)?<REQUEST>")


def recognise(document: Document) -> bool:
    """Whether it is an agent's request: JSON with a `content`, or XML under `REQUEST`."""
    head = document.head
    if _JSON.match(head):
        return b'"content"' in head and any(mark in head for mark in _INSIDE)
    inside = b"<CONTENT" in head or b"<QUERY>" in head
    return bool(_XML.match(head)) and inside


def parse(document: Document) -> Iterator[Found]:
    """A record for the thing inventoried, its management controller and its virtual machines."""
    request = report.read(document)
    scanned = devices.scanned(request)
    if scanned:
        for device in scanned:
            yield devices.found(request, device)
    else:
        yield from computers.found(request)
