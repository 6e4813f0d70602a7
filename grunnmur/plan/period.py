"""Periods: what the planner counts time in. Months here; nothing below assumes a length."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from grunnmur.errors import ProblemError


@dataclass(frozen=True, slots=True)
class Period:
    """One period, both days included. A budget counts a period in the year its first day is in."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ProblemError("period_ends_before_start", starts_on=str(self.starts_on))


def months(first_on: date, count: int) -> tuple[Period, ...]:
    """`count` calendar months in a row, beginning with the month `first_on` is in."""
    periods = []
    starts_on = first_on.replace(day=1)
    for _ in range(count):
        ends_on = starts_on.replace(day=monthrange(starts_on.year, starts_on.month)[1])
        periods.append(Period(starts_on, ends_on))
        starts_on = ends_on + timedelta(days=1)
    return tuple(periods)
