"""Serial numbers, UUIDs, hardware addresses and SIDs, and what is wrong with some of them."""

from __future__ import annotations

import numpy as np

from grunnmur.estate.identifiers import swapped_uuid
from grunnmur.example.world.drawing import Stream, flags, macs, mix, serials, uuids
from grunnmur.example.world.frame import Column, Frame, column_of, missing

PLACEHOLDER = 0.03
TRUNCATED = 0.015
CLONED = 0.014
SWAPPED = 0.03
_PLACEHOLDERS = {
    "To Be Filled By O.E.M.": 4, "System Serial Number": 2, "Default string": 3, "None": 2,
    "0123456789": 2, "00000000": 1, "Not Specified": 1,
}  # fmt: skip
_MEDICAL_PLACEHOLDERS = {"UKJENT": 4, "-": 2, "se merkeplate": 3, "123": 1, "000000": 2}
# Prefixes makers use, as the public register of prefixes gives them; others take a local one.
_PREFIX = {
    "VMware, Inc.": "00:50:56", "Dell": "18:66:da", "HPE": "94:18:82", "HP": "94:57:a5",
    "Lenovo": "54:e1:ad", "Cisco": "00:1b:54", "NetApp": "00:a0:98", "Philips": "00:09:fb",
    "Dräger": "00:30:e6", "Fortinet": "00:09:0f", "Palo Alto Networks": "00:1b:17",
    "Canon": "00:1e:8f", "Lexmark": "00:20:00", "Zebra": "00:07:4d",
}  # fmt: skip
_LOCAL = ("02:4d:10", "02:4d:20", "02:4d:30", "02:4d:40")
_BOARD = ("server", "vm", "hypervisor", "client")


def identified(rng: Stream, columns: dict[str, Column], domain: Frame) -> dict[str, Column]:
    """The columns with true identifiers, and with those the things themselves report."""
    uuid = _uuids(rng, columns["kind"])
    serial = _serials(rng, columns, uuid)
    networked = columns["networked"] & (columns["kind"] != "home_device")
    return {
        **columns,
        "uuid": uuid,
        **_reported_uuids(rng, columns["kind"], uuid),
        "serial": serial,
        **_reported_serials(rng, columns["kind"], serial),
        "mac": _addresses(rng, columns["vendor"], networked),
        "mac2": _second_addresses(rng, columns, networked),
        "sid": _sids(rng, columns, domain),
    }


def _uuids(rng: Stream, kind: Column) -> Column:
    board = np.isin(kind.astype(str), _BOARD)
    column = column_of([None] * len(kind))
    column[board] = uuids(rng, int(board.sum()))
    return column


def _serials(rng: Stream, columns: dict[str, Column], uuid: Column) -> Column:
    """A controller answers with its host's serial; a virtual machine makes one of its UUID."""
    count = len(uuid)
    kind = columns["kind"]
    serial = serials(rng, count, length=10)
    machines = np.flatnonzero(kind == "vm")
    serial[machines] = [_of_machine(one) for one in uuid[machines].tolist()]
    managing = np.flatnonzero(columns["manages_row"] >= 0)
    serial[managing] = serial[columns["manages_row"][managing]]
    serial[kind == "cluster"] = None
    return serial


def _of_machine(uuid: str) -> str:
    digits = uuid.replace("-", "")
    pairs = [digits[place : place + 2] for place in range(0, 32, 2)]
    return f"VMware-{' '.join(pairs[:8])}-{' '.join(pairs[8:])}"


def _reported_uuids(rng: Stream, kind: Column, uuid: Column) -> dict[str, Column]:
    count = len(uuid)
    fault = column_of([None] * count)
    reported = uuid.copy()
    has = ~missing(uuid)
    swapped = np.flatnonzero(has & flags(rng, SWAPPED, count))
    reported[swapped] = [swapped_uuid(one) for one in uuid[swapped].tolist()]
    fault[swapped] = "swapped"
    for one in ("vm", "client"):
        mine = np.flatnonzero(kind == one)
        clones = mine[flags(rng, CLONED, len(mine))]
        masters = rng.choice(mine, size=max(1, len(clones) // 3))
        source = masters[rng.integers(0, len(masters), len(clones))]
        other = clones != source
        clones, source = clones[other], source[other]
        reported[clones] = uuid[source]
        fault[clones] = "cloned"
    return {"uuid_reported": reported, "uuid_fault": fault}


def _reported_serials(rng: Stream, kind: Column, serial: Column) -> dict[str, Column]:
    count = len(serial)
    fault = column_of([None] * count)
    reported = serial.copy()
    real = ~missing(serial) & ~np.isin(kind.astype(str), ("vm", "controller"))
    device = np.isin(kind.astype(str), ("medical", "home_device", "gateway"))
    for mask, words in ((real & ~device, _PLACEHOLDERS), (real & device, _MEDICAL_PLACEHOLDERS)):
        rows = np.flatnonzero(mask & flags(rng, PLACEHOLDER, count))
        reported[rows] = mix(rng, words, len(rows))
        fault[rows] = "placeholder"
    cut = np.flatnonzero(real & missing(fault) & flags(rng, TRUNCATED, count))
    reported[cut] = [one[:7] for one in serial[cut].tolist()]
    fault[cut] = "truncated"
    return {"serial_reported": reported, "serial_fault": fault}


def _addresses(rng: Stream, vendor: Column, networked: Column) -> Column:
    rows = np.flatnonzero(networked)
    prefixes = column_of([_PREFIX.get(one or "", _LOCAL[len(one or "") % len(_LOCAL)])
                          for one in vendor[rows].tolist()])  # fmt: skip
    column = column_of([None] * len(vendor))
    column[rows] = macs(rng, prefixes)
    return column


def _second_addresses(rng: Stream, columns: dict[str, Column], networked: Column) -> Column:
    """A second interface: laptops have a wireless one, some servers a backup network."""
    count = len(networked)
    wireless = (columns["kind"] == "client") & (columns["form"] == "laptop")
    double = np.isin(columns["kind"].astype(str), ("server", "vm")) & flags(rng, 0.2, count)
    rows = np.flatnonzero(networked & (wireless | double))
    column = column_of([None] * count)
    prefix = column_of(["02:5e:00" if one == "client" else "00:50:57"
                        for one in columns["kind"][rows].tolist()])  # fmt: skip
    column[rows] = macs(rng, prefix)
    return column


def _sids(rng: Stream, columns: dict[str, Column], domain: Frame) -> Column:
    sid_by_name = dict(zip(domain["name"].tolist(), domain["sid"].tolist(), strict=True))
    rows = np.flatnonzero(columns["joined"])
    numbers = 20_000 + rng.permutation(len(rows))
    column = column_of([None] * len(columns["kind"]))
    column[rows] = [f"{sid_by_name[name]}-{number}" for name, number in zip(
        columns["domain"][rows].tolist(), numbers.tolist(), strict=True)]  # fmt: skip
    return column
