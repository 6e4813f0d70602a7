"""Medical equipment: 170,000 things at full size, of which about 47,000 talk on a network."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from grunnmur.example.names import words
from grunnmur.example.world import landscape, patching, places
from grunnmur.example.world.assets import Part
from grunnmur.example.world.drawing import (
    Stream,
    count_of,
    flags,
    mix,
    numbered,
    numbers,
    pick,
)
from grunnmur.example.world.frame import DAYS, Column, Frame, column_of, missing
from grunnmur.example.world.organisations import rows_of

_SPECIAL_KIND = {"gateway": "gateway", "home_aid": "home_device"}
_POLICY = {"approved_list": 35, "vendor": 30, "none": 20, "unknown": 15}
_REMOTE = {"none": 55, "vendor_vpn": 20, "central": 18, "modem": 2, "unknown": 5}
Device = dict[str, Column]


def build(rng: Stream, organisation: Frame, location: Frame, *, size: float,
          on: date) -> tuple[list[Part], list[Device]]:  # fmt: skip
    """Asset columns and device columns of every class, in the same order and number."""
    parts: list[Part] = []
    devices: list[Device] = []
    begin = 1
    for code, of in words("devices").items():
        count = count_of(of["count"], size, least=4)
        part = _assets(rng, organisation, location, code, of, count, on)
        parts.append(part)
        devices.append(_devices(rng, organisation, code, of, part, begin, on))
        begin += count
    return parts, devices


def _assets(rng: Stream, organisation: Frame, location: Frame, code: str, of: Mapping[str, Any],
            count: int, on: date) -> Part:  # fmt: skip
    kind = _SPECIAL_KIND.get(code, "medical")
    hospitals = rows_of(organisation, "trust")
    hospitals = hospitals[organisation["beds"][hospitals] > 0]
    trust = hospitals[numbers(rng, organisation["beds"][hospitals], count)]
    networked = flags(rng, of["networked"], count)
    networked[0] = True
    online = networked & (kind != "home_device")
    os_key = _systems(rng, of["os"], online)
    made = [of["models"][number] for number in rng.integers(0, len(of["models"]), count)]
    name = _names(organisation, trust, code, online, [model for _, model in made])
    platform = organisation["platform"][trust]
    named = column_of([landscape.DOMAIN[one] if on_it else None for one, on_it in zip(
        platform.tolist(), online.tolist(), strict=True)])  # fmt: skip
    return {
        "kind": column_of([kind] * count),
        "form": column_of([code] * count),
        "name": name,
        "fqdn": landscape.fqdns(name, named),
        "organisation_row": trust,
        "operator_row": trust,
        "platform": platform,
        "realm": platform,
        "location_row": places.sites_for(rng, location, trust),
        "ward": pick(rng, words("places")["wards"], count),
        "environment": column_of(["prod"] * count),
        "vendor": column_of([vendor for vendor, _ in made]),
        "model": column_of([model for _, model in made]),
        "os_key": os_key,
        "patched_on": _patched(rng, on, os_key),
        "isolated_until": _isolation(rng, on, os_key),
        "criticality": column_of([_criticality(of)] * count),
        "health_data": column_of([code not in ("bed",)] * count),
        "purchased_on": _purchased(rng, on, float(of["life"]), count),
        "networked": networked,
        "powered": np.ones(count, dtype=bool),
        "purpose": _purposes(rng, online),
    }


def _systems(rng: Stream, weights: Mapping[str, float], online: Column) -> Column:
    """Only what is on a network shows an operating system to anybody."""
    keys = mix(rng, weights, len(online))
    keys[~online] = None
    return keys


def _names(organisation: Frame, trust: Column, code: str, online: Column,
           models: list[str]) -> Column:  # fmt: skip
    shorts = organisation["short"][trust].tolist()
    stem = code.replace("_", "")[:6]
    return column_of([
        f"{short.lower()}-{stem}-{number:05d}" if on_it else model
        for number, (short, on_it, model) in enumerate(
            zip(shorts, online.tolist(), models, strict=True), 1)
    ])  # fmt: skip


def _patched(rng: Stream, on: date, os_key: Column) -> Column:
    """Most medical devices have no patch day anybody wrote down."""
    return patching.patched_on(rng, on, os_key, known=0.35)


def _isolation(rng: Stream, on: date, os_key: Column) -> Column:
    count = len(os_key)
    until = np.datetime64(on, "D") + rng.integers(-400, 700, count).astype("timedelta64[D]")
    isolated = ~missing(os_key) & flags(rng, 0.22, count)
    return np.where(isolated, until, np.datetime64("NaT")).astype(DAYS)


def _criticality(of: Mapping[str, Any]) -> str:
    return {"life_support": "A", "high": "B", "medium": "C", "low": "D"}[of["importance"]]


def _purchased(rng: Stream, on: date, life: float, count: int) -> Column:
    """Age by a gamma law with mean a little under the class's life and a long tail."""
    years = np.clip(rng.gamma(2.7, life * 0.9 / 2.7, count), 0.05, 28)
    return np.datetime64(on, "D") - (years * 365.25).astype(np.int64).astype("timedelta64[D]")


def _purposes(rng: Stream, online: Column) -> Column:
    """A quarter of the networked devices lie outside a device cell, among the clients."""
    outside = flags(rng, 0.25, len(online))
    return column_of([("client" if out else "medical") if on_it else None for on_it, out in zip(
        online.tolist(), outside.tolist(), strict=True)])  # fmt: skip


def _devices(rng: Stream, organisation: Frame, code: str, of: Mapping[str, Any], part: Part,
             begin: int, on: date) -> Device:  # fmt: skip
    count = len(part["kind"])
    supplier = rows_of(organisation, "supplier")
    makers = {vendor: number for number, vendor in enumerate(sorted({v for v, _ in of["models"]}))}
    whose = supplier[[(makers[vendor] * 7 + len(code)) % len(supplier)
                      for vendor in part["vendor"].tolist()]]  # fmt: skip
    policy = mix(rng, _POLICY, count)
    return {
        "equipment_class": column_of([of["label"]] * count),
        "class_code": column_of([code] * count),
        "udi_di": column_of([_udi(vendor, model) for vendor, model in zip(
            part["vendor"].tolist(), part["model"].tolist(), strict=True)]),
        "inventory_no": numbered("", count, 6, start=200_000 + begin),
        "ward": part["ward"],
        "patch_policy": policy,
        "remote_access": mix(rng, _REMOTE, count),
        "clinical_importance": column_of([of["importance"]] * count),
        "next_service_on": np.datetime64(on, "D") + rng.integers(-90, 720, count),
        "supplier_row": whose,
        "supplier_contact": column_of([f"service@{domain}" for domain in
                                       organisation["domain"][whose].tolist()]),
        "purchase_nok": (of["price"] * rng.lognormal(0.0, 0.25, count)).astype(np.int64),
        "firmware": column_of([f"{a}.{b}.{c}" for a, b, c in zip(
            rng.integers(1, 9, count).tolist(), rng.integers(0, 10, count).tolist(),
            rng.integers(0, 30, count).tolist(), strict=True)]),
    }  # fmt: skip


@cache
def _udi(vendor: str, model: str) -> str:
    """A made-up device identifier with a right check digit, the same for every unit of a model."""
    seed = sum(ord(letter) * place for place, letter in enumerate(vendor + model, 1))
    digits = f"0990{seed * 7919 % 10**9:09d}"
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"
