"""CycloneDX bills of materials, JSON and XML, versions 1.0 to 1.6."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect import bill
from grunnmur.collect.claim import Found
from grunnmur.collect.cyclonedx import json_form, xml_form
from grunnmur.collect.document import Document

_JSON = re.compile(
    rb'"bomFormat"\s*:\s*"CycloneDX"|"\$schema"\s*:\s*"https?://cyclonedx\.org/schema/bom'
)
_XML = re.compile(rb"<(?:[\w.-]+:)?bom\s[^>]*cyclonedx\.org/schema/bom/")


def recognise(document: Document) -> bool:
    """Whether it is a bill that says of itself that it is CycloneDX."""
    head = document.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return bool(_JSON.search(head))
    return head.startswith(b"<") and bool(_XML.search(head[:8192]))


def parse(document: Document) -> Iterator[Found]:
    """A record for what the bill is about and for each component, nested ones too."""
    is_xml = document.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    yield from bill.found(xml_form.read(document) if is_xml else json_form.read(document))
