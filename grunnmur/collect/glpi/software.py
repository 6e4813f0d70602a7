"""Software on a computer: packages, databases and virus protection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from grunnmur.collect import trees
from grunnmur.collect.claim import SELF, Claim
from grunnmur.collect.glpi import report

_SECTIONS = ("softwares", "databases_services", "antivirus")


def installations(content: Mapping[str, Any]) -> Iterator[Claim]:
    """One claim for each product and version, however often the agent lists it."""
    seen = set()
    for section in _SECTIONS:
        for entry in report.entries(content, section):
            product = trees.words(entry.get("name")) or trees.words(entry.get("guid"))
            version = trees.words(entry.get("version"))
            if product and (product, version) not in seen:
                seen.add((product, version))
                values = {"asset_id": SELF, "product_id": product, "version": version}
                yield Claim("installation", values)
