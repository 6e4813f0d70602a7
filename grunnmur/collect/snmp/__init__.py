"""SNMP walks, one device each: recordings (`OID|type|value`) and what net-snmp prints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect.claim import Found
from grunnmur.collect.document import Document
from grunnmur.collect.snmp import device, walk

_RECORDING = re.compile(rb"\.?1(?:\.\d+){3,}\|\d+[a-z]?(?::\w+)?\|")
_PRINTED = re.compile(
    rb"(?:(?:\.1|iso|1)(?:\.\d+){3,}|[A-Z][\w-]+-MIB::\w+(?:\.[\w.\"-]+)?) = "
    rb"(?:[A-Z][\w-]*(?:-?\w+)*: |\"|No more|$)",
    re.MULTILINE,
)


def recognise(document: Document) -> bool:
    """Whether the first lines are object identifiers with types and values."""
    lines = document.head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 3)[:3]
    if all(_RECORDING.match(line) for line in lines if line.strip()) and lines[0].strip():
        return True
    return bool(_PRINTED.match(lines[0]))


def parse(document: Document) -> Iterator[Found]:
    """One record a walk, the device that was walked, or a note where it does not tell which."""
    for values in walk.all_in(document):
        yield device.found(values, document.name)
