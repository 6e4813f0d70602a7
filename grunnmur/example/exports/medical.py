"""Medical equipment registers: one for each trust, each in its own layout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from grunnmur.example.exports import addresses, careless, register, systems
from grunnmur.example.exports.careless import Serials
from grunnmur.example.exports.export import Desk, Export
from grunnmur.example.exports.medical_layouts import Layout, layout_of
from grunnmur.example.exports.register import Cells, Register
from grunnmur.example.exports.spelling import (
    days,
    kept,
    looked_up,
    mac,
    maker,
    model,
    texts,
    yes_no,
)
from grunnmur.example.world import World
from grunnmur.example.world.frame import Column, missing

KINDS = {"medical": "medical", "home_device": "home_device", "gateway": "gateway"}
_POLICIES = ("approved_list", "vendor", "none", "unknown")
_REMOTE = {
    "none": "Ingen",
    "vendor_vpn": "Leverandør-VPN",
    "central": "Sentral løsning",
    "modem": "Modem",
    "unknown": "Ukjent",
}
_IMPORTANCE = {"life_support": "Livsviktig", "high": "Høy", "medium": "Middels", "low": "Lav"}
_STATUS = {"active": "I bruk", "retired": "Utrangert"}
_TOLD = {
    "policy": "patch_policy",
    "networked": "networked",
    "isolated": "isolated_until",
    "patched": "patched_on",
    "status": "status",
}
_NO_SOFTWARE = 0.15
"""Share of devices whose own software version nobody wrote down."""
_LENT = 0.004
"""Share of devices that stand in two trusts' registers, because one lent them to the other."""


def write(desk: Desk) -> Export:
    """One register a trust that has equipment, and one for what nobody owns."""
    export = Export()
    world = desk.world
    listed = np.isin(world.asset["kind"], list(KINDS)) & world.asset["in_registers"]
    rows = np.flatnonzero(listed)
    home = world.asset["organisation_row"][rows]
    lent = desk.stream(99).random(len(rows)) < _LENT
    trusts = np.unique(home).tolist()
    for number, trust in enumerate(trusts):
        borrowed = rows[lent & (home == trusts[number - 1])] if len(trusts) > 1 else rows[:0]
        own = rows[home == trust]
        short = world.organisation["short"][trust] if trust >= 0 else None
        register_of = _Trust(desk, number, short, np.concatenate((own, borrowed)), len(borrowed))
        written = register_of.register()
        register.write(desk, export, written)
        export.tell("asset", "serial", register_of.genuine())
        export.tell("asset", "software", register_of.with_software())
        recognisable = register_of.recognisable(written.cells)
        export.tell("asset", "model", register_of.rows[recognisable])
        export.spoil("asset", "model", register_of.rows[~recognisable])
        _tell(world, export, register_of.layout, own)
    return export


def _tell(world: World, export: Export, layout: Layout, rows: Column) -> None:
    for meaning, attribute in _TOLD.items():
        if meaning in layout.headings:
            export.tell("asset", attribute, rows)
    versions = world.asset["os_version"][rows].tolist() if "version" in layout.headings else None
    export.tell("asset", "os", systems.settled(world, rows, versions))
    export.tell("asset", "organisation", rows)


class _Trust:
    """One trust's register."""

    def __init__(self, desk: Desk, number: int, short: str | None, rows: Column, lent: int) -> None:
        self.layout = layout_of(short or "felles")
        self._short = short
        self.rows = rows
        self._lent = lent
        self._desk = desk
        self._rng = desk.stream(number)
        self._asset = desk.world.asset.take(rows)
        place = np.full(len(desk.world.asset), -1, dtype=np.int64)
        place[desk.world.device["asset_row"]] = np.arange(len(desk.world.device))
        self._device = desk.world.device.take(place[rows])
        self._serials = careless.typed_serials(
            self._rng, self._asset["serial"], self._asset["model"]
        )
        self._software = careless.forgotten(
            desk.stream(1000 + number), texts(self._device["firmware"]), _NO_SOFTWARE
        )

    def genuine(self) -> Column:
        """Rows of the devices whose serial number is right here."""
        right: Column = self.rows[[serial is not None for serial in self._serials.genuine]]
        return right

    def with_software(self) -> Column:
        """Rows of the devices whose own software version is here, in its column or where no system has one."""
        headings = self.layout.headings
        bare = missing(self._asset["os_label"]) & ("version" in headings)
        stated = np.array([version is not None for version in self._software], dtype=bool)
        told: Column = self.rows[bare | (stated & ("software" in headings))]
        return told

    def recognisable(self, cells: Cells) -> Column:
        """Which models are written so that nothing of them is lost."""
        said = cells[self.layout.headings["model"]]
        return np.array(
            [
                _letters(one) == _letters(true)
                for one, true in zip(said, self._asset["model"], strict=True)
            ],
            dtype=bool,
        )

    def register(self) -> Register:
        """The register's file, mapping and truth."""
        layout, trust = self.layout, self._short or "felles"
        serials = self._serials
        cells = self._cells(serials)
        heading = layout.headings
        return Register(
            name=f"mtu-{trust.lower()}",
            path=f"mtu/{trust.lower()}.{layout.file}",
            into="asset",
            cells={heading[meaning]: cells[meaning] for meaning in heading},
            columns=self._columns(),
            key=heading["inventory_no"],
            values=self._values(),
            settings=self._settings(),
            rows=self.rows,
            marks=self._marks(serials),
            delimiter=layout.delimiter,
            encoding=layout.encoding,
            above=layout.above,
        )

    def _settings(self) -> dict[str, str]:
        if self._short is None:
            return {}
        organisation = self._desk.world.organisation
        platform = organisation["platform"][organisation["short"] == self._short][0]
        return {"organisation": self._short, "realm": platform, "platform": platform}

    def _cells(self, serials: Serials) -> dict[str, Sequence[Any]]:
        layout, asset, device, rng = self.layout, self._asset, self._device, self._rng
        world = self._desk.world
        current = addresses.at(world, self._desk.now)[self.rows]
        online = asset["networked"].tolist()
        return {
            "inventory_no": self._inventory_numbers(),
            "class": texts(device["equipment_class"]),
            "vendor": maker(rng, asset["vendor"], layout.free_text),
            "model": model(rng, asset["model"], layout.free_text),
            "serial": serials.written,
            "ward": texts(asset["ward"]),
            "location": looked_up(addresses.place_names(world), asset["location_row"]),
            "purchased": days(asset["purchased_on"], layout.day),
            "price": [
                f"{price:.2f}".replace(".", layout.decimal)
                for price in device["purchase_nok"].tolist()
            ],
            "status": [_STATUS[status] for status in asset["status"]],
            "networked": yes_no(online, *layout.yes),
            "ip": self._known_ips(careless.forgotten(rng, addresses.ips(world, current), 0.3)),
            "mac": [
                mac(value, layout.mac) if on else None
                for value, on in zip(asset["mac"], online, strict=True)
            ],
            "host": [name if on else None for name, on in zip(asset["name"], online, strict=True)],
            "os": careless.os_labels(rng, asset["os_label"], layout.free_text),
            "version": [
                version or firmware
                for version, firmware in zip(asset["os_version"], device["firmware"], strict=True)
            ],
            "software": self._software,
            "patched": days(asset["patched_on"], layout.day),
            "policy": [self._policy(policy) for policy in device["patch_policy"]],
            "isolated": days(asset["isolated_until"], layout.day),
            "remote": [_REMOTE.get(remote) for remote in device["remote_access"]],
            "importance": [_IMPORTANCE.get(level) for level in device["clinical_importance"]],
            "service": days(device["next_service_on"], layout.day),
            "contact": careless.contacts(rng, texts(device["supplier_contact"]), world.person),
            "udi": texts(device["udi_di"]),
            "comment": careless.comments(rng, len(asset), world.person),
        }

    def _inventory_numbers(self) -> list[str | None]:
        """The trust's own numbers; what is borrowed has a number of its own here."""
        numbers = texts(self._device["inventory_no"])
        own = len(numbers) - self._lent
        return [*numbers[:own], *(f"L{number}" for number in numbers[own:])]

    def _known_ips(self, ips: list[str | None]) -> list[str | None]:
        """What is borrowed has its address at home, on another trust's platform."""
        return [*ips[: len(ips) - self._lent], *[None] * self._lent]

    def _policy(self, policy: str | None) -> str | None:
        return self.layout.policy[_POLICIES.index(policy)] if policy else None

    def _columns(self) -> dict[str, str]:
        places = {
            "inventory_no": ("inventory_no", "device.inventory_no"),
            "class": ("kind", "device.device_class"),
            "vendor": ("vendor",),
            "model": ("model",),
            "serial": ("serial",),
            "ward": ("device.ward",),
            "location": ("location_id",),
            "purchased": ("purchased_on",),
            "status": ("status",),
            "networked": ("device.networked",),
            "ip": ("ip",),
            "mac": ("mac",),
            "host": ("hostname", "name"),
            "os": ("os_name",),
            "version": ("version",),
            "software": ("device.software_version",),
            "patched": ("patched_on",),
            "policy": ("device.patch_policy",),
            "isolated": ("isolated_until",),
            "remote": ("device.remote_access",),
            "importance": ("device.clinical_importance",),
            "service": ("device.next_service_on",),
            "contact": ("device.supplier_contact",),
            "udi": ("device.udi_di",),
        }
        heading = self.layout.headings
        return {place: heading[m] for m, found in places.items() if m in heading for place in found}

    def _values(self) -> dict[str, dict[str, Any]]:
        kinds = dict(
            zip(self._device["equipment_class"].tolist(), self._asset["kind"].tolist(), strict=True)
        )
        words: dict[str, dict[str, Any]] = {
            "kind": dict(sorted(kinds.items())),
            "status": {word: meaning for meaning, word in _STATUS.items()},
            "device.networked": {self.layout.yes[0]: True, self.layout.yes[1]: False},
            "device.patch_policy": dict(zip(self.layout.policy, _POLICIES, strict=True)),
            "device.remote_access": {word: meaning for meaning, word in _REMOTE.items()},
            "device.clinical_importance": {word: meaning for meaning, word in _IMPORTANCE.items()},
        }
        mapped = self._columns()
        return {place: meanings for place, meanings in words.items() if place in mapped}

    def _marks(self, serials: Serials) -> dict[str, Sequence[str | None]]:
        asset, heading = self._asset, self.layout.headings
        online = asset["networked"]
        marks: dict[str, Sequence[str | None]] = {"serial": serials.genuine}
        marks["inventory_no"] = [f"{self._short}:{n}" for n in self._inventory_numbers()]
        if "mac" in heading:
            marks["mac"] = kept(asset["mac"], online)
        if "host" in heading:
            marks["host"] = kept(asset["name"], online)
        return marks


def _letters(name: str | None) -> str:
    return "".join(filter(str.isalnum, (name or "").casefold()))
