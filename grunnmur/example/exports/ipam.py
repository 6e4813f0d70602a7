"""Addresses set by hand, as the network department keeps them: one list a platform, never complete."""

from __future__ import annotations

import numpy as np

from grunnmur.example.exports import addresses, register
from grunnmur.example.exports.access import machine_names
from grunnmur.example.exports.export import Desk, Export
from grunnmur.example.exports.register import Register
from grunnmur.example.exports.spelling import looked_up, texts
from grunnmur.example.world.frame import Column

_KINDS = ("server", "vm", "gateway", "storage", "hypervisor", "pbx")
_COVERED = 0.96


def write(desk: Desk) -> Export:
    """What has a fixed address now, by name."""
    export = Export()
    world = desk.world
    current = addresses.at(world, desk.now)
    fixed = (current >= 0) & (world.address["how"][current] == "static")
    known = desk.stream().random(len(fixed)) < _COVERED
    able = fixed & known & world.asset["alive"] & np.isin(world.asset["kind"].astype(str), _KINDS)
    for realm in sorted(set(world.network["realm"].tolist())):
        _platform(
            desk, export, realm, np.flatnonzero(able & (world.asset["realm"] == realm)), current
        )
    return export


def _platform(desk: Desk, export: Export, realm: str, rows: Column, current: Column) -> None:
    world, name = desk.world, f"ipam-{realm.lower()}"
    address = world.address.take(current[rows])
    register.write(
        desk,
        export,
        Register(
            name,
            f"nettverk/{name}.csv",
            "address",
            cells={
                "Enhet": _identities(desk, rows, address["mac"]),
                "Adresse": texts(address["ip"]),
                "Nett": looked_up(world.network["cidr"], address["network_row"]),
            },
            columns={"asset_id": "Enhet", "ip": "Adresse"},
            constants={"realm": realm},
            settings={"realm": realm},
        ),
    )
    export.tell("asset", "network", rows)


def _identities(desk: Desk, rows: Column, macs: Column) -> list[str | None]:
    """Machines by name; equipment, which names itself as it likes, by hardware address."""
    gateway = (desk.world.asset["kind"][rows] == "gateway").tolist()
    names = machine_names(desk, rows)
    return [
        mac if by_mac else name
        for name, mac, by_mac in zip(names, texts(macs), gateway, strict=True)
    ]
