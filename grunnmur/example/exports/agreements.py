"""Contracts with suppliers, and assessments of risk and privacy."""

from __future__ import annotations

import numpy as np

from grunnmur.example.exports import register
from grunnmur.example.exports.applications import YES_NO
from grunnmur.example.exports.export import Desk, Export
from grunnmur.example.exports.register import Register
from grunnmur.example.exports.spelling import days, looked_up, texts, yes_no
from grunnmur.example.world.frame import Column

_KINDS = {
    "maintenance": "Vedlikehold",
    "licence": "Lisens",
    "operations": "Drift",
    "medical": "Medisinsk utstyr",
}
_SUBJECTS = {"application": "System", "asset": "Utstyr", "contract": "Avtale"}


def write(desk: Desk) -> Export:
    """Contracts, sub-processors, risk analyses and privacy assessments."""
    export = Export()
    _contracts(desk, export)
    _subprocessors(desk, export)
    for kind, title in (("ros", "ROS-analyser"), ("dpia", "DPIA")):
        _assessments(desk, export, kind, title)
    return export


def _contracts(desk: Desk, export: Export) -> None:
    world = desk.world
    contract = world.contract
    rows = np.arange(len(contract))
    numbers = texts(contract["contract_no"])
    register.write(
        desk,
        export,
        Register(
            "avtaler",
            "avtaler/avtaler.csv",
            "contract",
            cells={
                "Avtalenr": numbers,
                "Avtale": texts(contract["name"]),
                "Leverandør": looked_up(world.organisation["name"], contract["supplier_row"]),
                "Kunde": looked_up(world.organisation["short"], contract["customer_row"]),
                "Systemnr": looked_up(
                    world.application["application_no"], contract["application_row"]
                ),
                "Type": [_KINDS.get(kind, kind) for kind in contract["kind"]],
                "Databehandleravtale": yes_no(texts(contract["processor_agreement"])),
                "Samtykke ved endring": yes_no(texts(contract["change_consent"])),
                "Overføringsgrunnlag": texts(contract["transfer_basis"]),
                "Utløper": days(contract["valid_to"]),
                "Årlig beløp": contract["yearly_nok"].tolist(),
            },
            columns={
                "contract_no": "Avtalenr",
                "name": "Avtale",
                "supplier_id": "Leverandør",
                "customer_id": "Kunde",
                "application_id": "Systemnr",
                "kind": "Type",
                "processor_agreement": "Databehandleravtale",
                "change_consent": "Samtykke ved endring",
                "transfer_basis": "Overføringsgrunnlag",
                "valid_to": "Utløper",
            },
            key="Avtalenr",
            values={
                "kind": {word: meaning for meaning, word in _KINDS.items()},
                "processor_agreement": YES_NO,
                "change_consent": YES_NO,
            },
            rows=rows,
            marks={"contract_no": numbers},
            encoding="cp1252",
        ),
    )
    export.tell("contract", "processor_agreement change_consent application kind", rows)


def _subprocessors(desk: Desk, export: Export) -> None:
    world = desk.world
    listed = world.subprocessor
    register.write(
        desk,
        export,
        Register(
            "underleverandorer",
            "avtaler/underleverandorer.csv",
            "subprocessor",
            cells={
                "Avtalenr": looked_up(world.contract["contract_no"], listed["contract_row"]),
                "Underleverandør": looked_up(
                    world.organisation["name"], listed["organisation_row"]
                ),
                "Land": texts(listed["country"]),
            },
            columns={
                "contract_id": "Avtalenr",
                "organisation_id": "Underleverandør",
                "country": "Land",
            },
        ),
    )


def _assessments(desk: Desk, export: Export, kind: str, title: str) -> None:
    world = desk.world
    rows = np.flatnonzero(world.assessment["kind"] == kind)
    assessment = world.assessment.take(rows)
    names = texts(assessment["name"])
    register.write(
        desk,
        export,
        Register(
            kind,
            f"avtaler/{kind}.csv",
            "assessment",
            cells={
                "Tittel": names,
                "Gjelder": [_SUBJECTS[noun] for noun in assessment["subject_kind"]],
                "Objekt": _subjects(desk, assessment["subject_kind"], assessment["subject_row"]),
                "Foretak": looked_up(world.organisation["short"], assessment["organisation_row"]),
                "Utført": days(assessment["done_on"]),
                "Godkjent av": texts(assessment["approved_by"]),
                "Besluttet": days(assessment["decided_on"]),
            },
            columns={
                "name": "Tittel",
                "subject_kind": "Gjelder",
                "subject_id": "Objekt",
                "organisation_id": "Foretak",
                "done_on": "Utført",
                "approved_by": "Godkjent av",
                "decided_on": "Besluttet",
            },
            key="Tittel",
            constants={"kind": kind},
            values={"subject_kind": {word: noun for noun, word in _SUBJECTS.items()}},
            rows=rows,
            marks={"name": names},
            above=(title, "Oversikt fra informasjonssikkerhet"),
        ),
    )


def _subjects(desk: Desk, kinds: Column, rows: Column) -> list[str | None]:
    world = desk.world
    column = {
        "application": world.application["application_no"],
        "asset": world.asset["name"],
        "contract": world.contract["contract_no"],
    }
    return [
        column[kind][row] if row >= 0 else None
        for kind, row in zip(kinds, rows.tolist(), strict=True)
    ]
