"""Who reaches patient data and how an attacker comes there, added up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grunnmur.estate import Estate
from grunnmur.reach.answers.asked import asked

TOTALS = ("violations", "use", "approvals", "surface", "cuts")
"""What can be asked, a step each, in the order one reads them."""


@dataclass(frozen=True, slots=True)
class Total:
    """Rows under the names of their columns. Codes come first in a row, then numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def total(estate: Estate, name: str) -> Total:
    """The total of that name, one of `TOTALS`."""
    steps = asked(estate)
    found = steps.connection.execute(steps.text(name))
    columns = tuple(column[0] for column in found.description or ())
    return Total(columns, tuple(found.fetchall()))


def standing(estate: Estate) -> Mapping[tuple[str, str, str | None], int]:
    """How the estate stands, to be compared with another: a number a question and what it is about."""
    return {
        (str(question), str(about), None if of is None else str(of)): int(str(number))
        for question, about, of, number in asked(estate).rows("standing")
    }


def is_assessed(estate: Estate) -> bool:
    """Whether it was known what can be broken into. If not, ways are missing."""
    return not asked(estate).rows("not_assessed")
