"""How often a dependency is used, from the days and hours it was seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.depend.flows import SERVERS, depended, record

MONDAY = datetime(2026, 6, 1)
HEART = {"asset_id": "heart", "realm": "A", "ip": "10.0.0.3"}


def _period(folder: Path, at: Iterable[datetime], days: int = 90) -> str | None:
    """The period told of flows at these moments, while something else is seen every day."""
    beats = [
        record("10.0.0.3:51000", "10.0.0.2:22", MONDAY + timedelta(days=day, hours=9), opened=True)
        for day in range(days)
    ]
    talk = [record("10.0.0.1:51000", "10.0.0.2:5432", moment, opened=True) for moment in at]
    estate = depended(folder, *beats, *talk, address=[*SERVERS, HEART])
    ((period,),) = estate.connection.sql(
        "select period from dependency where consumer_id = 'web'"
    ).fetchall()
    return period


def _each(days: Iterable[int], *hours: int) -> list[datetime]:
    return [MONDAY + timedelta(days=day, hours=hour) for day in days for hour in hours]


@pytest.mark.parametrize(
    ("days", "hours", "period"),
    [
        (range(30), (9, 14), "daily"),
        ([d for d in range(30) if d % 7 < 5], (9,), "daily"),  # working days
        (range(30), (23, 2), "nightly"),
        (range(10), range(24), "continuous"),
        (range(6, 90, 7), (4,), "weekly"),
        ([3, 10, 17, 31, 38], (4,), "weekly"),  # one week of six missing
        ([29, 59], (3,), None),  # two month-ends: too few to tell
        ([3, 10], (4,), None),
        ([40], (4,), None),
        ([0, 2, 3, 9, 14, 15, 22, 28, 29], (9,), "irregular"),
    ],
)
def test_a_period_is_told_where_it_was_seen_often_enough(
    tmp_path: Path, days: Iterable[int], hours: Iterable[int], period: str | None
) -> None:
    assert _period(tmp_path, _each(days, *hours)) == period


def test_the_last_day_of_each_month_is_monthly_though_months_differ(tmp_path: Path) -> None:
    ends = [datetime(2026, 6, 30, 3), datetime(2026, 7, 31, 3), datetime(2026, 8, 31, 3)]

    assert _period(tmp_path, ends, days=92) == "monthly"


def test_days_on_which_no_sensor_saw_anything_count_for_nothing(tmp_path: Path) -> None:
    # seen on all of days 0–9 and 20–29; sensors were down from 10 to 19
    days = [*range(10), *range(20, 30)]
    talk = [record("10.0.0.1:51000", "10.0.0.2:5432", at, opened=True) for at in _each(days, 9)]

    estate = depended(tmp_path, *talk)

    assert estate.connection.sql("select period from dependency").fetchall() == [("daily",)]
    assert date(2026, 6, 15) not in {
        day for (day,) in estate.connection.sql("select on_date from flow").fetchall()
    }
