"""Operating systems and firmware of the example, with the last day each is supported.

The days are plain facts, kept here apart from the catalogue on purpose: the truth beside the
example may not rest on what the rules rest on. Support that is paid for extra does not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from grunnmur.example.names import rows
from grunnmur.example.world.frame import Column, column_of


@dataclass(frozen=True, slots=True)
class System:
    """One operating system in one release.

    No product: a maker's own, which no list of products knows. `last_supported_on` None: its maker
    does not say; 2999-12-31: still supported, and the maker gives no day.
    """

    key: str
    product: str | None
    cycle: str | None
    label: str
    version: str
    seen_as: str
    last_supported_on: date | None


def _system(row: dict[str, str]) -> System:
    ends = row["last_supported_on"]
    return System(
        row["key"],
        row["product"] or None,
        row["cycle"] or None,
        row["label"],
        row["version"],
        row["seen_as"],
        date.fromisoformat(ends) if ends else None,
    )


SYSTEMS: tuple[System, ...] = tuple(_system(row) for row in rows("operating_systems"))
BY_KEY = {system.key: system for system in SYSTEMS}
# Days as numbers: a quarter of a million dates are slow to make one by one.
_NO_DAY = np.iinfo(np.int64).min
_DAY_BY_KEY = {
    system.key: int(np.datetime64(system.last_supported_on, "D").astype(np.int64))
    for system in SYSTEMS
    if system.last_supported_on
}


def columns(keys: Column) -> dict[str, Column]:
    """The columns an asset has of its operating system; a key of None gives nothing known."""
    chosen = [BY_KEY[key] if key is not None else None for key in keys.tolist()]
    return {
        "os_key": keys,
        "os_product": column_of([system and system.product for system in chosen]),
        "cycle": column_of([system and system.cycle for system in chosen]),
        "os_label": column_of([system and system.label for system in chosen]),
        "os_version": column_of([system and system.version for system in chosen]),
        "os_kernel_guess": column_of([system and system.seen_as for system in chosen]),
    }


def last_supported(keys: Column) -> Column:
    """The last supported day of each; NaT where nobody says."""
    numbers = np.array([_DAY_BY_KEY.get(key, _NO_DAY) for key in keys.tolist()], dtype=np.int64)
    return numbers.view("datetime64[D]")
