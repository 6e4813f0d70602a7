"""What servers stand on: hypervisors in clusters, management controllers, storage."""

from __future__ import annotations

from datetime import date

import numpy as np

from grunnmur.example.world import landscape, patching
from grunnmur.example.world.assets import Part
from grunnmur.example.world.drawing import Stream, count_of, days_before, flags, mix, numbered
from grunnmur.example.world.frame import Column, Frame, column_of
from grunnmur.example.world.organisations import operator_row

_PER_HOST = 28
_PER_CLUSTER = 8
_SYSTEMS = {"esxi67": 5, "esxi70": 38, "esxi80": 57}
_MODELS = (
    ("Dell", "PowerEdge R750"),
    ("HPE", "ProLiant DL380 Gen10 Plus"),
    ("Cisco", "UCSC-C240-M6"),
)
_CONTROLLER = {
    "Dell": ("idrac", "iDRAC9"), "HPE": ("ilo", "iLO 5"), "Lenovo": ("xcc", "XClarity Controller"),
    "Cisco": ("cimc", "Cisco IMC"),
}  # fmt: skip


def build(
    rng: Stream, organisation: Frame, location: Frame, machines: int, *, on: date
) -> tuple[Part, Part]:
    """Clusters, and the hypervisors in them; clusters come first in the asset frame."""
    wanted = max(len(landscape.VCENTERS) * 2, round(machines / _PER_HOST / _PER_CLUSTER))
    share = np.array([landscape.SHARE[platform] * part for _, platform, part in landscape.VCENTERS])
    each = np.maximum(2, np.round(share / share.sum() * wanted)).astype(int)
    vcenter = np.repeat(np.arange(len(each)), each)
    clusters = _clusters(rng, location, vcenter, each)
    per = max(3, min(_PER_CLUSTER, round(machines / _PER_HOST / len(vcenter))))
    sizes = np.maximum(2, per + rng.integers(-2, 3, len(vcenter)))
    hypervisors = _hypervisors(rng, clusters, np.repeat(np.arange(len(vcenter)), sizes), on)
    return _operated(clusters, organisation), _operated(hypervisors, organisation)


def controllers(rng: Stream, organisation: Frame, *hosts: tuple[Part, int]) -> Part:
    """A management controller for most physical hosts; `hosts` are parts and their first rows.

    The controller answers with its host's chassis serial: a known trap.
    """
    parts = []
    for part, start in hosts:
        chosen = np.flatnonzero(flags(rng, 0.93, len(part["kind"])))
        parts.append({
            "manages_row": chosen + start,
            **{name: part[name][chosen] for name in (
                "organisation_row", "platform", "realm", "location_row", "vendor", "name")},
        })  # fmt: skip
    made = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    count = len(made["vendor"])
    ends = [_CONTROLLER[vendor][0] for vendor in made["vendor"].tolist()]
    name = column_of([f"{host}-{end}" for host, end in zip(made["name"], ends, strict=True)])
    return {
        **made,
        "kind": column_of(["controller"] * count),
        "name": name,
        "fqdn": _management_names(name, made["realm"]),
        "operator_row": np.full(count, operator_row(organisation)),
        "model": column_of([_CONTROLLER[vendor][1] for vendor in made["vendor"].tolist()]),
        "networked": np.ones(count, dtype=bool),
        "powered": np.ones(count, dtype=bool),
        "purpose": column_of(["management"] * count),
        "environment": column_of(["prod"] * count),
    }


def storage(rng: Stream, organisation: Frame, location: Frame, *, size: float, on: date) -> Part:
    """Storage systems in the data centres and larger rooms."""
    count = count_of(60, size, least=4)
    rooms = np.flatnonzero(np.isin(location["kind"].astype(str), ("room", "data_centre")))
    platform = mix(rng, landscape.SHARE, count)
    platform[:3] = list(landscape.PLATFORMS)
    name = numbered("lagring-", count, 3)
    os_key = mix(rng, {"ontap9.11": 35, "ontap9.15": 65}, count)
    return {
        "kind": column_of(["storage"] * count),
        "name": name,
        "fqdn": _management_names(name, platform),
        "organisation_row": np.full(count, operator_row(organisation)),
        "operator_row": np.full(count, operator_row(organisation)),
        "platform": platform,
        "realm": platform,
        "location_row": rooms[::-1][np.arange(count) % len(rooms)],
        "vendor": column_of(["NetApp"] * count),
        "model": mix(rng, {"AFF-A400": 60, "FAS8300": 40}, count),
        "os_key": os_key,
        "patched_on": patching.patched_on(rng, on, os_key),
        "purchased_on": days_before(rng, on, count, least=200, most=2600),
        "asset_tag": numbered("LAG", count, 6),
        "role": column_of(["storage"] * count),
        "environment": column_of(["prod"] * count),
        "disk_mb": rng.integers(100, 900, count) * 1024 * 1024,
        "networked": np.ones(count, dtype=bool),
        "powered": np.ones(count, dtype=bool),
        "purpose": column_of(["storage"] * count),
    }


def _operated(part: Part, organisation: Frame) -> Part:
    """The part as owned and operated by the operator."""
    whose = np.full(len(part["kind"]), operator_row(organisation))
    return {**part, "organisation_row": whose, "operator_row": whose}


def _clusters(rng: Stream, location: Frame, vcenter: Column, each: Column) -> dict[str, Column]:
    count = len(vcenter)
    centres = np.flatnonzero(location["kind"] == "data_centre")
    rooms = np.flatnonzero(location["kind"] == "room")
    local = flags(rng, 0.25, count)
    place = np.where(local, rng.choice(rooms, count), rng.choice(centres, count))
    names = [landscape.VCENTERS[number][0] for number in vcenter.tolist()]
    platform = column_of([landscape.VCENTERS[number][1] for number in vcenter.tolist()])
    within = np.concatenate([np.arange(1, many + 1) for many in each])
    return {
        "kind": column_of(["cluster"] * count),
        "name": column_of([f"kl-{name[3:]}-{number:02d}" for name, number in zip(
            names, within.tolist(), strict=True)]),
        "platform": platform,
        "realm": platform,
        "vcenter": column_of(names),
        "location_row": place,
        "environment": column_of(["prod"] * count),
        "powered": np.ones(count, dtype=bool),
    }  # fmt: skip


def _hypervisors(rng: Stream, clusters: Part, cluster: Column, on: date) -> Part:
    count = len(cluster)
    platform = clusters["platform"][cluster]
    model = rng.integers(0, len(_MODELS), count)
    name = column_of([f"esx-{vcenter[3:]}-{number:03d}" for number, vcenter in enumerate(
        clusters["vcenter"][cluster].tolist(), 1)])  # fmt: skip
    os_key = mix(rng, _SYSTEMS, count)
    os_key[:2] = ["esxi67", "esxi70"]
    return {
        "kind": column_of(["hypervisor"] * count),
        "name": name,
        "fqdn": _management_names(name, platform),
        "platform": platform,
        "realm": platform,
        "vcenter": clusters["vcenter"][cluster],
        "cluster_row": cluster.astype(np.int64),
        "location_row": clusters["location_row"][cluster],
        "environment": column_of(["prod"] * count),
        "vendor": column_of([_MODELS[number][0] for number in model]),
        "model": column_of([_MODELS[number][1] for number in model]),
        "os_key": os_key,
        "patched_on": patching.patched_on(rng, on, os_key),
        "purchased_on": days_before(rng, on, count, least=100, most=2200),
        "asset_tag": numbered("ESX", count, 6),
        "cpus": rng.choice([32, 48, 64], size=count),
        "memory_mb": rng.choice([524288, 786432, 1048576], size=count),
        "networked": np.ones(count, dtype=bool),
        "powered": np.ones(count, dtype=bool),
        "purpose": column_of(["management"] * count),
    }  # fmt: skip


def _management_names(names: Column, realm: Column) -> Column:
    inside = column_of([f"mgmt.{landscape.DOMAIN[one]}" for one in realm.tolist()])
    return landscape.fqdns(names, inside)
