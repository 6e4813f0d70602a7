"""The PSPLIB form (.sm one mode, .mm several): headed sections between lines of stars.

MMLIB writes the same with fewer lines at the top. A doubly constrained resource is not read.
"""

from __future__ import annotations

import re
from itertools import takewhile

from grunnmur.plan.activities.project import Lag, Mode, Project

Rows = list[list[int]]


def read(name: str, text: str) -> Project:
    """The project in a text of this form. Raises ValueError or IndexError where it is not one."""
    lines = [line.strip() for line in text.splitlines()]
    renewable, stocked, doubly = (_count(text, kind) for kind in _KINDS)
    if doubly:
        raise ValueError("a doubly constrained resource")
    amounts = _section(lines, r"RESOURCE ?AVAILABILIT(Y|IES)")[0]
    if len(amounts) != renewable + stocked:
        raise ValueError(f"{len(amounts)} amounts for {renewable + stocked} resources")

    order = _section(lines, "PRECEDENCE RELATIONS")
    lags = tuple(Lag(row[0] - 1, after - 1) for row in order for after in row[3 : 3 + row[2]])
    work = _section(lines, "REQUESTS/DURATIONS")
    activities = tuple(tuple(_modes(work, row[0], row[1], renewable)) for row in order)
    return Project(name, activities, lags, tuple(amounts[:renewable]), tuple(amounts[renewable:]))


_KINDS = (r"- *renewable", r"- *nonrenewable", r"- *doubly constrained")


def _count(text: str, kind: str) -> int:
    found = re.search(kind + r"\s*: *(\d+)", text)
    if found is None:
        raise ValueError(f"no line for {kind}")
    return int(found[1])


def _section(lines: list[str], heading: str) -> Rows:
    """The lines of numbers under a heading, up to the next line of stars."""
    start = next((n for n, line in enumerate(lines) if re.match(heading, line)), None)
    if start is None:
        raise ValueError(f"no section {heading}")
    under = takewhile(lambda line: not line.startswith("*"), lines[start + 1 :])
    return [[int(word) for word in line.split()] for line in under if line[:1].isdigit()]


def _modes(work: Rows, number: int, mode_count: int, renewable: int) -> list[Mode]:
    """An activity's number stands only on the line of its first mode."""
    first = next(n for n, row in enumerate(work) if row[0] == number and _is_first(work, n))
    rows = [work[first][1:], *work[first + 1 : first + mode_count]]
    lengths = {len(row) for row in rows}
    if [row[0] for row in rows] != list(range(1, mode_count + 1)) or len(lengths) > 1:
        raise ValueError(f"activity {number} lacks a mode")
    return [
        Mode(row[1], tuple(row[2 : 2 + renewable]), tuple(row[2 + renewable :])) for row in rows
    ]


def _is_first(work: Rows, at: int) -> bool:
    """Whether the line has the activity's number too: one number more than a line of a mode has."""
    return len(work[at]) == max(len(row) for row in work)
