"""Client management's lists: one for each platform, from what each client answered."""

from __future__ import annotations

import numpy as np

from grunnmur.example.exports import addresses, careless, register
from grunnmur.example.exports.export import Desk, Export
from grunnmur.example.exports.operations import STATUS, registered
from grunnmur.example.exports.register import Register
from grunnmur.example.exports.spelling import (
    days,
    given,
    instants,
    kept,
    looked_up,
    mac,
    maker,
    model,
    texts,
)
from grunnmur.example.world.frame import Column, Frame

_INHERITED = 0.4
"""Share of scrapped clients whose name lives on in another client."""


def write(desk: Desk) -> Export:
    """One list a platform."""
    export = Export()
    for platform in sorted(set(desk.world.domain["platform"].tolist())):
        _clients(desk, export, platform)
    return export


def _clients(desk: Desk, export: Export, platform: str) -> None:
    """Client management asks the machine itself: what it answers is what stands here."""
    world = desk.world
    rows = registered(desk, "client")
    rows = rows[world.asset["platform"][rows] == platform]
    asset = world.asset.take(rows)
    rng = desk.stream(ord(platform))
    current = addresses.at(world, desk.now)[rows]
    seen_mac = [
        docked or own
        for docked, own in zip(addresses.macs(world, current), asset["mac"], strict=True)
    ]
    own_mac = [
        None if seen != own else own for seen, own in zip(seen_mac, asset["mac"], strict=True)
    ]
    names = _inherited(rng, asset)
    name = f"klienter-{platform.lower()}"
    register.write(
        desk,
        export,
        Register(
            name,
            f"klienter/{name}.csv",
            "asset",
            cells={
                "Computer name": [text.upper() for text in names],
                "Serial number": texts(asset["serial_reported"]),
                "SMBIOS GUID": [
                    uuid.upper() if uuid else None for uuid in texts(asset["uuid_reported"])
                ],
                "MAC address": [mac(value, "colon") for value in seen_mac],
                "Asset tag": texts(asset["asset_tag"]),
                "Manufacturer": maker(rng, asset["vendor"], 0.2),
                "Model": model(rng, asset["model"], 0.1),
                "Operating system": texts(asset["os_label"]),
                "OS version": texts(asset["os_version"]),
                "Last update installed": days(_patched_on(asset), "iso"),
                "Last contact": instants(asset["last_seen_at"]),
                "Company": looked_up(world.organisation["short"], asset["organisation_row"]),
                "Site": looked_up(addresses.place_names(world), asset["location_row"]),
                "Status": [
                    "Kassert" if status == "retired" else "I bruk" for status in asset["status"]
                ],
                "Note": careless.comments(rng, len(rows), world.person),
            },
            columns={
                "name": "Computer name",
                "hostname": "Computer name",
                "serial": "Serial number",
                "uuid": "SMBIOS GUID",
                "mac": "MAC address",
                "asset_tag": "Asset tag",
                "vendor": "Manufacturer",
                "model": "Model",
                "os_name": "Operating system",
                "version": "OS version",
                "patched_on": "Last update installed",
                "last_seen_at": "Last contact",
                "organisation_id": "Company",
                "location_id": "Site",
                "status": "Status",
            },
            key="Asset tag",
            values={"status": STATUS},
            constants={"kind": "client"},
            settings={"realm": platform, "platform": platform},
            rows=rows,
            delimiter=",",
            encoding="utf-8-sig",
            marks={
                "serial": kept(asset["serial"], ~given(asset["serial_fault"])),
                "uuid": np.where(
                    asset["uuid_fault"] == "cloned", asset["uuid_reported"], asset["uuid"]
                ).tolist(),
                "mac": own_mac,
                "host": names,
                "asset_tag": texts(asset["asset_tag"]),
            },
        ),
    )
    export.tell("asset", "os patched_on status organisation", rows)


def _patched_on(asset: Frame) -> Column:
    """Days of the last update; what is gone was not updated after it was last heard from."""
    gone = (asset["status"] == "retired") & ~asset["alive"]
    heard: Column = asset["last_seen_at"].astype("datetime64[D]")
    return np.where(gone, np.minimum(asset["patched_on"], heard), asset["patched_on"])


def _inherited(rng: np.random.Generator, asset: Frame) -> list[str]:
    """Names; the successor of some scrapped clients was given the name of the old one."""
    names = texts(asset["name"])
    gone = np.flatnonzero((asset["status"] == "retired") & ~asset["alive"])
    heirs = np.flatnonzero(asset["status"] == "active")
    gone = gone[rng.random(len(gone)) < _INHERITED]
    for old, heir in zip(gone.tolist(), rng.permutation(heirs)[: len(gone)].tolist(), strict=False):
        names[old] = names[heir]
    return names
