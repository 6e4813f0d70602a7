"""The operations departments' lists: patches, printers, phones, network devices, isolation."""

from __future__ import annotations

import numpy as np

from grunnmur.example.exports import addresses, careless, register
from grunnmur.example.exports.export import Desk, Export
from grunnmur.example.exports.register import Register
from grunnmur.example.exports.spelling import days, looked_up, mac, maker, model, texts
from grunnmur.example.world.frame import Column

STATUS = {"I bruk": "active", "Kassert": "retired"}


def write(desk: Desk) -> Export:
    """The patch list first, then one list a kind of thing."""
    export = Export()
    _patches(desk, export)
    _simple(desk, export, "skrivere", "printer", delimiter=",")
    _simple(desk, export, "telefoner", "phone", delimiter=";")
    _network_devices(desk, export)
    _isolated(desk, export)
    return export


def registered(desk: Desk, *kinds: str) -> Column:
    """Row numbers of the things of those kinds that stand in registers."""
    asset = desk.world.asset
    rows: Column = np.flatnonzero(np.isin(asset["kind"], kinds) & asset["in_registers"])
    return rows


def _patches(desk: Desk, export: Export) -> None:
    """The operations department's list of servers and when each was last patched."""
    world = desk.world
    rows = registered(desk, "server", "vm", "hypervisor", "storage")
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
            values={"status": STATUS},
            rows=rows,
            sheet="Servere",
            marks={"fqdn": texts(asset["fqdn"]), "host": texts(asset["name"])},
        ),
    )
    export.tell("asset", "os patched_on status organisation", rows)


def _simple(desk: Desk, export: Export, name: str, kind: str, *, delimiter: str) -> None:
    """A list of things with a serial, a hardware address and a place."""
    world = desk.world
    rows = registered(desk, kind)
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
            values={"status": STATUS},
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
    rows = registered(desk, "network")
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
    rows = registered(desk, "server", "vm", "client", "network", "gateway")
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
