"""What is true of traffic: who needs whom and how often, and what everybody else's provider is."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from grunnmur.example.world import World, conversations
from grunnmur.example.world.frame import Column

# what a server that is no application's is for → (role, sub-role)
_INFRASTRUCTURE = {
    "directory": "directory", "backup": "backup", "monitoring": "monitoring", "print": "print",
    "file": "file", "rds": "terminal", "management": "management", "certificate": "certificate",
    "jump": "jump",
}  # fmt: skip


def dependencies(world: World, talked: Column) -> pa.Table:
    """Every true dependency between applications; who can know it: `documented`, `observable`.

    Observable is what was answered at least once in the days watched; `flows` says how often.
    """
    dependency = world.dependency
    ids = world.application["application_id"]
    flows = _by_dependency(world, talked)
    return pa.table({
        "consumer_kind": np.full(len(dependency), "application"),
        "consumer_id": pa.array(ids[dependency["consumer_row"]], pa.string()),
        "provider_kind": np.full(len(dependency), "application"),
        "provider_id": pa.array(ids[dependency["provider_row"]], pa.string()),
        "protocol": pa.array(dependency["protocol"], pa.string()),
        "port": dependency["port"],
        "period": pa.array(dependency["period"], pa.string()),
        "documented": dependency["documented"],
        "observable": flows > 0,
        "flows": flows,
    })  # fmt: skip


def provider_roles(world: World, talked: Column) -> pa.Table:
    """What every application and every other server and gateway is to those who call it.

    Observable is what was called, or swept others, in the days watched.
    """
    called, calling = _heard(world, talked)
    shared = world.application["shared"]
    application = world.component["application_row"]
    used = np.zeros(len(shared), dtype=bool)
    used[application[called[world.component["asset_row"]] > 0]] = True
    rows = [
        ("application", world.application["application_id"][row],
         "middleware" if shared[row] else "application", shared[row], bool(used[row]))
        for row in range(len(shared))
    ]  # fmt: skip
    asset, scanner = world.asset, set(conversations.scanners(world.asset).tolist())
    for row in np.flatnonzero(asset["application_row"] < 0).tolist():
        role, kind = asset["role"][row], asset["kind"][row]
        heard = bool(called[row] > 0)
        if kind == "gateway":
            rows.append(("asset", asset["asset_id"][row], "middleware", "gateway", heard))
        elif kind in ("server", "vm") and role in _INFRASTRUCTURE:
            sweeps = row in scanner or role == "monitoring"
            sub_role = "scanner" if row in scanner else _INFRASTRUCTURE[role]
            heard = bool(calling[row] > 0) if sweeps else heard
            rows.append(("asset", asset["asset_id"][row], "infrastructure", sub_role, heard))
    names = ("noun", "entity_id", "role", "sub_role")
    columns = list(zip(*rows, strict=True))
    table = {name: pa.array(columns[place], pa.string()) for place, name in enumerate(names)}
    return pa.table({**table, "observable": pa.array(columns[4], pa.bool_())})


def _by_dependency(world: World, talked: Column) -> Column:
    row = world.conversation["dependency_row"]
    flows = np.zeros(len(world.dependency), dtype=np.int64)
    np.add.at(flows, row[row >= 0], talked[row >= 0])
    return flows


def _heard(world: World, talked: Column) -> tuple[Column, Column]:
    """For every asset the answered connections it was called by, and those it made."""
    talk, count = world.conversation, len(world.asset)
    called = np.bincount(talk["target_row"], weights=talked, minlength=count)
    calling = np.bincount(talk["source_row"], weights=talked, minlength=count)
    return called, calling
