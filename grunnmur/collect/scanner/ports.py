"""masscan and naabu: addresses with open ports. They tell that a thing is there, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

from grunnmur.collect import trees
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.scanner import findings
from grunnmur.collect.scanner.findings import Finding, Item
from grunnmur.collect.scanner.instants import instant

_MASSCAN = re.compile(rb'^\[?\s*\{\s*"ip":\s*"[^"]+",\s*"timestamp":\s*"\d+",\s*"ports":')
_NAABU = re.compile(
    rb'^\{(?:"host":"?[^,]*,\s*)?"ip":\s*"[^"]+",\s*"timestamp":\s*"[^"]+",\s*"port":'
)


def recognise(head: bytes) -> bool:
    """Whether masscan or naabu wrote it."""
    return bool(_MASSCAN.match(head) or _NAABU.match(head))


def items(document: Document) -> Iterator[Item]:
    """One row an address and port. Both write an object a line, masscan between commas."""
    for number, line in document.lines():
        text = line.strip().strip(",").strip()
        if text in ("", "[", "]"):
            continue
        try:
            row = orjson.loads(text.strip("[]") if text[0] == "[" else text)
        except orjson.JSONDecodeError:
            yield Note("line_malformed", {"log": "ports"}, number, row=True)
            continue
        seen_at = instant(trees.member(row, "timestamp"))
        yield Finding(
            host=findings.host(
                trees.words(trees.member(row, "host")),
                ips=[trees.words(trees.member(row, "ip"))],
                seen_at=seen_at,
            ),
            vulnerabilities=(),
            seen_at=seen_at,
            line=number,
            silent="open_port_not_used",
        )
