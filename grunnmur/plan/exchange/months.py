"""Months as people write them in a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from grunnmur.plan.exchange.sheet import Cell

if TYPE_CHECKING:
    from grunnmur.plan.period import Period

_NAMES = (
    ("jan", "januar", "january"),
    ("feb", "februar", "february"),
    ("mar", "mars", "march"),
    ("apr", "april"),
    ("mai", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("okt", "oct", "oktober", "october"),
    ("nov", "november"),
    ("des", "dec", "desember", "december"),
)
_BY_NAME = {name: number for number, names in enumerate(_NAMES, 1) for name in names}
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?(?:[ T].*)?")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d\d)")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_NAMED = re.compile(r"(?:\d{1,2}\.?\s+)?([^\W\d]+)\.?[\s,-]*(\d{4})")
_NAMED_LAST = re.compile(r"(\d{4})[\s,-]+([^\W\d]+)\.?")
_DIGITS = re.compile(r"\d{1,9}")
_TOGETHER = re.compile(r"(20\d\d)(0[1-9]|1[0-2])")


def period_of(cell: Cell, periods: Sequence[Period], first: int = 0) -> int | str:
    """The period the cell names, or the code of why it names none.

    A month is its only period; where several begin in it the month alone does not say which. A day
    is the period it is in. A small whole number is a period's own, the first of which is `first`.
    """
    number = _number(cell)
    if number is not None:
        return _of_number(number, periods, first)
    day = cell if isinstance(cell, date) else None
    month: tuple[int, int] | None = None
    if isinstance(cell, str):
        found = _read(cell.strip())
        if isinstance(found, str):
            return found
        day, month = found
    if day is not None:
        return _holding(day, periods)
    return _beginning(month, periods) if month else "month_not_given"


def is_counted(cell: Cell) -> bool:
    """Whether the cell is a number that counts periods, and no month written as one."""
    number = _number(cell)
    return number is not None and not _TOGETHER.fullmatch(f"{number:.0f}")


def _number(cell: Cell) -> float | None:
    if isinstance(cell, str):
        return float(cell) if _DIGITS.fullmatch(cell) else None
    return cell if isinstance(cell, float) else None


def _of_number(value: float, periods: Sequence[Period], first: int) -> int | str:
    if not value.is_integer():
        return "month_not_understood"
    joined = _TOGETHER.fullmatch(str(int(value)))
    if joined:
        return _beginning((int(joined[1]), int(joined[2])), periods)
    return int(value) - first if 0 <= value - first < len(periods) else "month_not_in_plan"


def _read(text: str) -> tuple[date | None, tuple[int, int] | None] | str:
    """A day or a month (year, month), or the code of what is wrong."""
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _MONTH_FIRST.fullmatch(text):
        return _day(found[2], found[1], None)
    if found := _DAY_FIRST.fullmatch(text):
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        return _day(year, found[2], found[1])
    if found := _SLASHES.fullmatch(text):
        if found[1] != found[2] and int(found[1]) <= 12 and int(found[2]) <= 12:
            return "month_ambiguous"
        first_is_day = int(found[1]) > 12
        month, day = (found[2], found[1]) if first_is_day else (found[1], found[2])
        return _day(found[3], month, day)
    for form, year, name in ((_NAMED, 2, 1), (_NAMED_LAST, 1, 2)):
        found = form.fullmatch(text)
        if found and found[name].casefold() in _BY_NAME:
            return None, (int(found[year]), _BY_NAME[found[name].casefold()])
    return "month_not_understood"


def _day(
    year: str, month: str, day: str | None
) -> tuple[date | None, tuple[int, int] | None] | str:
    try:
        found = date(int(year), int(month), int(day or 1))
    except ValueError:
        return "month_not_understood"
    return (None, (found.year, found.month)) if day is None else (found, None)


def _holding(day: date, periods: Sequence[Period]) -> int | str:
    for number, period in enumerate(periods):
        if period.starts_on <= day <= period.ends_on:
            return number
    return "month_not_in_plan"


def _beginning(month: tuple[int, int], periods: Sequence[Period]) -> int | str:
    found = [
        number
        for number, period in enumerate(periods)
        if (period.starts_on.year, period.starts_on.month) == month
    ]
    if not found:
        return "month_not_in_plan"
    return found[0] if len(found) == 1 else "month_has_several_periods"
