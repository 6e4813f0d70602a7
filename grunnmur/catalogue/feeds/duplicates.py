"""One entry twice in one file: the newest holds; two that differ and are as new, do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from grunnmur.catalogue.feeds.reading import Note

Entry = Mapping[str, Any]


def newest(
    place: str,
    entries: Sequence[Entry],
    key: Callable[[Entry], str],
    changed: Callable[[Entry], str],
) -> tuple[list[Entry], list[Note]]:
    """The entries without doubles, in order, and notes on what was double.

    Of entries with the same key the one with the greatest `changed` holds. Where two such differ,
    neither is taken.
    """
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(key(entry), []).append(entry)
    double = [name for name, same in found.items() if len(same) > 1]
    if not double:
        return list(entries), []
    kept: list[Entry] = []
    doubtful: list[str] = []
    for name, same in found.items():
        last = max(changed(entry) for entry in same)
        newest_ones = [entry for entry in same if changed(entry) == last]
        if all(entry == newest_ones[0] for entry in newest_ones):
            kept.append(newest_ones[0])
        else:
            doubtful.append(name)
    facts = {"file": place, "count": len(double), "example": double[0]}
    notes = [Note("feed_duplicate", place, facts)]
    if doubtful:
        facts = {"count": len(doubtful), "example": doubtful[0], "files": place}
        notes.append(Note("feed_vulnerability_contradictory", place, facts))
    return kept, notes
