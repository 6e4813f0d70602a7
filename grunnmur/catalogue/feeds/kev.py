"""CISA's catalogue of known exploited vulnerabilities, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from grunnmur.catalogue.feeds import doubtful
from grunnmur.catalogue.feeds.columns import columns
from grunnmur.catalogue.feeds.reading import Reading, Unreadable


def recognised(document: Any) -> bool:  # noqa: ANN401 whatever a file holds
    """Whether the document is the catalogue."""
    return isinstance(document, dict) and "catalogVersion" in document


def read(place: str, document: Mapping[str, Any]) -> Iterator[Reading]:
    """Its entries. Raises Unreadable when there are fewer than it announces."""
    entries = document["vulnerabilities"]
    announced = document.get("count", len(entries))
    if len(entries) != announced:
        raise Unreadable("feed_short", file=place, announced=announced, found=len(entries))
    known, notes = doubtful.numbered(place, entries, lambda entry: entry.get("cveID"))
    yield Reading(
        *("kev", place, columns("kev", known)),
        edition=str(document["catalogVersion"]),
        as_of=str(document.get("dateReleased", ""))[:10] or None,
        notes=tuple(notes),
    )
