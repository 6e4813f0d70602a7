"""What was probably not seen: how likely no run of a regular dependency fell into hours that were watched.

A renewal process with a phase nobody told: a weekly job keeps to one weekday, a monthly one to one day
of the month, a yearly one to one day, and each is as likely as the next, but half of the monthly ones
are where months meet. What runs on fail-over comes by chance (Poisson). The probability is the mean
over phases of the product over runs of the share of the day not watched (D. R. Cox, Renewal Theory,
1962, forward recurrence time of a process begun long ago).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

import pyarrow as pa

from grunnmur.estate import TABLES, Estate
from grunnmur.kit.engine import Steps

AT_THE_TURN = 0.5
"""Share of monthly jobs that run on a month's last day or first two: closing of books, pay, reports."""
FAILOVERS_A_YEAR = 2.0
"""A judgement: two exercises or faults a year. It only matters for dependencies on fail-over."""
_WRITTEN = {
    "daily": ("daily", "nightly", "continuous", "hourly", "daglig", "kontinuerlig", "løpende"),
    "weekly": ("weekly", "ukentlig"),
    "monthly": ("monthly", "månedlig"),
    "yearly": ("yearly", "annually", "årlig"),
    "failover": ("failover", "ved omkobling"),
}

_LENGTH = {
    "daily": 1,
    "weekly": 7,
    "monthly": 30.44,
    "yearly": 365.25,
    "failover": 365.25 / FAILOVERS_A_YEAR,
}
_COLUMNS = pa.schema([
    ("realm", pa.string()), ("period", pa.string()), ("missed", pa.float64()), ("runs", pa.float64()),
    ("watched_hours", pa.float64()), ("window_hours", pa.float64()),
])  # fmt: skip

Watched = Sequence[tuple[date, float]]
"""Each day of the window with the share of its hours that were watched and would have shown a run."""


def write(estate: Estate, steps: Steps) -> None:
    """Writes `unseen`, and the probability in `dependency`."""
    connection = steps.connection
    connection.register("period_name", _period_names())
    steps.run("watched_day", "application_realm", "declared_pair", "sensor_share")
    connection.register("missed_run", _missed_runs(steps))
    steps.run("application_coverage")
    estate.write(TABLES["unseen"], steps.text("out_unseen"))
    steps.run("unseen_pair")
    estate.write(TABLES["dependency"], steps.text("out_dependency"))


def missed(period: str, days: Watched) -> float:
    """The probability that no run of a dependency of that period fell into the watched hours."""
    if period == "failover":
        return math.exp(-FAILOVERS_A_YEAR / 365.25 * sum(share for _, share in days))
    if period == "daily":
        return math.prod(1 - share for _, share in days)
    if period == "weekly":
        return (
            sum(
                math.prod(1 - share for on, share in days if on.weekday() == weekday)
                for weekday in range(7)
            )
            / 7
        )
    if period == "yearly":
        by_day: dict[tuple[int, int], float] = {}
        for on, share in days:
            by_day[on.month, on.day] = by_day.get((on.month, on.day), 1.0) * (1 - share)
        return max(0.0, 1 - sum(1 - left for left in by_day.values()) / 365.25)
    turn = sum(_missed_monthly(days, phase) for phase in (0, 1, 2)) / 3
    rest = sum(_missed_monthly(days, phase) for phase in range(3, 28)) / 25
    return AT_THE_TURN * turn + (1 - AT_THE_TURN) * rest


def _missed_monthly(days: Watched, phase: int) -> float:
    """The same for the day of the month; 0 is the last."""
    return math.prod(
        1 - share
        for on, share in days
        if on.day == phase or (phase == 0 and (on + timedelta(days=1)).month != on.month)
    )


def _period_names() -> pa.Table:
    """Each period as registers and sensors write it, in either language."""
    pairs = [(written, period) for period, words in _WRITTEN.items() for written in words]
    return pa.table({"written": [one for one, _ in pairs], "period": [name for _, name in pairs]})


def _missed_runs(steps: Steps) -> pa.Table:
    """By realm and period: the probability of having missed every run, and the runs to be expected."""
    rows: list[tuple[object, ...]] = []
    shown = _shown(steps)
    for realm, days in _days(steps).items():
        watched = [(on, seen / 24 * shown) for on, seen in days]
        for period, every in _LENGTH.items():
            runs = sum(share for _, share in watched) / every
            hours = sum(seen for _, seen in days)
            rows.append((realm, period, missed(period, watched), runs, hours, 24.0 * len(days)))
    names = _COLUMNS.names
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], _COLUMNS)


def _days(steps: Steps) -> dict[str, list[tuple[date, float]]]:
    days: dict[str, list[tuple[date, float]]] = {}
    for realm, on, hours in steps.connection.execute(
        "select realm, on_date, hours from watched_day order by all"
    ).fetchall():
        days.setdefault(realm, []).append((on, float(hours)))
    return days


def _shown(steps: Steps) -> float:
    """How likely a run leaves a trace where sensors look at one packet in so many.

    Where traffic is thinned, the traces of a pair on a day are Poisson, of which the days without any
    are not seen: their mean is found from the mean of the others (zero-truncated Poisson).
    """
    rows = steps.connection.execute(
        "select avg(flows) from conversed where sampled > 1 and source_id is not null and target_id is not null"
    ).fetchall()
    mean = rows[0][0]
    if mean is None:
        return 1.0
    low, high = 1e-9, float(mean)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if middle / -math.expm1(-middle) < mean else (low, middle)
    return -math.expm1(-high)
