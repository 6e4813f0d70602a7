"""Days into periods: freezes, deadlines and what people entered month by month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from grunnmur.plan.period import Period, months

Row = Mapping[str, Any]


def first_periods(on: date, count: int) -> tuple[Period, ...]:
    """`count` months, from the first that begins on the day or later."""
    first = on if on.day == 1 else (on.replace(day=1) + timedelta(days=31)).replace(day=1)
    return months(first, count)


def frozen_share(period: Period, starts_on: date, ends_on: date) -> float:
    """How much of the period the days take, both included."""
    first, last = max(period.starts_on, starts_on), min(period.ends_on, ends_on)
    days = (last - first).days + 1
    return max(0, days) / ((period.ends_on - period.starts_on).days + 1)


def last_period_by(periods: tuple[Period, ...], due_on: date) -> int:
    """The last period that has ended by the day; −1 if none has."""
    return sum(period.ends_on <= due_on for period in periods) - 1


def period_of(periods: tuple[Period, ...], on: date) -> int | None:
    """The number of the period the day is in; None outside all."""
    for number, period in enumerate(periods):
        if period.starts_on <= on <= period.ends_on:
            return number
    return None


def steps_from(
    periods: tuple[Period, ...],
    rows: Iterable[Row],
    amount: Callable[[Row], int],
) -> tuple[int, ...]:
    """A series from rows that each hold from their `from_on`; 0 before the first."""
    held = sorted(rows, key=lambda row: row["from_on"])
    series = []
    for period in periods:
        holding = [row for row in held if row["from_on"] <= period.ends_on]
        series.append(amount(holding[-1]) if holding else 0)
    return tuple(series)
