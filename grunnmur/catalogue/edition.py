"""Which knowledge is shipped, in one short text."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from grunnmur.catalogue import lifecycle

_FOLDERS = ("lifecycle", "naming", "rules")


@cache
def edition() -> str:
    """The day the facts were known and a digest of every shipped file: "2026-08-22+1a2b3c4d"."""
    known_on = max(cycle.known_on for product in lifecycle.load() for cycle in product.cycles)
    digest = hashlib.sha256()
    for folder in _FOLDERS:
        for path in sorted((Path(__file__).parent / folder).glob("*.yaml")):
            digest.update(f"{folder}/{path.name}\0".encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{known_on}+{digest.hexdigest()[:8]}"
