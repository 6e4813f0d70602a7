"""Network devices, telephony and printers."""

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
    mix,
    numbered,
    numbers,
    pick,
)
from grunnmur.example.world.frame import Column, Frame, column_of
from grunnmur.example.world.organisations import operator_row, rows_of

# kind → full count, code in names, purpose of its network, (maker, model, weight)
_KINDS = {
    "network": (4500, "nett", "infrastructure", (
        ("Cisco", "Catalyst 9300-48P", 40), ("Cisco", "Catalyst 9200L-24P", 30),
        ("Cisco", "Catalyst 9120AXI", 15), ("Cisco", "ISR 4451-X", 5),
        ("Fortinet", "FortiGate 100F", 6), ("Palo Alto Networks", "PA-3220", 4))),
    "pbx": (15, "sentral", "voice", (("Mitel", "MX-ONE", 60), ("Cisco", "CUCM", 40))),
    "phone": (9000, "tlf", "voice", (
        ("Cisco", "IP Phone 7841", 40), ("Cisco", "IP Phone 8845", 20), ("Ascom", "Myco 3", 25),
        ("Spectralink", "7642", 15))),
    "printer": (5000, "skriver", "printer", (
        ("HP", "LaserJet Enterprise M507", 40), ("Canon", "imageRUNNER ADVANCE C3530i", 30),
        ("Lexmark", "MS826de", 20), ("Zebra", "ZD421", 10))),
}  # fmt: skip
_SYSTEMS = {
    "Cisco": {"iosxe17.3": 12, "iosxe17.9": 28, "iosxe17.12": 40, "iosxe17.15": 20},
    "Fortinet": {"fortios7.0": 30, "fortios7.4": 70},
    "Palo Alto Networks": {"panos10.1": 30, "panos11.1": 70},
}  # fmt: skip


def build(rng: Stream, organisation: Frame, location: Frame, *, size: float,
          on: date) -> list[Part]:  # fmt: skip
    """One part a kind: network, pbx, phone, printer."""
    return [_kind(rng, organisation, location, kind, size, on) for kind in _KINDS]


def _kind(rng: Stream, organisation: Frame, location: Frame, kind: str, size: float,
          on: date) -> Part:  # fmt: skip
    full, code, purpose, models = _KINDS[kind]
    count = count_of(full, size, least=4)
    trusts = rows_of(organisation, "trust")
    trust = trusts[numbers(rng, organisation["weight"][trusts], count)]
    site = places.sites_for(rng, location, trust)
    model = numbers(rng, [weight for _, _, weight in models], count)
    vendor = column_of([models[number][0] for number in model.tolist()])
    os_key = _systems(rng, vendor) if kind == "network" else column_of([None] * count)
    name = column_of([f"{code}-{place.lower()}-{number:05d}" for number, place in enumerate(
        location["code"][site].tolist(), 1)])  # fmt: skip
    platform = organisation["platform"][trust]
    inside = column_of([f"net.{landscape.DOMAIN[one]}" for one in platform.tolist()])
    return {
        "kind": column_of([kind] * count),
        "name": name,
        "fqdn": landscape.fqdns(name, inside) if kind != "phone" else column_of([None] * count),
        "organisation_row": trust,
        "operator_row": np.full(count, operator_row(organisation)),
        "platform": platform,
        "realm": platform,
        "location_row": site,
        "ward": pick(rng, words("places")["wards"], count),
        "vendor": vendor,
        "model": column_of([models[number][1] for number in model.tolist()]),
        "os_key": os_key,
        "patched_on": patching.patched_on(rng, on, os_key),
        "purchased_on": days_before(rng, on, count, least=30, most=3600),
        "asset_tag": numbered(code[:3].upper(), count, 6),
        "criticality": mix(rng, {"A": 5, "B": 40, "C": 55}, count),
        "networked": np.ones(count, dtype=bool),
        "powered": np.ones(count, dtype=bool),
        "purpose": column_of([purpose] * count),
    }


def _systems(rng: Stream, vendor: Column) -> Column:
    keys = column_of([None] * len(vendor))
    for maker, systems in _SYSTEMS.items():
        mine = vendor == maker
        keys[mine] = mix(rng, systems, int(mine.sum()))
    return keys
