"""The ProGen/max form (.sch): one mode an activity, time lags from start to start.

A line an activity: its number from 0, its modes, how many lags, to which activities, and the gaps
in brackets; a gap below 0 is a maximum lag. Then a line each with duration and use; the capacities.
"""

from __future__ import annotations

from grunnmur.plan.activities.project import Lag, Mode, Project


def read(name: str, text: str) -> Project:
    """The project in a text of this form. Raises ValueError or IndexError where it is not one."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    activity_count, resource_count = int(lines[0][0]) + 2, int(lines[0][1])
    order, work = lines[1 : 1 + activity_count], lines[1 + activity_count : -1]
    if len(work) != activity_count or any(row[1] != "1" for row in (*order, *work)):
        raise ValueError("a line for each activity in each half, of one mode, was expected")

    lags = tuple(lag for row in order for lag in _lags(row))
    activities = tuple((_mode(row, resource_count),) for row in work)
    capacity = tuple(int(word) for word in lines[-1])
    return Project(name, activities, lags, capacity)


def _lags(row: list[str]) -> list[Lag]:
    number, count = int(row[0]), int(row[2])
    afters, gaps = row[3 : 3 + count], row[3 + count :]
    return [
        Lag(number, int(after), int(gap.strip("[]")), after_end=False)
        for after, gap in zip(afters, gaps, strict=True)
    ]


def _mode(row: list[str], resource_count: int) -> Mode:
    return Mode(int(row[2]), tuple(int(word) for word in row[3 : 3 + resource_count]))
