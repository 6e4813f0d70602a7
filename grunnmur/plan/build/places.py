"""The places there are: what they are in, what people call them, and where their things move to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from grunnmur.plan.build.built import Note
from grunnmur.plan.build.tables import Tables


class Places:
    """The places of an estate. `moves_to` are places by the places their things move to, each by name or id."""

    def __init__(self, tables: Tables, moves_to: Mapping[str, str]) -> None:
        self._names = {row["location_id"]: row["name"] or "" for row in tables.rows("location")}
        above: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row in tables.rows("location_above"):
            above[row["location_id"]].append((row["depth"], row["above_id"]))
        self._above = {place: [name for _, name in sorted(rows)] for place, rows in above.items()}
        self._moves_to, self.notes = self._meant(moves_to)

    def name(self, place: str) -> str:
        """What people call it."""
        return self._names.get(place) or place

    def above(self, place: str | None) -> list[str]:
        """The place and all it is in, the nearest first; none of a place nobody knows."""
        return self._above.get(place or "", [])

    def target(self, place: str | None) -> str | None:
        """Where what stands there moves to: as is said of it or of the nearest it is in, else nowhere else."""
        said = (self._moves_to[name] for name in self.above(place) if name in self._moves_to)
        return next(said, place)

    def _meant(self, moves_to: Mapping[str, str]) -> tuple[dict[str, str], tuple[Note, ...]]:
        ids: dict[str, set[str]] = defaultdict(set)
        for place, name in self._names.items():
            ids[place].add(place)
            ids[name.casefold()].add(place)
        meant, notes = {}, []
        for pair in moves_to.items():
            found = [ids.get(name) or ids.get(name.casefold(), set()) for name in pair]
            unclear = [name for name, places in zip(pair, found, strict=True) if len(places) != 1]
            if unclear:
                where = f"[plan.moves_to] {pair[0]}"
                notes.append(Note("place_not_known", where, {"place": unclear[0]}))
            else:
                meant[found[0].pop()] = found[1].pop()
        return meant, tuple(notes)
