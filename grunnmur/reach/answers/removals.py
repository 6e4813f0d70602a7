"""The fewest removals that stop every way to patient data, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from grunnmur.estate import Estate
from grunnmur.reach.answers.asked import asked

Thing = tuple[str, str]
"""A noun and an id."""


@dataclass(frozen=True, slots=True)
class Removal:
    """One removal: what `kind` of it, `through` which right, of whom to what, and how much it stops for its cost.

    `ends_on` is the last day of the wave that does it anyway; None where the plan does not.
    """

    place: int
    kind: str
    through: str | None
    subject: Thing | None
    other: Thing | None
    cost: int
    stops: int
    closes: int
    ends_on: date | None


def removals(estate: Estate) -> tuple[Removal, ...]:
    """Every removal of the complete cut of all targets, in order."""
    return tuple(_removal(*row) for row in asked(estate).rows("removals"))


def _removal(*row: Any) -> Removal:  # noqa: ANN401 cells of a row
    place, kind, through, subject_kind, subject_id, other_kind, other_id, *numbers = row
    subject, other = _thing(subject_kind, subject_id), _thing(other_kind, other_id)
    return Removal(place, kind, through, subject, other, *numbers)


def _thing(noun: str, entity_id: str | None) -> Thing | None:
    return None if entity_id is None else (noun, entity_id)
