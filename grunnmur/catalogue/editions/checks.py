"""Whether what was read of a feed can take the place of what was known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from grunnmur.catalogue.editions import differing
from grunnmur.catalogue.editions.staged import WHOLE, Staged
from grunnmur.catalogue.feeds.reading import Note
from grunnmur.kit.engine import Steps

LEAST_SHARE = 0.5
"""A whole list less than half as long as the last is taken for cut off; neither has shrunk so."""
_AHEAD = timedelta(days=1)
"""Where it is tomorrow already."""


@dataclass(frozen=True, slots=True)
class Usable:
    """A feed to take in. `document` is the one that counts of a feed that comes whole."""

    staged: Staged
    as_of: date | None
    document: int | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """One whole list as it was read."""

    document: int
    as_of: date | None
    ids: int
    sayings: int
    unreadable: int
    place: str


def usable(
    steps: Steps,
    staged: Mapping[str, Staged],
    before: Mapping[str, Mapping[str, Any]],
    *,
    on: date,
) -> tuple[dict[str, Usable], list[Note]]:
    """The feeds to take in, and a note for each that is not. `before` is the last edition's feeds, `on` today."""
    taken: dict[str, Usable] = {}
    notes: list[Note] = []
    for feed, found in sorted(staged.items()):
        known = before.get(feed, {})
        if known.get("digest") == found.digest:
            notes.append(Note("feed_unchanged", feed, {"feed": feed}))
        elif not found.rows:
            notes.append(Note("feed_empty", feed, {"feed": feed}))
        elif feed not in WHOLE:
            taken[feed] = Usable(found, _day(found.as_of))
        else:
            lists = [_List(*row) for row in steps.rows(f"lists_{feed}")]  # type: ignore[arg-type]
            chosen, reasons, as_new = _newest(feed, lists, known, on)
            notes += reasons
            if chosen is not None:
                taken[feed] = Usable(found, chosen.as_of, chosen.document)
                notes += _differences(steps, feed, chosen, as_new)
    return taken, notes


def _newest(
    feed: str, lists: Iterable[_List], known: Mapping[str, Any], on: date
) -> tuple[_List | None, list[Note], list[_List]]:
    """The newest list that can be used, of one day the last; why others cannot; and those that are as new."""
    chosen: _List | None = None
    usable: list[_List] = []
    notes: list[Note] = []
    for found in lists:
        code = _fault(found, known, on)
        if code is None:
            chosen = found
            usable.append(found)
            continue
        facts = {"feed": feed, "file": found.place, "rows": found.ids, "before": known.get("rows")}
        if code == "feed_not_yet":
            facts["day"] = str(found.as_of)
        notes.append(Note(code, found.place, facts))
    if chosen is not None and chosen.as_of is None:
        notes.append(Note("feed_undated", chosen.place, {"feed": feed, "file": chosen.place}))
    as_new = [one for one in usable if chosen and one is not chosen and one.as_of == chosen.as_of]
    return chosen, notes, as_new


def _differences(steps: Steps, feed: str, held: _List, others: Iterable[_List]) -> list[Note]:
    return [
        note
        for other in others
        for note in differing.notes(
            steps,
            (feed,),
            held=held.document,
            held_place=held.place,
            other=other.document,
            other_place=other.place,
        )
    ]


def _fault(found: _List, known: Mapping[str, Any], on: date) -> str | None:
    before = _day(known.get("as_of"))
    if found.as_of and found.as_of > on + _AHEAD:
        return "feed_not_yet"  # every real list would be older than it
    if found.sayings > found.ids:
        return "feed_contradictory"
    if found.unreadable:
        return "feed_values_unreadable"
    if before and found.as_of and found.as_of < before:
        return "feed_older"
    if known.get("rows") and found.ids < LEAST_SHARE * known["rows"]:
        return "feed_shrunk"
    return None


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        return None
