"""What a comparison gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a scenario's figure cannot be set beside the others': a code, and the facts."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of every scenario, in their order; None is not known.

    `subject` is the platform, skill or year it is of. `best` are the numbers of the scenarios that
    are best at it: none where it is no merit, where all are alike, or where fewer than two can be
    compared. `lacks` says of each scenario why it cannot.
    """

    code: str
    subject: str
    values: tuple[int | float | date | None, ...]
    best: tuple[int, ...]
    lacks: tuple[tuple[Lack, ...], ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Total cost with one cost part multiplied by a factor, the plans staying as they are.

    `turns_at` is the factor nearest to 1 at which another scenario becomes cheapest; None where
    none does. Only scenarios that can be compared on cost take part.
    """

    part: str
    factor: float
    totals: tuple[int, ...]
    best: tuple[int, ...]
    turns_at: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scenarios side by side."""

    names: tuple[str, ...]
    figures: tuple[Figure, ...]
    sensitivities: tuple[Sensitivity, ...]

    def figure(self, code: str, subject: str = "") -> Figure:
        """The figure with that code of that subject."""
        return next(row for row in self.figures if (row.code, row.subject) == (code, subject))
