"""The made world as the estate a perfect collection would give."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from grunnmur.catalogue import lifecycle
from grunnmur.estate import TABLES, Estate
from grunnmur.example import notices
from grunnmur.example.world import World
from grunnmur.example.world.frame import Frame, column_of

_IDS = {"clinical_service": "service_id"}
# table → column of the table → (row column of the frame, noun it points at)
_REFERENCES = {
    "location": {"parent_id": ("parent_row", "location")},
    "asset": {"organisation_id": ("organisation_row", "organisation")},
    "device": {"asset_id": ("asset_row", "asset")},
    "address": {"asset_id": ("asset_row", "asset"), "network_id": ("network_row", "network")},
    "application": {
        "organisation_id": ("organisation_row", "organisation"),
        "controller_id": ("controller_row", "organisation"),
        "supplier_id": ("supplier_row", "organisation"),
    },
    "data_store": {
        "application_id": ("application_row", "application"),
        "location_id": ("location_row", "location"),
        "asset_id": ("asset_row", "asset"),
        "controller_id": ("controller_row", "organisation"),
    },
    "contract": {
        "application_id": ("application_row", "application"),
        "supplier_id": ("supplier_row", "organisation"),
    },
    "assessment": {"subject_id": ("subject_row", "application")},
    "account": {"person_id": ("person_row", "person")},
    "privilege": {"account_id": ("account_row", "account"), "target_id": ("asset_row", "asset")},
    "person": {"organisation_id": ("organisation_row", "organisation")},
    "membership": {"account_id": ("account_row", "account"), "group_id": ("group_row", "account")},
    "asset_link": {"asset_id": ("asset_row", "asset"), "other_id": ("other_row", "asset")},
    "logon": {"account_id": ("account_row", "account"), "asset_id": ("asset_row", "asset")},
    "logging": {"asset_id": ("asset_row", "asset"), "target_id": ("target_row", "asset")},
    "network": {},
    "organisation": {},
}


def estate_of(world: World, folder: Path) -> Estate:
    """Writes the tables the rules look at, exactly as they truly are."""
    folder.mkdir(parents=True, exist_ok=True)
    estate = Estate(folder)
    lifecycle.write(estate, lifecycle.load())
    for name, references in _REFERENCES.items():
        frame = _spelled(name, getattr(world, name))
        columns = {
            column: _ids(world, frame[row], noun) for column, (row, noun) in references.items()
        }
        _write(estate, name, frame.extended({key: column_of(v) for key, v in columns.items()}))
    _write_identifiers(world, estate)
    _write_notices(world, estate)
    return estate


def _write_identifiers(world: World, estate: Estate) -> None:
    """The security identifiers of accounts and things, by which domains are told."""
    parts = [
        (noun, entity, "sid", sid)
        for noun in ("account", "asset")
        for entity, sid in getattr(world, noun).rows(f"{noun}_id", "sid")
        if sid
    ]
    parts += [
        ("asset", entity, "serial", serial)
        for entity, serial in world.asset.rows("asset_id", "serial")
        if serial
    ]
    columns = [column_of(list(column)) for column in zip(*parts, strict=True)]
    names = ("noun", "entity_id", "kind", "value")
    _write(estate, "identifier", Frame(dict(zip(names, columns, strict=True))))


def _write_notices(world: World, estate: Estate) -> None:
    """What makers say, and what they answer in their forms."""
    said = list(notices.rows(world))
    _write(
        estate,
        "safety_notice",
        Frame({key: column_of([row[key] for row in said]) for key in said[0]}),
    )
    told = [
        (f["vendor"], f["model"], question, answer) for f, question, answer in notices.answers()
    ]
    columns = [column_of(list(column)) for column in zip(*told, strict=True)]
    names = ("vendor", "model", "question", "answer")
    _write(estate, "device_disclosure", Frame(dict(zip(names, columns, strict=True))))


def _spelled(name: str, frame: Frame) -> Frame:
    """The frame with the columns that the tables call otherwise."""
    if name == "asset":
        named = np.where(frame["in_registers"], frame["organisation_row"], -1)
        return frame.extended({
            "organisation_row": named,
            "os_name": frame["os_label"], "product_id": frame["os_product"],
            "version": frame["os_version"],
        })  # fmt: skip
    if name == "device":
        return frame.extended({"software_version": frame["firmware"]})
    if name == "privilege":
        return frame.extended({"target_kind": column_of(["asset"] * len(frame))})
    return frame


def _ids(world: World, rows: np.ndarray, noun: str) -> list[str | None]:
    ids = getattr(world, noun)[_IDS.get(noun, f"{noun}_id")].tolist()
    return [ids[row] if row >= 0 else None for row in rows.tolist()]


def _write(estate: Estate, name: str, frame: Frame) -> None:
    table = TABLES[name]
    arrow = frame.arrow()
    known = [column for column in table.by_name if column in arrow.column_names]
    missing = [column for column in table.by_name if column not in arrow.column_names]
    arrow = arrow.select(known)
    for column in missing:
        arrow = arrow.append_column(column, pa.nulls(arrow.num_rows, pa.string()))
    estate.connection.register("_given", arrow)
    estate.write(table, "select * from _given")
    estate.connection.unregister("_given")
