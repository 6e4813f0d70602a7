"""Registers of organisations, places, zones and networks."""

from __future__ import annotations

import numpy as np

from grunnmur.example.exports import addresses, register
from grunnmur.example.exports.export import Desk, Export
from grunnmur.example.exports.register import Register
from grunnmur.example.exports.spelling import looked_up, texts
from grunnmur.example.world.frame import Column

_ORGANISATIONS = {
    "region": "RHF",
    "trust": "Helseforetak",
    "supplier": "Leverandør",
    "partner": "Samarbeidspart",
}
_PLACES = {
    "site": "Sted",
    "building": "Bygg",
    "room": "Rom",
    "data_centre": "Datasenter",
    "cloud": "Sky",
    "home": "Hjemme",
}


def write(desk: Desk) -> Export:
    """Organisations, suppliers, locations, zones, zone rules, and networks by platform."""
    export = Export()
    kind = desk.world.organisation["kind"]
    _organisations(desk, export, "organisasjoner", np.flatnonzero(kind != "supplier"))
    _organisations(desk, export, "leverandorer", np.flatnonzero(kind == "supplier"))
    _locations(desk, export)
    _zones(desk, export)
    for realm in sorted(set(desk.world.network["realm"].tolist())):
        _networks(desk, export, realm)
    return export


def _organisations(desk: Desk, export: Export, name: str, rows: Column) -> None:
    organisation = desk.world.organisation.take(rows)
    names, numbers = texts(organisation["name"]), texts(organisation["organisation_no"])
    register.write(
        desk,
        export,
        Register(
            name,
            f"register/{name}.csv",
            "organisation",
            cells={
                "Navn": names,
                "Kortnavn": texts(organisation["short"]),
                "Orgnr": numbers,
                "Type": [_ORGANISATIONS[kind] for kind in organisation["kind"]],
                "Overordnet": looked_up(
                    desk.world.organisation["name"], organisation["parent_row"]
                ),
                "Land": texts(organisation["country"]),
            },
            columns={
                "name": "Navn",
                "alias": "Kortnavn",
                "organisation_no": "Orgnr",
                "kind": "Type",
                "parent_id": "Overordnet",
                "country": "Land",
            },
            key="Orgnr",
            values={"kind": {word: meaning for meaning, word in _ORGANISATIONS.items()}},
            rows=rows,
            marks={"organisation_no": numbers, "name": names},
        ),
    )


def _locations(desk: Desk, export: Export) -> None:
    world = desk.world
    location = world.location
    rows = np.arange(len(location))
    register.write(
        desk,
        export,
        Register(
            "lokasjoner",
            "register/lokasjoner.xlsx",
            "location",
            cells={
                "Kode": texts(location["code"]),
                "Navn": texts(location["name"]),
                "Type": [_PLACES[kind] for kind in location["kind"]],
                "Ligger i": looked_up(addresses.place_names(world), location["parent_row"]),
                "Land": texts(location["country"]),
                "Foretak": looked_up(world.organisation["short"], location["organisation_row"]),
            },
            columns={
                "alias": "Kode",
                "name": "Navn",
                "kind": "Type",
                "parent_id": "Ligger i",
                "country": "Land",
                "organisation_id": "Foretak",
            },
            key="Kode",
            values={"kind": {word: meaning for meaning, word in _PLACES.items()}},
            rows=rows,
            marks={"name": texts(location["name"])},
            sheet="Lokasjoner",
        ),
    )
    export.tell("location", "country", rows)


def _zones(desk: Desk, export: Export) -> None:
    zone, rule = desk.world.zone, desk.world.zone_rule
    names = texts(zone["name"])
    register.write(
        desk,
        export,
        Register(
            "soner",
            "register/soner.csv",
            "zone",
            cells={
                "Sone": names,
                "Pilar": texts(zone["pillar"]),
                "Kategori": texts(zone["category"]),
            },
            columns={"name": "Sone", "pillar": "Pilar", "category": "Kategori"},
            key="Sone",
            rows=np.arange(len(zone)),
            marks={"name": names},
        ),
    )
    register.write(
        desk,
        export,
        Register(
            "soneregler",
            "register/soneregler.csv",
            "zone_rule",
            cells={
                "Fra": looked_up(zone["name"], rule["source_zone_row"]),
                "Til": looked_up(zone["name"], rule["target_zone_row"]),
                "Protokoll": texts(rule["protocol"]),
                "Porter": texts(rule["ports"]),
                "Handling": [
                    "Tillat" if action == "allow" else "Nekt" for action in rule["action"]
                ],
                "Regelsett": texts(rule["origin"]),
            },
            columns={
                "source_zone_id": "Fra",
                "target_zone_id": "Til",
                "protocol": "Protokoll",
                "ports": "Porter",
                "action": "Handling",
                "origin": "Regelsett",
            },
            values={"action": {"Tillat": "allow", "Nekt": "deny"}},
        ),
    )


def _networks(desk: Desk, export: Export, realm: str) -> None:
    world = desk.world
    rows = np.flatnonzero((world.network["realm"] == realm) & world.network["registered"])
    network = world.network.take(rows)
    names = texts(network["name"])
    register.write(
        desk,
        export,
        Register(
            f"nett-{realm.lower()}",
            f"register/nett-{realm.lower()}.csv",
            "network",
            cells={
                "Nettnavn": names,
                "Nett": texts(network["cidr"]),
                "VLAN": network["vlan"].tolist(),
                "Sone": looked_up(world.zone["name"], network["zone_row"]),
                "Lokasjon": looked_up(addresses.place_names(world), network["location_row"]),
                "Bruk": texts(network["purpose"]),
            },
            columns={
                "name": "Nettnavn",
                "cidr": "Nett",
                "vlan": "VLAN",
                "zone_id": "Sone",
                "location_id": "Lokasjon",
            },
            constants={"realm": realm},
            key="Nettnavn",
            settings={"realm": realm},
            rows=rows,
            marks={"name": names, "cidr": [f"{realm} {cidr}" for cidr in texts(network["cidr"])]},
        ),
    )
