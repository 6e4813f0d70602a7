"""Entries that cannot be taken: without a number of their own, saying two things of one release, or no day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
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


def consistent(
    place: str, products: Iterable[Rows], days: Sequence[str]
) -> tuple[list[Rows], list[Note]]:
    """The products whose releases each say one thing, in days that are days, and a note on the others.

    `days` are the columns that hold a day, or yes or no. A product with a release that says two things, or a
    day that is none, is left out whole: what was known of it stays.
    """
    kept: list[Rows] = []
    contradictory: list[str] = []
    undated: list[str] = []
    for releases in products:
        wrong = [
            f"{row['product']} {row['cycle']}: {row[name]}"
            for row in releases
            for name in days
            if not _is_said(row.get(name))
        ]
        undated += wrong
        if wrong:
            continue
        said: dict[object, Mapping[str, object]] = {}
        twice = [
            f"{row['product']} {row['cycle']}"
            for row in releases
            if said.setdefault(row["cycle"], row) != row
        ]
        contradictory += twice
        if not twice:
            kept.append(tuple(said.values()))
    notes = [
        Note(code, place, {"file": place, "count": len(found), "example": found[0]})
        for code, found in (
            ("feed_release_contradictory", contradictory),
            ("feed_release_undated", undated),
        )
        if found
    ]
    return kept, notes


def _is_said(value: object) -> bool:
    """Whether it is a day, yes or no, or nothing."""
    if value in (None, "true", "false"):
        return True
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True
