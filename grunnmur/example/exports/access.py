"""Lists of who was let in: approved rights, logons of suppliers; and where logs go."""

from __future__ import annotations

import numpy as np

from grunnmur.example.exports import register
from grunnmur.example.exports.export import Desk, Export
from grunnmur.example.exports.register import Register
from grunnmur.example.exports.spelling import days, instants, looked_up, texts, yes_no
from grunnmur.example.world.frame import Column

_LEVELS = {"admin": "Administrator", "logon": "Pålogging", "read": "Lesing"}


def write(desk: Desk) -> Export:
    """Approved rights, supplier logons and logging."""
    export = Export()
    _rights(desk, export)
    _logons(desk, export)
    _logging(desk, export)
    return export


def account_names(desk: Desk, rows: Column) -> list[str | None]:
    """Accounts as name@domain."""
    account = desk.world.account
    names, domains = looked_up(account["name"], rows), looked_up(account["domain"], rows)
    return [
        f"{name}@{domain}" if name else None for name, domain in zip(names, domains, strict=True)
    ]


def machine_names(desk: Desk, rows: Column) -> list[str | None]:
    """Things by their full name where they have one."""
    fqdn, name = (
        looked_up(desk.world.asset["fqdn"], rows),
        looked_up(desk.world.asset["name"], rows),
    )
    return [full or short for full, short in zip(fqdn, name, strict=True)]


def _rights(desk: Desk, export: Export) -> None:
    """What somebody approved for named accounts. Rights of groups stand only in the directory."""
    world = desk.world
    named = world.account["kind"][world.privilege["account_row"]] != "group"
    privilege = world.privilege.take(named)
    register.write(
        desk,
        export,
        Register(
            "tilganger",
            "tilganger/godkjente-tilganger.csv",
            "privilege",
            cells={
                "Konto": account_names(desk, privilege["account_row"]),
                "Maskin": machine_names(desk, privilege["asset_row"]),
                "Nivå": [_LEVELS[level] for level in privilege["level"]],
                "Godkjent av": texts(privilege["approved_by"]),
                "Gyldig til": days(privilege["valid_to"]),
                "Opptak": yes_no(texts(privilege["recorded"])),
                "Sist brukt": instants(privilege["last_used_at"], "nb"),
            },
            columns={
                "account_id": "Konto",
                "target_id": "Maskin",
                "level": "Nivå",
                "approved_by": "Godkjent av",
                "valid_to": "Gyldig til",
                "recorded": "Opptak",
                "last_used_at": "Sist brukt",
            },
            constants={"target_kind": "asset"},
            values={
                "level": {word: level for level, word in _LEVELS.items()},
                "recorded": {"Ja": True, "Nei": False},
            },
        ),
    )
    export.tell("account", "privilege", privilege["account_row"][privilege["level"] == "admin"])


def _logons(desk: Desk, export: Export) -> None:
    """The gateway's log: suppliers, and everybody who came from abroad."""
    world = desk.world
    person = world.account["person_row"][world.logon["account_row"]]
    supplier = (person >= 0) & world.person["supplier"][np.maximum(person, 0)]
    logon = world.logon.take(supplier | (world.logon["country"] != "NO"))
    register.write(
        desk,
        export,
        Register(
            "fjernpalogginger",
            "tilganger/fjernpalogginger.csv",
            "logon",
            cells={
                "Tidspunkt": instants(logon["at"]),
                "Bruker": account_names(desk, logon["account_row"]),
                "Mål": machine_names(desk, logon["asset_row"]),
                "Land": texts(logon["country"]),
            },
            columns={
                "at": "Tidspunkt",
                "account_id": "Bruker",
                "asset_id": "Mål",
                "country": "Land",
            },
            delimiter=",",
        ),
    )


def _logging(desk: Desk, export: Export) -> None:
    logging = desk.world.logging
    register.write(
        desk,
        export,
        Register(
            "logger",
            "drift/loggkilder.csv",
            "logging",
            cells={
                "Kilde": machine_names(desk, logging["asset_row"]),
                "Loggtype": texts(logging["kind"]),
                "Sendes til": machine_names(desk, logging["target_row"]),
                "Lagres til": days(logging["retained_until"]),
            },
            columns={
                "asset_id": "Kilde",
                "kind": "Loggtype",
                "target_id": "Sendes til",
                "retained_until": "Lagres til",
            },
        ),
    )
