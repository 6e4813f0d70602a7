"""Which columns of a sheet say what, by headings in Norwegian and English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from grunnmur.plan.exchange.sheet import Cell, Sheet

_ROLES: dict[str, tuple[str, ...]] = {
    "id": (
        "id", "workload id", "workloadid", "arbeidslast id", "flytteenhet id", "system id", "systemid",
        "applikasjon id", "applikasjonsid", "application id", "applicationid", "app id", "nøkkel", "key",
    ),
    "name": (
        "navn", "name", "workload", "arbeidslast", "flytteenhet", "applikasjon", "application",
        "applikasjonsnavn", "application name", "system", "systemnavn", "løsning", "tjeneste", "app",
    ),
    "month": (
        "måned", "month", "flyttemåned", "cutover month", "cutover", "flyttes", "flyttes i", "moves in",
        "move month", "omlegging", "go live", "produksjonssetting", "pulje", "bølge", "wave", "periode", "period",
        "planlagt", "planned", "når", "when", "dato", "date",
    ),
    "disposition": (
        "disposisjon", "disposition", "tiltak", "metode", "method", "måte", "hvordan", "how", "strategi",
        "strategy", "treatment", "handling", "6r", "7r",
    ),
}  # fmt: skip
_WAVES = ("pulje", "bølge", "wave")
"""Headings of waves, which people number from 1; periods are numbered as the plan counts, from 0."""
_HEADINGS_WITHIN = 30
"""Rows of a sheet in which the headings must stand."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a sheet's headings stand, which column says what, and what else could have said it."""

    row: int
    headings: tuple[str, ...]
    of: dict[str, int]
    also: dict[str, tuple[str, ...]]

    @property
    def first_number(self) -> int:
        """What number the plan's first period has in the column that says when."""
        return int(_spelled(self.headings[self.of["month"]]) in _WAVES)


def recognise(sheet: Sheet) -> Columns | None:
    """The columns, by the first row that names who moves and when; None where no row does.

    Where several headings fit, the one that stands first in the list of its role is taken.
    """
    for number, cells in sheet.rows:
        if number > _HEADINGS_WITHIN:
            return None
        found = _roles(cells)
        if found["month"] and (found["id"] or found["name"]):
            headings = tuple("" if cell is None else str(cell) for cell in cells)
            return Columns(
                row=number,
                headings=headings,
                of={role: columns[0] for role, columns in found.items() if columns},
                also={
                    role: tuple(headings[n] for n in columns[1:])
                    for role, columns in found.items()
                    if len(columns) > 1
                },
            )
    return None


def _roles(cells: Sequence[Cell]) -> dict[str, list[int]]:
    spelled = [_spelled(cell) for cell in cells]
    return {
        role: [n for word in words for n, text in enumerate(spelled) if text == word]
        for role, words in _ROLES.items()
    }


def _spelled(cell: Cell) -> str:
    if not isinstance(cell, str):
        return ""
    return " ".join(re.sub(r"[^\wæøå]+", " ", cell.casefold().replace("_", " ")).split())
