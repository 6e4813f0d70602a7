"""Stores of data and every copy of them: replicas, backups, logs; a few abroad, a few unknown."""

from __future__ import annotations

from datetime import date

import numpy as np

from grunnmur.example.world.drawing import Stream, flags, mix, numbered
from grunnmur.example.world.frame import DAYS, Column, Frame, column_of, either, yes

_COPIES = (("replica", 0.4), ("backup", 0.9), ("log", 0.3), ("copy", 0.08))
_TITLE = {"primary": "Base", "replica": "Replika", "backup": "Sikkerhetskopi", "log": "Logg",
          "copy": "Kopi"}  # fmt: skip
_ABROAD = 0.025
_NOWHERE = 0.02
Stores = dict[str, Column]


def build(rng: Stream, application: Frame, asset: dict[str, Column], location: Frame, *,
          on: date) -> Frame:  # fmt: skip
    """Primary stores first, then their copies."""
    primary = _primaries(rng, application, asset)
    stores = [primary]
    for kind, share in _COPIES:
        chosen = np.flatnonzero(flags(rng, share, len(primary["kind"])))
        stores.append(_copies(rng, kind, primary, chosen, asset))
    joined = {name: np.concatenate([part[name] for part in stores]) for name in primary}
    count = len(joined["kind"])
    today = np.datetime64(on, "D")
    kept = today + rng.integers(100, 4000, count).astype("timedelta64[D]")
    numbers = numbered("DL-", count, 5)
    place, here = _places(rng, joined, asset, location)
    joined["asset_row"] = np.where(here, joined["asset_row"], -1)
    return Frame({
        "data_store_id": numbered("data-store-", count, 5),
        "store_no": numbers,
        "name": column_of([f"{_TITLE[kind]} {application['name'][row]} {number[3:]}" for
                           kind, row, number in zip(joined["kind"], joined["application_row"],
                                                    numbers, strict=True)]),
        **joined,
        "location_row": place,
        "legal_basis": mix(rng, {"Pasientjournalloven": 6, "Helseregisterloven": 2,
                                 "Personopplysningsloven": 2, None: 1}, count),
        "retained_until": either(flags(rng, 0.6, count), kept, np.datetime64("NaT")).astype(DAYS),
    })  # fmt: skip


def _primaries(rng: Stream, application: Frame, asset: dict[str, Column]) -> Stores:
    """A store on each database and file server of an application."""
    holds = np.isin(asset["role"].astype(str), ("database", "file"))
    rows = np.flatnonzero((asset["application_row"] >= 0) & holds)
    whose = asset["application_row"][rows]
    health = application["health_data"][whose]
    other = mix(rng, {"personal": 35, "operational": 50, "open": 15}, len(rows))
    content = either(yes(health), "patient", other)
    content = either(flags(rng, 0.03, len(rows)), None, content)
    patient = np.flatnonzero(content == "patient")
    controller = application["controller_row"][whose].copy()
    controller[patient[flags(rng, 0.03, len(patient))]] = -1
    return {
        "application_row": whose,
        "asset_row": rows,
        "kind": column_of(["primary"] * len(rows)),
        "replica_of_row": np.full(len(rows), -1, dtype=np.int64),
        "data_class": content,
        "controller_row": controller,
    }


def _copies(rng: Stream, kind: str, primary: Stores, chosen: Column,
            asset: dict[str, Column]) -> Stores:  # fmt: skip
    storage = np.flatnonzero(asset["kind"] == "storage")
    backup = np.flatnonzero(asset["role"] == "backup")
    able = backup if kind == "backup" and len(backup) else storage
    content = primary["data_class"][chosen].copy()
    if kind == "log":
        content[flags(rng, 0.5, len(content))] = "personal"
    return {
        "application_row": primary["application_row"][chosen],
        "asset_row": rng.choice(able, len(chosen)),
        "kind": column_of([kind] * len(chosen)),
        "replica_of_row": chosen,
        "data_class": content,
        "controller_row": primary["controller_row"][chosen],
    }


def _places(rng: Stream, stores: Stores, asset: dict[str, Column],
            location: Frame) -> tuple[Column, Column]:  # fmt: skip
    """Where each store lies, and whether it lies on a thing of our own.

    Most lie where their thing stands; some copies lie in clouds abroad, or nobody knows where.
    """
    place = asset["location_row"][stores["asset_row"]].copy()
    count = len(place)
    copies = stores["kind"] != "primary"
    patient = stores["data_class"] == "patient"
    foreign = np.flatnonzero((location["kind"] == "cloud") & (location["country"] != "NO"))
    away = np.flatnonzero(flags(rng, _ABROAD, count) & copies)
    away = np.union1d(away, np.flatnonzero(copies & patient)[:4])
    place[away] = foreign[np.arange(len(away)) % len(foreign)]
    lost = np.flatnonzero(flags(rng, _NOWHERE, count))
    lost = np.union1d(lost, np.flatnonzero(patient)[5:6])
    place[lost] = -1
    here = np.ones(count, dtype=bool)
    here[np.union1d(away, lost)] = False
    return place, here
