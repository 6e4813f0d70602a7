"""SPDX bills of materials: 2.2 and 2.3 as JSON or tag-value, 3.0 as JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect import bill, trees
from grunnmur.collect.claim import Found
from grunnmur.collect.document import Document
from grunnmur.collect.spdx import graph, packages, tags
from grunnmur.errors import CollectError

_JSON = re.compile(
    rb'"spdxVersion"\s*:\s*"SPDX-2\.|"@context"\s*:\s*"https?://spdx\.(?:org|github\.io)/'
)
_TAGS = re.compile(rb"^SPDXVersion:\s*SPDX-2\.", re.MULTILINE)


def recognise(document: Document) -> bool:
    """Whether it is a bill that says of itself that it is SPDX."""
    head = document.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return bool(_JSON.search(head)) or _may_say_so_later(head)
    return bool(_TAGS.search(head[:4096]))


def parse(document: Document) -> Iterator[Found]:
    """A record for what the bill is about and for each package on it."""
    if not document.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        told = tags.tree(document)
        if "spdxVersion" not in told:
            raise CollectError("text_other_shape", wanted="SPDX")
        yield from bill.found(packages.read(told, document.name))
        return
    tree = trees.json(document)
    if isinstance(tree, dict) and "@graph" in tree:
        yield from bill.found(graph.read(tree, document.name))
    elif isinstance(tree, dict) and "spdxVersion" in tree:
        yield from bill.found(packages.read(tree, document.name))
    else:
        raise CollectError("json_other_shape", wanted="SPDX")


def _may_say_so_later(head: bytes) -> bool:
    """Some tools write thousands of files before the version: then SPDX's own names must do."""
    return len(head) > 60_000 and b'"SPDXID"' in head and b'"SPDXRef-' in head
