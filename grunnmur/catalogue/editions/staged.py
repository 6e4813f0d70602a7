"""What was read of one feed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from grunnmur.catalogue.feeds.reading import Reading

WHOLE = ("kev", "epss")
"""Feeds that come as one whole list; the others tell of things one by one."""


@dataclass(slots=True)
class Staged:
    """What was read of one feed: its rows, its digests, and what it says of itself."""

    rows: int = 0
    digests: set[str] = field(default_factory=set)
    edition: str | None = None
    as_of: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 over what was read, whatever the order."""
        return hashlib.sha256("".join(sorted(self.digests)).encode()).hexdigest()

    def add(self, readings: Iterable[Reading]) -> None:
        """Counts what a file gave of the feed."""
        for reading in readings:
            self.rows += reading.rows.num_rows
            self.digests.add(reading.digest)
            self.edition = max(filter(None, (self.edition, reading.edition)), default=None)
            self.as_of = max(filter(None, (self.as_of, reading.as_of)), default=None)
