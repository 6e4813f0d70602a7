"""Servers, virtual and physical, and what they stand on."""

from __future__ import annotations

from datetime import date

import numpy as np

from grunnmur.example.world import hosts, landscape, patching
from grunnmur.example.world.applications import ERA
from grunnmur.example.world.assets import Part
from grunnmur.example.world.drawing import (
    Stream,
    count_of,
    days_before,
    flags,
    mix,
    numbered,
    numbers,
)
from grunnmur.example.world.frame import Column, Frame, column_of
from grunnmur.example.world.organisations import operator_row, rows_of

FULL = 10_000
VIRTUAL = 0.87
FOR_APPLICATIONS = 0.72
_ROLES = ("app", "database", "app", "web", "app", "integration", "database", "file")
_INFRASTRUCTURE = {
    "rds": 40, "file": 16, "directory": 8, "management": 10, "monitoring": 6, "backup": 8,
    "print": 6, "certificate": 2, "jump": 4,
}  # fmt: skip
_CODE = {
    "app": "app", "database": "db", "web": "web", "integration": "int", "file": "fil",
    "rds": "rds", "directory": "dc", "management": "mgm", "monitoring": "mon", "backup": "bck",
    "print": "prt", "certificate": "pki", "jump": "hop",
}  # fmt: skip
_ENVIRONMENT = {"prod": 62, "test": 22, "training": 5, "dev": 6, None: 5}
_MODELS = (
    ("Dell", "PowerEdge R740"), ("Dell", "PowerEdge R650"), ("HPE", "ProLiant DL380 Gen10"),
    ("HPE", "ProLiant DL360 Gen9"), ("Lenovo", "ThinkSystem SR650"),
)  # fmt: skip


def build(rng: Stream, organisation: Frame, location: Frame, application: Frame, *,
          size: float, on: date) -> list[Part]:  # fmt: skip
    """Clusters, hypervisors, physical and virtual servers, controllers, storage; in that order."""
    count = count_of(FULL, size, least=60)
    work = _work(rng, organisation, application, count)
    virtual = _virtual(rng, count)
    clusters, hypervisors = hosts.build(
        rng, organisation, location, count_of(FULL * VIRTUAL, size), on=on
    )
    start = len(clusters["kind"])
    physical = _physical(rng, location, {name: column[~virtual] for name, column in work.items()})
    machines = _machines(
        rng, {name: column[virtual] for name, column in work.items()}, hypervisors, start=start
    )
    machines_and = (_finished(rng, physical, on), _finished(rng, machines, on))
    controllers = hosts.controllers(
        rng, organisation, (hypervisors, start), (physical, start + len(hypervisors["kind"]))
    )
    storage = hosts.storage(rng, organisation, location, size=size, on=on)
    return [clusters, hypervisors, *(_orphaned(rng, part) for part in machines_and),
            controllers, storage]  # fmt: skip


def _orphaned(rng: Stream, part: Part) -> Part:
    """The part with a few servers that no trust owns up to."""
    lost = flags(rng, 0.012, len(part["kind"]))
    lost[:2] = True
    return {**part, "organisation_row": np.where(lost, -1, part["organisation_row"])}


def _work(rng: Stream, organisation: Frame, application: Frame, count: int) -> dict[str, Column]:
    """What every server is for: an application's, or the infrastructure's."""
    served = round(count * FOR_APPLICATIONS)
    whose = _applications_of(rng, application, served)
    trusts = rows_of(organisation, "trust")
    infrastructure = trusts[numbers(rng, organisation["weight"][trusts], count - served)]
    order = _number_within(whose)
    role = np.concatenate([column_of(list(_ROLES))[order % len(_ROLES)],
                           mix(rng, _INFRASTRUCTURE, count - served)])  # fmt: skip
    era = np.where(flags(rng, 0.8, served), application["era"][whose], mix(rng, ERA, served))
    trust = np.concatenate([application["organisation_row"][whose], infrastructure])
    environment = mix(rng, _ENVIRONMENT, count)
    environment[:served][order == 0] = "prod"
    environment[served:][rng.random(count - served) < 0.9] = "prod"
    platform = np.concatenate([application["platform"][whose],
                               organisation["platform"][infrastructure]])  # fmt: skip
    return {
        "application_row": np.concatenate([whose, np.full(count - served, -1)]),
        "organisation_row": trust,
        "operator_row": np.full(count, operator_row(organisation)),
        "platform": platform,
        "realm": landscape.realm_of(platform, organisation["platform"][trust]),
        "role": role,
        "environment": environment,
        "os_key": np.concatenate([era, _infrastructure_systems(rng, count - served)]),
        "name": _names(organisation, application, trust, whose, role),
        "criticality": np.concatenate([application["criticality"][whose],
                                       mix(rng, {"A": 10, "B": 40, "C": 50}, count - served)]),
        "health_data": np.concatenate([application["health_data"][whose],
                                       column_of([False] * (count - served))]),
    }  # fmt: skip


def _applications_of(rng: Stream, application: Frame, served: int) -> Column:
    weight = rng.lognormal(0.0, 0.9, len(application)) * np.sqrt(application["users"])
    more = max(0, served - len(application))
    drawn = np.concatenate([rng.permutation(len(application)), numbers(rng, weight, more)])
    return drawn[:served]


def _infrastructure_systems(rng: Stream, count: int) -> Column:
    windows = {key: weight for key, weight in ERA.items() if key.startswith("w")}
    return mix(rng, windows, count)


def _number_within(groups: Column) -> Column:
    """0, 1, 2… within each group, in order."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    first = np.r_[True, ordered[1:] != ordered[:-1]]
    begin = np.maximum.accumulate(np.where(first, np.arange(len(groups)), 0))
    within = np.empty(len(groups), dtype=np.int64)
    within[order] = np.arange(len(groups)) - begin
    return within


def _names(organisation: Frame, application: Frame, trust: Column, whose: Column,
           role: Column) -> Column:  # fmt: skip
    stems = [
        f"{short.lower()}-{name}"
        for short, name in zip(
            organisation["short"][trust[: len(whose)]], application["short"][whose], strict=True
        )
    ]
    stems += [f"{short.lower()}-inf" for short in organisation["short"][trust[len(whose) :]]]
    stems = [f"{stem}-{_CODE[code]}" for stem, code in zip(stems, role.tolist(), strict=True)]
    codes = np.unique(np.array(stems), return_inverse=True)[1]
    return column_of([f"{stem}{number + 1:02d}" for stem, number in zip(
        stems, _number_within(codes).tolist(), strict=True)])  # fmt: skip


def _virtual(rng: Stream, count: int) -> Column:
    virtual = flags(rng, VIRTUAL, count)
    virtual[::29] = False
    return virtual


def _physical(rng: Stream, location: Frame, work: dict[str, Column]) -> dict[str, Column]:
    count = len(work["name"])
    rooms = np.flatnonzero(np.isin(location["kind"].astype(str), ("room", "data_centre")))
    model = rng.integers(0, len(_MODELS), count)
    return {
        **work,
        "kind": column_of(["server"] * count),
        "location_row": rooms[rng.integers(0, len(rooms), count)],
        "vendor": column_of([_MODELS[number][0] for number in model]),
        "model": column_of([_MODELS[number][1] for number in model]),
        "cpus": rng.choice([16, 32, 48, 64], size=count),
        "memory_mb": rng.choice([65536, 131072, 262144], size=count),
        "disk_mb": rng.integers(200, 8000, size=count) * 1024,
    }


def _machines(rng: Stream, work: dict[str, Column], hypervisors: Part, *,
              start: int) -> dict[str, Column]:  # fmt: skip
    count = len(work["name"])
    host = np.full(count, -1, dtype=np.int64)
    for platform in landscape.PLATFORMS:
        there = np.flatnonzero(hypervisors["platform"] == platform)
        mine = np.flatnonzero(work["realm"] == platform)
        host[mine] = there[rng.integers(0, len(there), len(mine))]
    template = flags(rng, 0.008, count)
    return {
        **work,
        "platform": hypervisors["platform"][host],
        "kind": column_of(["vm"] * count),
        "location_row": hypervisors["location_row"][host],
        "vcenter": hypervisors["vcenter"][host],
        "host_row": host + start,
        "cluster_row": hypervisors["cluster_row"][host],
        "vendor": column_of(["VMware, Inc."] * count),
        "model": column_of(["VMware Virtual Platform"] * count),
        "cpus": rng.choice([2, 4, 4, 8, 16], size=count),
        "memory_mb": rng.choice([4096, 8192, 16384, 32768, 65536], size=count),
        "disk_mb": (rng.lognormal(4.6, 0.8, count) * 1024).astype(np.int64) + 40960,
        "template": template,
    }


def _finished(rng: Stream, machines: dict[str, Column], on: date) -> Part:
    """What physical and virtual servers have alike."""
    count = len(machines["kind"])
    windows = np.array([key.startswith("w") for key in machines["os_key"]], dtype=bool)
    joined = np.where(windows, flags(rng, 0.96, count), flags(rng, 0.15, count))
    domain = column_of([landscape.DOMAIN[realm] if member else None for realm, member in zip(
        machines["realm"].tolist(), joined.tolist(), strict=True)])  # fmt: skip
    named = column_of([landscape.DOMAIN[realm] for realm in machines["realm"].tolist()])
    powered = ~flags(rng, 0.03, count)
    if "template" in machines:
        powered &= ~machines["template"]
    return {
        **machines,
        "domain": domain,
        "joined": joined,
        "fqdn": landscape.fqdns(machines["name"], named),
        "patched_on": patching.patched_on(rng, on, machines["os_key"]),
        "purchased_on": days_before(rng, on, count, least=60, most=3300),
        "asset_tag": numbered("SRV" if machines["kind"][0] == "server" else "VM", count, 6),
        "networked": np.ones(count, dtype=bool),
        "powered": powered,
        "purpose": column_of(["server"] * count),
        "owner": column_of([None] * count),
    }
