"""Registers of people and their accounts: employees, suppliers' people, identities."""

from __future__ import annotations

import numpy as np

from grunnmur.example.exports import register
from grunnmur.example.exports.access import account_names
from grunnmur.example.exports.export import Desk, Export
from grunnmur.example.exports.register import Register
from grunnmur.example.exports.spelling import days, looked_up, texts
from grunnmur.example.world.frame import Column

_KINDS = {
    "personal": "Personlig",
    "service": "Tjenestekonto",
    "shared": "Felles",
    "group": "Gruppe",
}


def write(desk: Desk) -> Export:
    """Employees by trust, suppliers' people, and the identity system's list of accounts."""
    export = Export()
    person = desk.world.person
    staff = ~person["supplier"] & person["in_hr"]
    for trust in np.unique(person["organisation_row"][staff]).tolist():
        rows = np.flatnonzero(staff & (person["organisation_row"] == trust))
        _employees(desk, export, trust, rows)
    _supplier_people(desk, export, np.flatnonzero(person["supplier"]))
    _identities(desk, export)
    return export


def _employees(desk: Desk, export: Export, trust: int, rows: Column) -> None:
    """A trust's payroll export. Some hold two positions and stand there twice."""
    short = desk.world.organisation["short"][trust]
    twice = rows[desk.stream(trust + 1).random(len(rows)) < 0.015]
    rows = np.concatenate((rows, twice))
    person = desk.world.person.take(rows)
    numbers, mail = texts(person["employee_no"]), texts(person["email"])
    register.write(
        desk,
        export,
        Register(
            f"hr-{short.lower()}",
            f"hr/{short.lower()}.csv",
            "person",
            cells={
                "Ansattnr": numbers,
                "Navn": texts(person["name"]),
                "Stilling": texts(person["title"]),
                "Enhet": texts(person["unit"]),
                "E-post": mail,
                "Foretak": [short] * len(rows),
                "Startdato": days(person["started_on"]),
                "Sluttdato": days(person["ended_on"]),
            },
            columns={
                "employee_no": "Ansattnr",
                "name": "Navn",
                "email": "E-post",
                "organisation_id": "Foretak",
                "ended_on": "Sluttdato",
            },
            constants={"country": "NO"},
            key="Ansattnr",
            encoding="cp1252",
            rows=rows,
            marks={"employee_no": numbers, "email": mail},
        ),
    )
    export.tell("person", "ended_on", rows)


def _supplier_people(desk: Desk, export: Export, rows: Column) -> None:
    person = desk.world.person.take(rows)
    numbers, mail = texts(person["employee_no"]), texts(person["email"])
    register.write(
        desk,
        export,
        Register(
            "leverandorpersoner",
            "tilganger/leverandorpersoner.csv",
            "person",
            cells={
                "Id": numbers,
                "Navn": texts(person["name"]),
                "Firma": looked_up(desk.world.organisation["name"], person["organisation_row"]),
                "E-post": mail,
                "Arbeider fra": texts(person["country"]),
                "Sluttdato": days(person["ended_on"], "iso"),
                "Telefon": texts(person["phone"]),
            },
            columns={
                "employee_no": "Id",
                "name": "Navn",
                "organisation_id": "Firma",
                "email": "E-post",
                "country": "Arbeider fra",
                "ended_on": "Sluttdato",
            },
            key="Id",
            delimiter=",",
            rows=rows,
            marks={"employee_no": numbers, "email": mail},
        ),
    )
    export.tell("person", "ended_on", rows)


def _identities(desk: Desk, export: Export) -> None:
    """What the identity system knows of accounts: whose they are."""
    world = desk.world
    listed = (world.account["kind"] != "group") & (world.account["person_row"] >= 0)
    rows = np.flatnonzero(listed)
    account = world.account.take(rows)
    sids, names = texts(account["sid"]), account_names(desk, rows)
    register.write(
        desk,
        export,
        Register(
            "identiteter",
            "tilganger/identiteter.csv",
            "account",
            cells={
                "Konto": texts(account["name"]),
                "UPN": names,
                "Domene": texts(account["domain"]),
                "SID": sids,
                "Ansattnr": looked_up(world.person["employee_no"], account["person_row"]),
                "Type": [_KINDS[kind] for kind in account["kind"]],
                "Opprettet": days(account["created_on"], "iso"),
            },
            columns={
                "name": "Konto",
                "account_name": "UPN",
                "domain": "Domene",
                "sid": "SID",
                "person_id": "Ansattnr",
                "kind": "Type",
                "created_on": "Opprettet",
            },
            values={"kind": {word: meaning for meaning, word in _KINDS.items()}},
            key="SID",
            delimiter=",",
            rows=rows,
            marks={"sid": sids, "account_name": names},
        ),
    )
    known = np.isin(account["person_row"], _listed_people(desk))
    export.tell("account", "person", rows[known])


def _listed_people(desk: Desk) -> Column:
    person = desk.world.person
    listed: Column = np.flatnonzero(person["in_hr"] | person["supplier"])
    return listed
