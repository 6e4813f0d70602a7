"""The application register and what hangs on it: use, services, integrations, data stores."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from grunnmur.example.exports import addresses, careless, register
from grunnmur.example.exports.access import machine_names
from grunnmur.example.exports.export import Desk, Export
from grunnmur.example.exports.register import Register
from grunnmur.example.exports.spelling import days, looked_up, texts, yes_no
from grunnmur.example.world.frame import Column

YES_NO = {"Ja": True, "Nei": False}
_STATUS = {"active": "I drift", "retired": "Avviklet", "unknown": "Ukjent"}
_DISPOSITIONS = {
    "retire": "Avvikles",
    "retain": "Beholdes",
    "rehost": "Flyttes",
    "replatform": "Bygges om",
    "replace": "Erstattes",
    "consolidate": "Samles",
    "isolate": "Isoleres",
}
_COPIES = {
    "primary": "Primær",
    "replica": "Replika",
    "backup": "Sikkerhetskopi",
    "log": "Logg",
    "copy": "Kopi",
}
_CLASSES = {
    "patient": "Pasientopplysninger",
    "personal": "Personopplysninger",
    "operational": "Driftsdata",
    "open": "Åpne data",
}


def write(desk: Desk) -> Export:
    """The register itself first, then the lists that point at it."""
    export = Export()
    _applications(desk, export)
    _usage(desk, export)
    _services(desk, export)
    _integrations(desk, export)
    _data_stores(desk, export)
    return export


def _applications(desk: Desk, export: Export) -> None:
    world = desk.world
    application = world.application
    rows = np.arange(len(application))
    short = world.organisation["short"]
    machines, roles = _components(desk)
    register.write(
        desk,
        export,
        Register(
            "systemregister",
            "applikasjoner/systemregister.xlsx",
            "application",
            cells={
                "Systemnr": texts(application["application_no"]),
                "Systemnavn": texts(application["name"]),
                "Beskrivelse": texts(application["description"]),
                "Eierforetak": looked_up(short, application["organisation_row"]),
                "Systemeier": careless.contacts(
                    desk.stream(1), texts(application["owner"]), world.person
                ),
                "Dataansvarlig": looked_up(
                    world.organisation["name"], application["controller_row"]
                ),
                "Produsent": looked_up(world.organisation["name"], application["supplier_row"]),
                "Leverandør": looked_up(world.organisation["name"], application["supplier_row"]),
                "Funksjon": texts(application["function_label"]),
                "Plattform": texts(application["platform"]),
                "Kritikalitet": texts(application["criticality"]),
                "Helseopplysninger": yes_no(texts(application["health_data"])),
                "Status": [_STATUS.get(status) for status in application["status"]],
                "Krever": texts(application["requires"]),
                "Antall brukere": application["users"].tolist(),
                "Beslutning": [_DISPOSITIONS.get(d) for d in application["disposition"]],
                "Servere": machines,
                "Roller": roles,
            },
            columns={
                "application_no": "Systemnr",
                "name": "Systemnavn",
                "organisation_id": "Eierforetak",
                "owner": "Systemeier",
                "controller_id": "Dataansvarlig",
                "vendor": "Produsent",
                "supplier_id": "Leverandør",
                "function": "Funksjon",
                "platform": "Plattform",
                "criticality": "Kritikalitet",
                "health_data": "Helseopplysninger",
                "status": "Status",
                "requires": "Krever",
                "users": "Antall brukere",
                "disposition": "Beslutning",
                "component.asset_id": "Servere",
                "component.role": "Roller",
            },
            key="Systemnr",
            values={
                "function": _functions(desk),
                "health_data": YES_NO,
                "status": {word: meaning for meaning, word in _STATUS.items()},
                "disposition": {word: meaning for meaning, word in _DISPOSITIONS.items()},
            },
            split={"component.asset_id": ";", "component.role": ";"},
            rows=rows,
            above=("Systemregister for foretaksgruppen", "Uttrekk 31.08.2026"),
            sheet="Systemer",
            marks={
                "application_no": texts(application["application_no"]),
                "name": texts(application["name"]),
            },
        ),
    )
    export.tell("application", "owner controller health_data criticality requires scope", rows)


def _functions(desk: Desk) -> dict[str, str]:
    pairs = zip(
        desk.world.application["function_label"], desk.world.application["function"], strict=True
    )
    return dict(sorted(set(pairs)))


def _components(desk: Desk) -> tuple[list[str | None], list[str | None]]:
    """Names of the things each application runs on, and their roles, semicolons between."""
    world = desk.world
    machines: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for application, asset, role in world.component.rows("application_row", "asset_row", "role"):
        name = world.asset["fqdn"][asset] or world.asset["name"][asset]
        machines[application].append((name, role or "app"))
    found = [machines.get(row, []) for row in range(len(world.application))]
    names = [";".join(name for name, _ in pairs) or None for pairs in found]
    return names, [";".join(role for _, role in pairs) or None for pairs in found]


def _named(desk: Desk, rows: Column) -> list[Any]:
    return looked_up(desk.world.application["application_no"], rows)


def _usage(desk: Desk, export: Export) -> None:
    world = desk.world
    usage = world.usage
    register.write(
        desk,
        export,
        Register(
            "systembruk",
            "applikasjoner/systembruk.csv",
            "usage",
            cells={
                "Systemnr": _named(desk, usage["application_row"]),
                "Foretak": looked_up(world.organisation["short"], usage["organisation_row"]),
                "Lokasjon": looked_up(addresses.place_names(world), usage["location_row"]),
                "Brukere": usage["users"].tolist(),
            },
            columns={
                "application_id": "Systemnr",
                "organisation_id": "Foretak",
                "location_id": "Lokasjon",
                "users": "Brukere",
            },
        ),
    )


def _services(desk: Desk, export: Export) -> None:
    world = desk.world
    names = texts(world.clinical_service["name"])
    member = world.service_member
    register.write(
        desk,
        export,
        Register(
            "tjenester",
            "applikasjoner/tjenester.csv",
            "clinical_service",
            cells={"Tjeneste": names, "Nr": list(range(1, len(names) + 1))},
            columns={"name": "Tjeneste"},
            key="Tjeneste",
            rows=np.arange(len(names)),
            marks={"name": names},
        ),
    )
    register.write(
        desk,
        export,
        Register(
            "tjenestekjede",
            "applikasjoner/tjenestekjede.csv",
            "service_member",
            cells={
                "Tjeneste": looked_up(world.clinical_service["name"], member["service_row"]),
                "Systemnr": _named(desk, member["application_row"]),
                "Reservegruppe": texts(member["redundancy_group"]),
            },
            columns={
                "service_id": "Tjeneste",
                "application_id": "Systemnr",
                "redundancy_group": "Reservegruppe",
            },
        ),
    )


def _integrations(desk: Desk, export: Export) -> None:
    dependency = desk.world.dependency
    listed = dependency.take(dependency["documented"])
    register.write(
        desk,
        export,
        Register(
            "integrasjoner",
            "applikasjoner/integrasjoner.csv",
            "dependency",
            cells={
                "Fra system": _named(desk, listed["consumer_row"]),
                "Til system": _named(desk, listed["provider_row"]),
                "Protokoll": texts(listed["protocol"]),
                "Port": listed["port"].tolist(),
                "Frekvens": texts(listed["period"]),
                "Formål": texts(listed["label"]),
            },
            columns={
                "consumer_id": "Fra system",
                "provider_id": "Til system",
                "protocol": "Protokoll",
                "port": "Port",
                "period": "Frekvens",
            },
            constants={
                "consumer_kind": "application",
                "provider_kind": "application",
                "origin": "declared",
            },
        ),
    )


def _data_stores(desk: Desk, export: Export) -> None:
    world = desk.world
    store = world.data_store
    rows = np.arange(len(store))
    numbers = texts(store["store_no"])
    register.write(
        desk,
        export,
        Register(
            "datalagre",
            "applikasjoner/datalagre.csv",
            "data_store",
            cells={
                "Lagernr": numbers,
                "Navn": texts(store["name"]),
                "Systemnr": _named(desk, store["application_row"]),
                "Server": machine_names(desk, store["asset_row"]),
                "Type": [_COPIES[kind] for kind in store["kind"]],
                "Kopi av": looked_up(store["store_no"], store["replica_of_row"]),
                "Plassering": looked_up(addresses.place_names(world), store["location_row"]),
                "Innhold": [_CLASSES.get(name) for name in store["data_class"]],
                "Dataansvarlig": looked_up(world.organisation["name"], store["controller_row"]),
                "Hjemmel": texts(store["legal_basis"]),
                "Lagres til": days(store["retained_until"]),
            },
            columns={
                "store_no": "Lagernr",
                "name": "Navn",
                "application_id": "Systemnr",
                "asset_id": "Server",
                "kind": "Type",
                "replica_of_id": "Kopi av",
                "location_id": "Plassering",
                "data_class": "Innhold",
                "controller_id": "Dataansvarlig",
                "legal_basis": "Hjemmel",
                "retained_until": "Lagres til",
            },
            key="Lagernr",
            values={
                "kind": {word: meaning for meaning, word in _COPIES.items()},
                "data_class": {word: meaning for meaning, word in _CLASSES.items()},
            },
            rows=rows,
            marks={"store_no": numbers},
            encoding="cp1252",
        ),
    )
    export.tell("data_store", "location data_class controller asset retained_until", rows)
