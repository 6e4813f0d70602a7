"""Clients: laptops, desktops, shared ward PCs, instrument PCs, thin clients."""

from __future__ import annotations

from datetime import date

import numpy as np

from grunnmur.example.names import words
from grunnmur.example.world import landscape, patching, places
from grunnmur.example.world.assets import Part
from grunnmur.example.world.drawing import (
    Stream,
    count_of,
    days_before,
    flags,
    mix,
    numbered,
    numbers,
    pick,
)
from grunnmur.example.world.frame import Column, Frame, column_of
from grunnmur.example.world.organisations import operator_row, rows_of

FULL = 55_000
_SYSTEMS = {
    "w11-24h2": 48.0, "w11-23h2": 22.0, "w10-22h2": 15.0, "w10-ltsc21": 6.0, "w10-ltsc19": 3.0,
    "w7": 1.7, "wxp": 0.3, "igel": 2.2, "macos15": 1.0, "ubuntu2204": 0.8,
}  # fmt: skip
_FORMS = {"laptop": 52, "desktop": 37, "special": 11}
_MODELS = {
    "laptop": (("HP", "EliteBook 840 G9"), ("HP", "EliteBook 840 G10"),
               ("Lenovo", "ThinkPad T14 Gen 3"), ("Dell", "Latitude 5440")),
    "desktop": (("HP", "EliteDesk 800 G6"), ("Lenovo", "ThinkCentre M70q"),
                ("Dell", "OptiPlex 7010")),
    "special": (("Advantech", "POC-W213"), ("Onyx Healthcare", "MEDPC-2200"),
                ("HP", "EliteDesk 800 G3")),
}  # fmt: skip


def build(rng: Stream, organisation: Frame, location: Frame, *, size: float, on: date) -> Part:
    """All clients, in the trusts by their number of employees."""
    count = count_of(FULL, size, least=120)
    trusts = rows_of(organisation, "trust")
    trust = trusts[numbers(rng, organisation["weight"][trusts], count)]
    form = mix(rng, _FORMS, count)
    os_key = mix(rng, _SYSTEMS, count)
    old = flags(rng, 0.25, count) & (form == "special")
    os_key[old] = mix(rng, {"w7": 4, "wxp": 1, "w10-22h2": 5}, int(old.sum()))
    platform = np.where(flags(rng, 0.06, count), mix(rng, landscape.SHARE, count),
                        organisation["platform"][trust])  # fmt: skip
    made = [_MODELS[one][number] for one, number in zip(
        form.tolist(), _model_numbers(rng, form).tolist(), strict=True)]  # fmt: skip
    windows = np.array([key.startswith("w") for key in os_key], dtype=bool)
    joined = windows & flags(rng, 0.97, count)
    name = _names(organisation, trust, form)
    domain = column_of([landscape.DOMAIN[one] if member else None for one, member in zip(
        platform.tolist(), joined.tolist(), strict=True)])  # fmt: skip
    return {
        "kind": column_of(["client"] * count),
        "form": form,
        "name": name,
        "domain": domain,
        "joined": joined,
        "fqdn": landscape.fqdns(name, domain),
        "organisation_row": trust,
        "operator_row": np.full(count, operator_row(organisation)),
        "platform": platform,
        "realm": platform,
        "location_row": places.sites_for(rng, location, trust),
        "ward": pick(rng, words("places")["wards"], count),
        "environment": column_of(["prod"] * count),
        "vendor": column_of([vendor for vendor, _ in made]),
        "model": column_of([model for _, model in made]),
        "os_key": os_key,
        "patched_on": patching.patched_on(rng, on, os_key),
        "criticality": mix(rng, {"B": 8, "C": 52, "D": 40}, count),
        "purchased_on": days_before(rng, on, count, least=5, most=2500),
        "asset_tag": numbered("PC", count, 6),
        "networked": np.ones(count, dtype=bool),
        "powered": np.ones(count, dtype=bool),
        "purpose": column_of(["client"] * count),
        "memory_mb": rng.choice([8192, 16384, 32768], size=count),
        "cpus": rng.choice([4, 8, 12], size=count),
        "disk_mb": rng.choice([262144, 524288], size=count),
    }


def _model_numbers(rng: Stream, form: Column) -> Column:
    many = np.array([len(_MODELS[one]) for one in form.tolist()])
    return rng.integers(0, many)


def _names(organisation: Frame, trust: Column, form: Column) -> Column:
    letter = {"laptop": "l", "desktop": "d", "special": "s"}
    shorts = organisation["short"][trust].tolist()
    return column_of([f"{short.lower()}{letter[one]}{number:06d}" for number, (short, one) in
                      enumerate(zip(shorts, form.tolist(), strict=True), 100001)])  # fmt: skip
