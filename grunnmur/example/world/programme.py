"""What people enter for the plan: freezes, capacities, budgets, deadlines, fixed costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from grunnmur.example.world.drawing import Stream, count_of
from grunnmur.example.world.frame import DAYS, Column, Frame, column_of
from grunnmur.example.world.organisations import rows_of

_SKILLS = {"applikasjon": 900, "database": 260, "nettverk": 220, "klient": 480, "mtu": 300,
           "telefoni": 90, "sikkerhet": 160, "integrasjon": 240}  # fmt: skip
_YEARS = 5
_BUDGET = 420_000_000
_PLATFORM_COST = {"A": 9_000_000, "B": 5_500_000, "C": 4_000_000}


def freezes(rng: Stream, organisation: Frame, service: Frame, *, on: date) -> Frame:
    """Days on which nothing may change: holidays for all, the trusts' own, a few services'."""
    rows: list[tuple[int, int, date, date, str]] = []
    for year in range(on.year, on.year + _YEARS):
        rows.append((-1, -1, date(year, 12, 18), date(year + 1, 1, 4), "Jul og nyttår"))
        easter = _easter(year + 1)
        rows.append((-1, -1, easter - timedelta(9), easter + timedelta(1), "Påske"))
        rows.append((-1, -1, date(year + 1, 6, 27), date(year + 1, 8, 10), "Sommer"))
    for trust in rows_of(organisation, "trust").tolist():
        begins = on + timedelta(int(rng.integers(60, 900)))
        rows.append((trust, -1, begins, begins + timedelta(21), "Innflytting i nytt bygg"))
    for number in range(0, len(service), 4):
        begins = on + timedelta(int(rng.integers(30, 700)))
        rows.append((-1, number, begins, begins + timedelta(10), "Beredskap for tjenesten"))
    return Frame({
        "organisation_row": np.array([row[0] for row in rows], dtype=np.int64),
        "service_row": np.array([row[1] for row in rows], dtype=np.int64),
        "starts_on": np.array([row[2] for row in rows], dtype=DAYS),
        "ends_on": np.array([row[3] for row in rows], dtype=DAYS),
        "reason": column_of([row[4] for row in rows]),
    })  # fmt: skip


def skills(*, size: float, on: date) -> Frame:
    """Person-days a month of each skill."""
    first = on.replace(day=1)
    return Frame({
        "skill": column_of(list(_SKILLS)),
        "from_on": np.array([first] * len(_SKILLS), dtype=DAYS),
        "person_days": np.array([round(days * (0.97 * size + 0.03), 1) for days in _SKILLS.values()]),
    })  # fmt: skip


def slots(organisation: Frame, *, size: float, on: date) -> Frame:
    """How many cutovers each trust can take in a month."""
    trusts = rows_of(organisation, "trust")
    many = [max(6, round((160 * float(weight) + 16) * size)) for weight in
            organisation["weight"][trusts].tolist()]  # fmt: skip
    return Frame({
        "organisation_row": trusts,
        "from_on": np.array([on.replace(day=1)] * len(trusts), dtype=DAYS),
        "slots": np.array(many, dtype=np.int64),
    })  # fmt: skip


def budgets(*, size: float, on: date) -> Frame:
    """One-off money a year."""
    years = np.arange(on.year, on.year + _YEARS, dtype=np.int64)
    return Frame({"year": years, "amount_nok": np.full(_YEARS, round(_BUDGET * size))})


def deadlines(rng: Stream, application: Frame, location: Frame, *, size: float,
              on: date) -> Frame:  # fmt: skip
    """Days something must have moved by."""
    rows: list[tuple[str, str, date, str, int, str]] = []
    for letter, years in (("C", 3), ("B", 4)):
        rows.append(("platform", letter, on.replace(year=on.year + years), "hard", 2_500_000,
                     "Driftsavtalen for plattformen løper ut"))  # fmt: skip
    moving = np.flatnonzero((application["scope"] == "in") & (application["status"] == "active"))
    for row in rng.choice(moving, count_of(40, size, least=3), replace=False).tolist():
        due = on + timedelta(int(rng.integers(200, 1200)))
        rows.append(("application", application["name"][row], due, "soft", 150_000,
                     "Lisensen løper ut"))  # fmt: skip
    rooms = np.flatnonzero(location["kind"] == "room")
    for row in rng.choice(rooms, count_of(8, size, least=1), replace=False).tolist():
        due = on + timedelta(int(rng.integers(400, 1400)))
        rows.append(("location", location["name"][row], due, "hard", 400_000, "Bygget rives"))
    return _by_column(rows, ("subject_kind", "subject", "due_on", "hardness",
                             "penalty_nok_per_month", "reason"))  # fmt: skip


def fixed_costs(location: Frame, contract: Frame, *, size: float) -> Frame:
    """What ends with the last workload of a platform, a data room or a contract."""
    rows: list[tuple[str, str, int]] = [
        ("platform", letter, round(cost * size)) for letter, cost in _PLATFORM_COST.items()
    ]
    rooms = np.flatnonzero(location["kind"] == "room").tolist()
    rows += [("location", location["name"][row], 60_000) for row in rooms]
    operated = np.flatnonzero(contract["kind"] == "operations")
    rows += [("contract", contract["contract_no"][row], int(contract["yearly_nok"][row]) // 12)
             for row in operated.tolist()]  # fmt: skip
    return _by_column(rows, ("subject_kind", "subject", "nok_per_month"))


def capacities(rng: Stream, location: Frame, *, size: float, on: date) -> Frame:
    """What the data centres have room for in all, growing by the year."""
    rows: list[tuple[str, int, date, float]] = []
    for place in np.flatnonzero(location["kind"] == "data_centre").tolist():
        for year in range(3):
            day = on.replace(year=on.year + year)
            rows += [("hosts", place, day, max(6.0, round(140 * size * (1 + 0.3 * year)))),
                     ("storage_tb", place, day, max(40.0, round(6000 * size * (1 + 0.4 * year)))),
                     ("racks", place, day, max(2.0, round(60 * size)))]  # fmt: skip
    return _by_column(rows, ("resource", "location_row", "from_on", "amount"))


def uses(asset: dict[str, Column]) -> Frame:
    """What each server uses of disk, in terabytes."""
    rows = np.flatnonzero(np.isin(asset["kind"].astype(str), ("vm", "server")))
    return Frame({
        "resource": column_of(["storage_tb"] * len(rows)),
        "asset_row": rows,
        "amount": np.round(asset["disk_mb"][rows] / 1024 / 1024, 3),
    })  # fmt: skip


def _by_column(rows: Sequence[Sequence[Any]], names: tuple[str, ...]) -> Frame:
    columns = {}
    for place, name in enumerate(names):
        values = [row[place] for row in rows]
        if isinstance(values[0], date):
            columns[name] = np.array(values, dtype=DAYS)
        elif isinstance(values[0], int | float):
            columns[name] = np.array(values)
        else:
            columns[name] = column_of(values)
    return Frame(columns)


def _easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian rule."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    return date(year, (h + k - 7 * m + 114) // 31, (h + k - 7 * m + 114) % 31 + 1)
