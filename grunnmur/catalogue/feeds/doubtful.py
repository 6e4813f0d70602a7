"""Entries that cannot be taken: without a number, not readable, saying two things of one release, or no day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from grunnmur.catalogue.feeds.reading import Note

T = TypeVar("T")
R = TypeVar("R")
Rows = Sequence[Mapping[str, object]]

WRONG = (KeyError, TypeError, AttributeError, ValueError, IndexError, RecursionError)
"""What it comes to that something is not of the form its publisher gives it."""
_NAMED = 5  # entries in a note; a publisher that changes its form has thousands


def numbered(
    place: str, entries: Iterable[T], number: Callable[[T], object]
) -> tuple[list[T], list[Note]]:
    """The entries whose number is a text, in order, and a note on the others."""
    listed = list(entries)
    kept = [entry for entry in listed if _number(entry, number)]
    left_out = len(listed) - len(kept)
    if not left_out:
        return kept, []
    return kept, [Note("feed_entry_nameless", place, {"file": place, "count": left_out})]


def why(error: Exception) -> str:
    """What is wrong, in words."""
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return f"{type(error).__name__}: {error}"


def readable(
    place: str, entries: Iterable[T], read: Callable[[T], R], number: Callable[[T], object]
) -> tuple[list[R], list[Note]]:
    """What `read` gives of each entry, in order, and a note on those it cannot read.

    They are left out whole: what was known of them before stays.
    """
    found: list[R] = []
    wrong: list[str] = []
    for entry in entries:
        try:
            found.append(read(entry))
        except WRONG as error:
            wrong.append(f"{_number(entry, number) or '?'}: {why(error)}")
    if not wrong:
        return found, []
    facts = {"file": place, "count": len(wrong), "named": "; ".join(wrong[:_NAMED])}
    return found, [Note("feed_entry_unreadable", place, facts)]


def _number(entry: T, number: Callable[[T], object]) -> str | None:
    try:
        told = number(entry)
    except WRONG:
        return None
    return told if isinstance(told, str) and told.strip() else None


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
