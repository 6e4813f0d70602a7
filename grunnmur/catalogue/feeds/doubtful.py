"""Entries that cannot be taken: without a number of their own, or saying two things of one release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from grunnmur.catalogue.feeds.reading import Note

Entry = Mapping[str, Any]
Rows = Sequence[Mapping[str, object]]


def numbered(
    place: str, entries: Iterable[Entry], number: Callable[[Entry], object]
) -> tuple[list[Entry], list[Note]]:
    """The entries whose number is a text, in order, and a note on the others."""
    listed = list(entries)
    kept = [entry for entry in listed if isinstance(told := number(entry), str) and told.strip()]
    left_out = len(listed) - len(kept)
    if not left_out:
        return kept, []
    return kept, [Note("feed_entry_nameless", place, {"file": place, "count": left_out})]


def consistent(place: str, products: Iterable[Rows]) -> tuple[list[Rows], list[Note]]:
    """The products whose releases each say one thing, and a note on the releases that say two.

    A product with such a release is left out whole: what was known of it stays.
    """
    kept: list[Rows] = []
    contradictory: list[str] = []
    for releases in products:
        said: dict[object, Mapping[str, object]] = {}
        twice = [
            f"{row['product']} {row['cycle']}"
            for row in releases
            if said.setdefault(row["cycle"], row) != row
        ]
        contradictory += twice
        if not twice:
            kept.append(tuple(said.values()))
    if not contradictory:
        return kept, []
    facts = {"file": place, "count": len(contradictory), "example": contradictory[0]}
    return kept, [Note("feed_release_contradictory", place, facts)]
