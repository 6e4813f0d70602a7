"""Lists of clients, printers, phones and hardware, and the leases of the address servers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from grunnmur.example.exports import addresses, careless, register
from grunnmur.example.exports.export import Desk, Export, Leases
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

_STATUS = {"I bruk": "active", "Kassert": "retired"}
_INHERITED = 0.4
"""Share of scrapped clients whose name lives on in another client."""


def write(desk: Desk) -> Export:
    """What client management, print and telephony know, the patch list, and leases by platform."""
    export = Export()
    world = desk.world
    for platform in sorted(set(world.domain["platform"].tolist())):
        _clients(desk, export, platform)
    _patches(desk, export)
    _printers(desk, export)
    _phones(desk, export)
    _network_devices(desk, export)
    _isolated(desk, export)
    for realm in sorted(set(world.network["realm"].tolist())):
        _leases(desk, export, realm)
    return export


def _rows_of(desk: Desk, *kinds: str) -> Column:
    asset = desk.world.asset
    rows: Column = np.flatnonzero(np.isin(asset["kind"], kinds) & asset["in_registers"])
    return rows


def _clients(desk: Desk, export: Export, platform: str) -> None:
    """Client management asks the machine itself: what it answers is what stands here."""
    world = desk.world
    rows = _rows_of(desk, "client")
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
                "Last update installed": days(asset["patched_on"], "iso"),
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
            values={"status": _STATUS},
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


def _inherited(rng: np.random.Generator, asset: Frame) -> list[str]:
    """Names; the successor of some scrapped clients was given the name of the old one."""
    names = texts(asset["name"])
    gone = np.flatnonzero((asset["status"] == "retired") & ~asset["alive"])
    heirs = np.flatnonzero(asset["status"] == "active")
    gone = gone[rng.random(len(gone)) < _INHERITED]
    for old, heir in zip(gone.tolist(), rng.permutation(heirs)[: len(gone)].tolist(), strict=False):
        names[old] = names[heir]
    return names


def _patches(desk: Desk, export: Export) -> None:
    """The operations department's list of servers and when each was last patched."""
    world = desk.world
    rows = _rows_of(desk, "server", "vm", "hypervisor", "storage")
    asset = world.asset.take(rows)
    names = [fqdn or name for fqdn, name in asset.rows("fqdn", "name")]
    register.write(
        desk,
        export,
        Register(
            "patcheliste",
            "drift/patcheliste.xlsx",
            "asset",
            cells={
                "Server": names,
                "Type": texts(asset["kind"]),
                "OS": texts(asset["os_label"]),
                "Versjon": texts(asset["os_version"]),
                "Sist patchet": days(asset["patched_on"]),
                "Miljø": texts(asset["environment"]),
                "HF": looked_up(world.organisation["short"], asset["organisation_row"]),
                "Status": [
                    "Kassert" if status == "retired" else "I bruk" for status in asset["status"]
                ],
            },
            columns={
                "name": "Server",
                "fqdn": "Server",
                "kind": "Type",
                "os_name": "OS",
                "version": "Versjon",
                "patched_on": "Sist patchet",
                "environment": "Miljø",
                "organisation_id": "HF",
                "status": "Status",
            },
            key="Server",
            values={"status": _STATUS},
            rows=rows,
            sheet="Servere",
            marks={"fqdn": texts(asset["fqdn"]), "host": texts(asset["name"])},
        ),
    )
    export.tell("asset", "os patched_on status organisation", rows)


def _printers(desk: Desk, export: Export) -> None:
    _simple(desk, export, "skrivere", "printer", delimiter=",")


def _phones(desk: Desk, export: Export) -> None:
    _simple(desk, export, "telefoner", "phone", delimiter=";")


def _simple(desk: Desk, export: Export, name: str, kind: str, *, delimiter: str) -> None:
    """A list of things with a serial, a hardware address and a place."""
    world = desk.world
    rows = _rows_of(desk, kind)
    asset = world.asset.take(rows)
    rng = desk.stream(len(name))
    serials = careless.typed_serials(rng, asset["serial"], asset["model"])
    register.write(
        desk,
        export,
        Register(
            name,
            f"drift/{name}.csv",
            "asset",
            cells={
                "Navn": texts(asset["name"]),
                "Serienr": serials.written,
                "MAC": [mac(value, "dash") for value in texts(asset["mac"])],
                "Produsent": maker(rng, asset["vendor"], 0.1),
                "Modell": model(rng, asset["model"], 0.1),
                "Foretak": looked_up(world.organisation["short"], asset["organisation_row"]),
                "Sted": looked_up(addresses.place_names(world), asset["location_row"]),
                "Inventarnr": texts(asset["asset_tag"]),
                "Status": [
                    "Kassert" if status == "retired" else "I bruk" for status in asset["status"]
                ],
            },
            columns={
                "name": "Navn",
                "hostname": "Navn",
                "serial": "Serienr",
                "mac": "MAC",
                "vendor": "Produsent",
                "model": "Modell",
                "organisation_id": "Foretak",
                "location_id": "Sted",
                "asset_tag": "Inventarnr",
                "status": "Status",
            },
            key="Inventarnr",
            values={"status": _STATUS},
            constants={"kind": kind},
            rows=rows,
            delimiter=delimiter,
            encoding="cp1252",
            marks={
                "serial": serials.genuine,
                "mac": texts(asset["mac"]),
                "host": texts(asset["name"]),
                "asset_tag": texts(asset["asset_tag"]),
            },
        ),
    )
    export.tell("asset", "status organisation", rows)


def _network_devices(desk: Desk, export: Export) -> None:
    """What the network department's own system knows, upgrade days among it."""
    world = desk.world
    rows = _rows_of(desk, "network")
    asset = world.asset.take(rows)
    register.write(
        desk,
        export,
        Register(
            "nettutstyr",
            "drift/nettutstyr.csv",
            "asset",
            cells={
                "Device": texts(asset["fqdn"]),
                "Serial": texts(asset["serial"]),
                "MAC": [mac(value, "dot") for value in texts(asset["mac"])],
                "Platform": texts(asset["model"]),
                "Software": texts(asset["os_label"]),
                "Version": texts(asset["os_version"]),
                "Upgraded": days(asset["patched_on"], "iso"),
                "Site": looked_up(world.location["code"], asset["location_row"]),
            },
            columns={
                "name": "Device",
                "fqdn": "Device",
                "serial": "Serial",
                "mac": "MAC",
                "model": "Platform",
                "os_name": "Software",
                "version": "Version",
                "patched_on": "Upgraded",
                "location_id": "Site",
            },
            key="Device",
            constants={"kind": "network"},
            rows=rows,
            delimiter=",",
            marks={
                "fqdn": texts(asset["fqdn"]),
                "host": addresses.short_names(texts(asset["fqdn"])),
                "serial": texts(asset["serial"]),
                "mac": texts(asset["mac"]),
            },
        ),
    )
    export.tell("asset", "os patched_on", rows)


def _isolated(desk: Desk, export: Export) -> None:
    """Things other than medical devices that were given leave to live on behind a wall."""
    world = desk.world
    rows = _rows_of(desk, "server", "vm", "client", "network", "gateway")
    rows = rows[~np.isnat(world.asset["isolated_until"][rows])]
    asset = world.asset.take(rows)
    names = [fqdn or name for fqdn, name in asset.rows("fqdn", "name")]
    register.write(
        desk,
        export,
        Register(
            "isolerte",
            "drift/isolerte-systemer.csv",
            "asset",
            cells={
                "Navn": names,
                "Godkjent til": days(asset["isolated_until"]),
                "Type": texts(asset["kind"]),
            },
            columns={
                "name": "Navn",
                "fqdn": "Navn",
                "isolated_until": "Godkjent til",
                "kind": "Type",
            },
            key="Navn",
            rows=rows,
            encoding="cp1252",
            marks={"fqdn": texts(asset["fqdn"]), "host": texts(asset["name"])},
        ),
    )
    told = np.flatnonzero(
        np.isin(world.asset["kind"], ("server", "vm", "client", "network", "hypervisor", "storage"))
    )
    export.tell("asset", "isolated_until", told)


def _leases(desk: Desk, export: Export, realm: str) -> None:
    """What one platform's address servers gave out; all they know is hardware addresses."""
    world = desk.world
    given = (world.address["how"] == "dhcp") & (world.address["realm"] == realm)
    lease = world.address.take(given)
    name = f"dhcp-{realm.lower()}"
    ended = np.where(np.isnat(lease["to_at"]), desk.now + np.timedelta64(8, "D"), lease["to_at"])
    columns: dict[str, Sequence[Any]] = {
        "IPAddress": texts(lease["ip"]),
        "ClientId": [mac(value, "dash") for value in texts(lease["mac"])],
        "HostName": texts(lease["hostname"]),
        "LeaseStart": instants(lease["from_at"]),
        "LeaseExpiryTime": instants(ended),
        "ScopeId": looked_up(world.network["cidr"], lease["network_row"]),
    }
    register.write(
        desk,
        export,
        Register(
            name,
            f"dhcp/{name}.csv",
            "address",
            cells=columns,
            columns={
                "asset_id": "ClientId",
                "mac": "ClientId",
                "ip": "IPAddress",
                "from_at": "LeaseStart",
                "to_at": "LeaseExpiryTime",
            },
            constants={"realm": realm},
            settings={"realm": realm},
            delimiter=",",
            encoding="utf-8-sig",
        ),
    )
    own = [None if docked else value for value, docked in lease.rows("mac", "dock")]
    export.leases.append(Leases(realm, own, texts(lease["ip"]), lease["from_at"], ended))
    export.tell(
        "asset",
        "network last_seen",
        lease["asset_row"][ended >= desk.now - np.timedelta64(20, "D")],
    )
