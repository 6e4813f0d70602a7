"""ServiceNow CMDB exports: one CSV for each class family, wrong the way a CMDB is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grunnmur.example.exports import addresses, careless, sheets, systems
from grunnmur.example.exports.export import Desk, Export, Written
from grunnmur.example.exports.spelling import days, instants, looked_up, maker, model, texts
from grunnmur.example.world.frame import Column

INCOMPLETE = 0.18
"""Share of rows in which fields were never filled in; 82 % are complete."""
STALE = 0.09
"""Share of rows nobody has looked at for years; their address is an old one."""
RENAMED = 0.4
"""Share of stale rows in which the thing has the name it had before."""
DUPLICATED = 0.05
"""Share of things with a second row."""
WRONG_OWNER = 0.06
"""Share of rows that name another trust as owner."""
MISSING = 0.03
"""Share of servers with no row at all; the patch list knows them."""
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "cmdb_ci_server": ("server", "vm", "hypervisor", "gateway"),
    "cmdb_ci_cluster": ("cluster",),
    "cmdb_ci_netgear": ("network", "pbx"),
    "cmdb_ci_storage_server": ("storage",),
    "cmdb_ci_computer": ("client",),
}
_CLASSES = {
    "hypervisor": "ESX Server",
    "cluster": "vCenter Cluster",
    "network": "IP Switch",
    "pbx": "IP PBX",
    "storage": "Storage Server",
    "client": "Computer",
}
_STATUS = {"active": "Installed", "retired": "Retired"}
_OPERATIONAL = {"active": "Operational", "retired": "Retired"}
_USED_FOR = {"prod": "Production", "test": "Test", "training": "Training", "dev": "Development"}


def write(desk: Desk) -> Export:
    """One file a family, all one source."""
    export = Export()
    asset = desk.world.asset
    clients_here = (asset["kind"] != "client") | (asset["platform"] == "B")
    for number, (family, kinds) in enumerate(_FAMILIES.items()):
        rows = np.flatnonzero(np.isin(asset["kind"], kinds) & asset["in_registers"] & clients_here)
        rows = rows[desk.stream(50 + number).random(len(rows)) >= _missing(family)]
        _Family(desk, export, number, family, rows).write()
    export.sources.append({"name": "cmdb", "format": "servicenow", "path": "cmdb/*.csv"})
    return export


def _missing(family: str) -> float:
    return MISSING if family == "cmdb_ci_server" else 0.0


@dataclass(frozen=True, slots=True)
class _Faults:
    """Which rows of a file have which fault."""

    incomplete: Column
    stale: Column
    second: Column
    renamed: Column
    wrong_owner: Column


class _Family:
    """One file of the CMDB."""

    def __init__(self, desk: Desk, export: Export, number: int, family: str, rows: Column) -> None:
        self._rng = desk.stream(number)
        again = rows[self._rng.random(len(rows)) < DUPLICATED]
        self._desk = desk
        self._export = export
        self._family = family
        self._rows = np.concatenate((rows, again))
        count = len(self._rows)
        second = np.arange(count) >= len(rows)
        stale = self._rng.random(count) < STALE
        self._faults = _Faults(
            incomplete=self._rng.random(count) < INCOMPLETE,
            stale=stale | second,
            second=second,
            renamed=stale & (self._rng.random(count) < RENAMED) & ~second,
            wrong_owner=self._rng.random(count) < WRONG_OWNER,
        )
        self._asset = desk.world.asset.take(self._rows)

    def write(self) -> None:
        """Writes the file and what is true of its rows."""
        serials = careless.typed_serials(self._rng, self._asset["serial"], self._asset["model"])
        cells = self._cells(serials.written)
        for heading in (
            "serial_number",
            "os",
            "os_version",
            "ip_address",
            "mac_address",
            "fqdn",
            "company",
        ):
            gone = self._faults.incomplete & (self._rng.random(len(self._rows)) < 0.45)
            cells[heading] = _blanked(cells[heading], gone)
        path = f"cmdb/{self._family}.csv"
        sheets.write_csv(self._desk.place(path), cells, delimiter=",", encoding="utf-8")
        self._export.written.append(
            Written(
                "cmdb",
                path,
                "asset",
                list(cells["sys_id"]),
                self._rows,
                marks=self._marks(cells, serials.genuine),
            )
        )
        self._tell(cells)

    def _cells(self, serials: Sequence[str | None]) -> dict[str, Sequence[Any]]:
        asset, rng, world = self._asset, self._rng, self._desk.world
        ids = [
            bytes(row).hex() for row in rng.integers(0, 256, size=(len(asset), 16), dtype=np.uint8)
        ]
        updated = self._updated()
        return {
            "sys_id": ids,
            "name": self._names(),
            "sys_class_name": self._classes(),
            "asset_tag": _blanked(texts(asset["asset_tag"]), self._faults.second),
            "serial_number": serials,
            "manufacturer": maker(rng, asset["vendor"], 0.3),
            "model_id": model(rng, asset["model"], 0.2),
            "os": careless.os_labels(rng, asset["os_label"], 0.15),
            "os_version": texts(asset["os_version"]),
            "ip_address": self._addresses(),
            "mac_address": texts(asset["mac"]),
            "fqdn": _blanked(texts(asset["fqdn"]), self._faults.second | self._faults.renamed),
            "dns_domain": texts(asset["domain"]),
            "company": self._owners(),
            "owned_by": texts(asset["owner"]),
            "location": looked_up(addresses.place_names(world), asset["location_row"]),
            "used_for": [_USED_FOR.get(name) for name in asset["environment"]],
            "busines_criticality": texts(asset["criticality"]),
            "install_status": [_STATUS[status] for status in asset["status"]],
            "operational_status": [_OPERATIONAL[status] for status in asset["status"]],
            "virtual": ["true" if kind == "vm" else "false" for kind in asset["kind"]],
            "cpu_count": [cpus or None for cpus in asset["cpus"].tolist()],
            "ram": [memory or None for memory in asset["memory_mb"].tolist()],
            "purchase_date": days(asset["purchased_on"], "iso"),
            "first_discovered": instants(asset["first_seen_at"]),
            "last_discovered": instants(updated),
            "discovery_source": [
                "ServiceNow" if kind == "vm" else "Manual Entry" for kind in asset["kind"]
            ],
            "short_description": careless.comments(rng, len(asset), world.person),
            "sys_created_on": instants(updated - np.timedelta64(900, "D")),
            "sys_updated_on": instants(updated),
        }

    def _updated(self) -> Column:
        """Stale rows were last touched two to four years ago, the others this year."""
        back = self._rng.integers(1, 200, size=len(self._rows))
        old = self._rng.integers(700, 1500, size=len(self._rows))
        ago = np.where(self._faults.stale, old, back).astype("timedelta64[D]")
        updated: Column = self._desk.now - ago.astype("timedelta64[s]")
        return updated

    def _names(self) -> list[str | None]:
        """Names; the second row of a thing was typed in capitals, some have a name of old."""
        faults = zip(self._faults.second.tolist(), self._faults.renamed.tolist(), strict=True)
        return [
            f"GML{row:06d}" if renamed else name.upper() if again else name
            for row, name, (again, renamed) in zip(
                self._rows.tolist(), texts(self._asset["name"]), faults, strict=True
            )
        ]

    def _classes(self) -> list[str]:
        return [
            _CLASSES.get(kind)
            or ("Windows Server" if label and "Windows" in label else "Linux Server")
            for kind, label in self._asset.rows("kind", "os_label")
        ]

    def _addresses(self) -> list[str | None]:
        """Addresses as of now; in stale rows an old one, which is somebody else's now."""
        world = self._desk.world
        now = addresses.ips(world, addresses.at(world, self._desk.now)[self._rows])
        turned = np.roll(np.array(now, dtype=object), 1).tolist()
        return [
            old if stale else ip
            for ip, old, stale in zip(now, turned, self._faults.stale.tolist(), strict=True)
        ]

    def _owners(self) -> list[str | None]:
        """Short names of the owners; the wrong ones are another trust's."""
        world = self._desk.world
        trusts = np.flatnonzero(world.organisation["kind"] == "trust")
        other = trusts[self._rng.integers(0, len(trusts), size=len(self._rows))]
        own = self._asset["organisation_row"]
        row = np.where(self._faults.wrong_owner & (own >= 0), other, own)
        return looked_up(world.organisation["short"], row)

    def _marks(
        self, cells: Mapping[str, Sequence[Any]], serials: Sequence[str | None]
    ) -> dict[str, Sequence[str | None]]:
        """What is truly written of each identifier; an old address identifies nothing."""
        kept = {
            heading: [cell is not None for cell in cells[heading]]
            for heading in ("serial_number", "fqdn", "mac_address")
        }
        return {
            "serial": _where(kept["serial_number"], serials),
            "mac": _where(kept["mac_address"], texts(self._asset["mac"])),
            "fqdn": _where(kept["fqdn"], texts(self._asset["fqdn"])),
            "host": _blanked(texts(self._asset["name"]), self._faults.renamed),
            "asset_tag": list(cells["asset_tag"]),
        }

    def _tell(self, cells: Mapping[str, Sequence[Any]]) -> None:
        rows, tell = self._rows, self._export.tell
        tell("asset", "record register kind status", rows)
        written = _present(cells["os"]) | (self._asset["os_label"] == None)  # noqa: E711
        versions = [cells["os_version"][i] for i in np.flatnonzero(written).tolist()]
        tell("asset", "os", systems.settled(self._desk.world, rows[written], versions))
        tell("asset", "organisation", rows[_present(cells["company"])])


def _present(cells: Sequence[Any]) -> Column:
    return np.array([cell is not None for cell in cells], dtype=bool)


def _blanked(cells: Sequence[Any], gone: Column) -> list[Any]:
    return [None if lost else cell for cell, lost in zip(cells, gone.tolist(), strict=True)]


def _where(kept: Sequence[bool], cells: Sequence[str | None]) -> list[str | None]:
    return [cell if there else None for cell, there in zip(cells, kept, strict=True)]
