"""Which address each thing has at a moment, and how it looks from where a tool stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from grunnmur.example.exports.spelling import looked_up
from grunnmur.example.world import World
from grunnmur.example.world.frame import Column
from grunnmur.example.world.outside import REALM


def at(world: World, moment: np.datetime64) -> Column:
    """For every asset the row number of the address it has at the moment; -1 for none."""
    address = world.address
    begun = np.isnat(address["from_at"]) | (address["from_at"] <= moment)
    lasting = np.isnat(address["to_at"]) | (address["to_at"] >= moment)
    rows = np.flatnonzero(begun & lasting)[::-1]
    found = np.full(len(world.asset), -1, dtype=np.int64)
    found[address["asset_row"][rows]] = rows
    return found


def every_ip(world: World) -> list[str]:
    """The addresses of the world's own rows, and after them of what lies outside."""
    found: list[str] = world.address["ip"].tolist() + world.outside["ip"].tolist()
    return found


def every_realm(world: World) -> Column:
    """The realm each of them is seen in."""
    beyond = np.full(len(world.outside), REALM, dtype=object)
    realm: Column = np.concatenate([world.address["realm"], beyond])
    return realm


def ips(world: World, address_rows: Column) -> list[str | None]:
    """The addresses of those rows; -1 gives None."""
    return looked_up(world.address["ip"], address_rows)


def macs(world: World, address_rows: Column) -> list[str | None]:
    """The hardware addresses of those rows; -1 gives None."""
    return looked_up(world.address["mac"], address_rows)


def own_macs(world: World, address_rows: Column) -> list[str | None]:
    """The same, but None where the hardware address belongs to a docking station."""
    found = macs(world, address_rows)
    dock = looked_up(world.address["dock"], address_rows)
    return [None if docked else mac for mac, docked in zip(found, dock, strict=True)]


def short_names(names: Iterable[str | None]) -> list[str | None]:
    """The host parts of DNS names."""
    return [name.split(".", 1)[0].lower() if name else None for name in names]


def place_names(world: World) -> Column:
    """What a register calls each location: its name, or its code where two have the name."""
    names = world.location["name"].tolist()
    count = Counter(names)
    found = np.empty(len(names), dtype=object)
    found[:] = [
        name if count[name] == 1 else code for name, code in world.location.rows("name", "code")
    ]
    return found
