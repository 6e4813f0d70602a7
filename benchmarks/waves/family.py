"""What every instance of the family is made with: one place for every constant.

The numbers are judgements, made to look like a regional hospital group: eleven trusts of uneven size
on three legacy platforms. None is taken from a real estate. Money is NOK, time is months.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TRUST_SHARES = (22, 16, 13, 11, 9, 8, 6, 5, 4, 3, 3)
"""Per cent of the workloads each of the eleven trusts has."""
TRUSTS = tuple(f"trust-{n + 1:02}" for n in range(len(TRUST_SHARES)))
PLATFORMS = ("platform-A", "platform-B", "platform-C")
TRUST_PLATFORM = (0, 1, 0, 2, 1, 0, 2, 1, 0, 1, 2)
"""The platform most of a trust's workloads are on."""
AT_HOME = 0.88
"""Share of a trust's workloads on its own platform; the rest came with mergers."""
SITES = ("site-1", "site-2", "site-3", "site-4")
TRUST_SITE = (0, 1, 2, 3, 1, 0, 3, 2, 0, 1, 3)
AT_SITE = 0.85

Kind = Literal["foundation", "data", "clinical", "administrative", "device hub"]
KIND_SHARES: dict[Kind, float] = {
    "foundation": 0.02,
    "data": 0.10,
    "clinical": 0.38,
    "administrative": 0.44,
    "device hub": 0.06,
}
CLINICAL: tuple[Kind, ...] = ("clinical", "device hub")
"""Kinds without cutover in July and December."""

SKILLS = (
    "windows",
    "linux",
    "database",
    "network",
    "integration",
    "clinical systems",
    "clients and devices",
    "test",
)
SKILL_DAYS: dict[Kind, dict[str, tuple[float, float, float]]] = {
    "foundation": {
        "network": (25, 3, 0),
        "integration": (20, 2, 0),
        "windows": (15, 2.5, 0),
        "test": (15, 1, 0),
    },
    "data": {"database": (20, 5.5, 0), "linux": (10, 2.5, 0), "test": (12.5, 1.5, 0)},
    "clinical": {
        "clinical systems": (20, 3.5, 0.05),
        "windows": (7.5, 4, 0),
        "integration": (10, 1.25, 0),
        "test": (10, 2, 0),
    },
    "administrative": {"windows": (7.5, 4, 0), "linux": (5, 2, 0), "test": (7.5, 1.25, 0)},
    "device hub": {
        "clients and devices": (15, 0, 0.25),
        "network": (10, 1.5, 0.025),
        "clinical systems": (10, 1.25, 0),
    },
}
"""Person-days a workload takes: at least, for each server, for each device."""


@dataclass(frozen=True, slots=True)
class Way:
    """How one disposition differs from moving the workload as it is.

    `share` is how many workloads can be done so; `days` and `equipment` multiply the work and the
    price a server; `exposure` and `run` are what is left of them afterwards.
    """

    name: str
    share: float
    months: tuple[int, int]
    days: float
    equipment: float
    exposure: float
    run: float


LEAST_TEAM_DAYS = 14.0
"""The fewest person-days of a skill a month below which work is not stretched out further."""

WAYS = (
    Way("rehost", 0.80, (1, 2), 1.0, 1.0, 0.45, 0.90),
    Way("replatform", 0.62, (2, 3), 1.7, 1.5, 0.15, 0.62),
    Way("replace", 0.28, (3, 5), 2.1, 3.2, 0.06, 0.55),
    Way("isolate", 0.35, (1, 1), 0.6, 0.6, 0.7, 1.1),
    Way("retire", 0.15, (1, 2), 0.5, 0.1, 0.0, 0.12),
)
FIRST_WAYS = ("rehost", "isolate")
"""Every workload can be done in one of these; which ones else is chance. 2.2 ways on average."""
DAY_NOK = 10_000
EQUIPMENT_NOK = 25_000
"""Price of equipment and licences a server, moved as it is."""
EXPOSURE_NOK: dict[Kind, int] = {
    "foundation": 36_000,
    "data": 24_000,
    "clinical": 18_000,
    "administrative": 10_000,
    "device hub": 22_000,
}
"""Expected loss a month of the smallest workload of its kind before it is moved."""
RUN_SERVER_NOK, RUN_DEVICE_NOK, RUN_LEAST_NOK = 3_800, 25, 3_000

BRIDGE_NOK = 3_300
"""A bridge's price a month: the least; Pareto with shape 1.4 above it."""
PLATFORM_NOK, SITE_NOK, EVERYTHING_NOK = 3_200, 1_400, 1_100
"""Run cost a month of a platform, a site and the programme, for each workload on or in it."""
LOADED = (0.62, 0.85)
"""How much of a skill's capacity over the whole time the hidden plan uses."""
