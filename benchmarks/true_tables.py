"""A made region as the tables a perfect collection would give, with a directory as full as a real one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from grunnmur.estate import TABLES
from grunnmur.example.world import World
from grunnmur.example.world.frame import Column, Frame, column_of

# table → column → (row column of the frame, noun it points at)
_REFERENCES: dict[str, dict[str, tuple[str, str]]] = {
    "organisation": {},
    "person": {"organisation_id": ("organisation_row", "organisation")},
    "account": {"person_id": ("person_row", "person")},
    "asset": {"organisation_id": ("organisation_row", "organisation")},
    "device": {"asset_id": ("asset_row", "asset")},
    "asset_link": {"asset_id": ("asset_row", "asset"), "other_id": ("other_row", "asset")},
    "application": {"controller_id": ("controller_row", "organisation")},
    "data_store": {
        "application_id": ("application_row", "application"),
        "asset_id": ("asset_row", "asset"),
        "controller_id": ("controller_row", "organisation"),
    },
    "privilege": {"account_id": ("account_row", "account"), "target_id": ("asset_row", "asset")},
    "logon": {"account_id": ("account_row", "account"), "asset_id": ("asset_row", "asset")},
    "logging": {"asset_id": ("asset_row", "asset"), "target_id": ("target_row", "asset")},
    "contract": {"supplier_id": ("supplier_row", "organisation")},
    "zone": {},
    "zone_rule": {"source_zone_id": ("source_zone_row", "zone"), "target_zone_id": ("target_zone_row", "zone")},
    "network": {"zone_id": ("zone_row", "zone")},
    "address": {"asset_id": ("asset_row", "asset"), "network_id": ("network_row", "network")},
}  # fmt: skip
_UNSUPPORTED = ("2003", "2008", "2012", "7", "XP", "8.1")


def write(world: World, folder: Path, *, edges: int, seed: int) -> None:
    """Writes the tables reach reads, with memberships filled up to `edges` by groups that lead nowhere."""
    for name, references in _REFERENCES.items():
        frame = getattr(world, name)
        ids = {
            column: column_of(_ids(world, frame[row], noun))
            for column, (row, noun) in references.items()
        }
        if name == "privilege":
            ids["target_kind"] = column_of(["asset"] * len(frame))
        write_frame(folder, name, frame.extended(ids))
    _write_memberships(world, folder, edges, seed)
    _write_identifiers(world, folder)
    _write_releases(world, folder)


def _write_memberships(world: World, folder: Path, edges: int, seed: int) -> None:
    accounts = world.account["account_id"]
    member, group = world.membership["account_row"], world.membership["group_row"]
    missing = max(0, edges - len(member))
    if missing:
        rng = np.random.default_rng(seed)
        inert = np.flatnonzero(np.char.endswith(world.account["name"].astype(str), "-Brukere"))
        member = np.r_[member, rng.integers(0, len(accounts), missing)]
        group = np.r_[group, rng.choice(inert, missing)]
        both = np.unique(np.column_stack([member, group]), axis=0)
        member, group = both[:, 0], both[:, 1]
    write_frame(
        folder, "membership", Frame({"account_id": accounts[member], "group_id": accounts[group]})
    )


def _write_identifiers(world: World, folder: Path) -> None:
    rows = [
        (noun, entity, "sid", sid)
        for noun in ("account", "asset")
        for entity, sid in getattr(world, noun).rows(f"{noun}_id", "sid")
        if sid
    ]
    columns = [column_of(list(column)) for column in zip(*rows, strict=True)]
    names = ("noun", "entity_id", "kind", "value")
    write_frame(folder, "identifier", Frame(dict(zip(names, columns, strict=True))))


def _write_releases(world: World, folder: Path) -> None:
    """Which things are out of support, roughly by name: what an attacker can break into."""
    labels = world.asset["os_label"].tolist()
    old = [any(mark in str(label).split() for mark in _UNSUPPORTED) for label in labels]
    support = column_of(["unsupported" if one else "supported" for one in old])
    write_frame(
        folder, "asset_release", Frame({"asset_id": world.asset["asset_id"], "support": support})
    )


def _ids(world: World, rows: Column, noun: str) -> list[str | None]:
    ids = getattr(world, noun)[f"{noun}_id"].tolist()
    return [ids[row] if row >= 0 else None for row in rows.tolist()]


def write_frame(folder: Path, name: str, frame: Frame) -> None:
    """Writes a frame as the table of that name; columns it lacks are not known."""
    table = TABLES[name]
    arrow = frame.arrow()
    kinds = {"text": pa.string(), "whole": pa.int64(), "number": pa.float64(), "flag": pa.bool_(),
             "day": pa.date32(), "instant": pa.timestamp("us")}  # fmt: skip
    columns = {}
    for column in table.columns:
        kind = kinds[column.type]
        if column.name in arrow.column_names:
            columns[column.name] = arrow.column(column.name).cast(kind)
        else:
            columns[column.name] = pa.nulls(arrow.num_rows, kind)
    pq.write_table(pa.table(columns), folder / f"{name}.parquet", compression="zstd")
