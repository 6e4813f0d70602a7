"""CSAF and OpenVEX: what a maker says of its products. None of our things are named: counted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect import trees
from grunnmur.collect.claim import Note
from grunnmur.collect.document import Document
from grunnmur.collect.scanner.findings import Item

_MARKS = re.compile(rb'"csaf_version"\s*:|"@context"\s*:\s*"https://openvex\.dev/')


def recognise(head: bytes) -> bool:
    """Whether it is an advisory of either standard."""
    return head.startswith(b"{") and bool(_MARKS.search(head[:8192]))


def items(document: Document) -> Iterator[Item]:
    """One note for all its vulnerabilities or statements."""
    tree = trees.json(document)
    listed = trees.member(tree, "vulnerabilities") or trees.member(tree, "statements")
    rows = len(trees.objects(listed))
    if rows:
        yield Note("advisory_without_asset", {"rows": rows}, row=True)
