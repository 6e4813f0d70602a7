"""Days as `4/5/16`, where only the file as a whole tells which number is the month."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from grunnmur.collect import values
from grunnmur.collect.rows import Row

_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})")


def month_first(rows: Iterable[Row], *columns: str) -> bool | None:
    """Whether the first number is the month: true when some second number is too large to be one.

    None when nothing in the file tells, or when it tells both.
    """
    firsts, seconds = 0, 0
    for row in rows:
        for column in columns:
            if found := _SLASHED.fullmatch(row.text(column) or ""):
                firsts, seconds = max(firsts, int(found[1])), max(seconds, int(found[2]))
    if (firsts > 12) == (seconds > 12):
        return None
    return seconds > 12


def day(written: str | None, *, month_is_first: bool | None) -> date | None:
    """The day, or None when it is no day or cannot be told."""
    if written is None:
        return None
    slashed = _SLASHED.fullmatch(written)
    if slashed is None:
        found = values.moment(written)
        return found.date() if found else None
    if month_is_first is None:
        return None
    month, day_number = (slashed[1], slashed[2]) if month_is_first else (slashed[2], slashed[1])
    try:
        return date(
            int(slashed[3]) + (2000 if len(slashed[3]) == 2 else 0), int(month), int(day_number)
        )
    except ValueError:
        return None
