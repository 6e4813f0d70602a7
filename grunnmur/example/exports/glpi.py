"""GLPI agent inventories (JSON): one file for each server that has the agent."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import orjson

from grunnmur.example.exports import addresses
from grunnmur.example.exports.export import Desk, Export, Written
from grunnmur.example.exports.spelling import swapped
from grunnmur.example.world.frame import Column

_REALM = "C"
_SHARE = 0.7
"""Share of the servers of the smallest platform that have the agent; the others have none."""
Tree = dict[str, Any]


def write(desk: Desk) -> Export:
    """One file a server; a physical one's management controller stands in it too."""
    export = Export()
    rows = _with_agent(desk)
    inventory = _Inventory(desk)
    for row in rows.tolist():
        inventory.write(row)
    export.sources.append(
        {
            "name": "glpi",
            "format": "glpi",
            "path": "glpi/*.json",
            "realm": _REALM,
            "platform": _REALM,
        }
    )
    export.written.extend(inventory.truth())
    export.tell("asset", "record os kind", rows)
    export.tell("asset", "network last_seen", rows)
    export.tell("asset", "record kind", np.array(inventory.controllers, dtype=np.int64))
    return export


def _with_agent(desk: Desk) -> Column:
    asset = desk.world.asset
    mine = asset["realm"] == _REALM
    may = (
        mine
        & np.isin(asset["kind"], ("server", "vm"))
        & asset["powered"]
        & asset["alive"]
        & ~asset["template"]
    )
    rows = np.flatnonzero(may)
    chosen: Column = rows[desk.stream().random(len(rows)) < _SHARE]
    return chosen if len(chosen) else rows[:1]


class _Inventory:
    """The inventories and what is true of them."""

    def __init__(self, desk: Desk) -> None:
        world = desk.world
        self._desk = desk
        self._asset = world.asset
        self._ips = addresses.ips(world, addresses.at(world, desk.now))
        self._software: dict[int, list[Tree]] = defaultdict(list)
        for row, name, vendor, version in world.installation.rows(
            "asset_row", "name", "vendor", "version"
        ):
            self._software[row].append(
                {"name": name, "publisher": vendor, "version": version, "arch": "x86_64"}
            )
        manages = world.asset["manages_row"]
        rows = np.flatnonzero(manages >= 0)
        self._controller = dict(zip(manages[rows].tolist(), rows.tolist(), strict=True))
        self._turned = desk.stream(1).random(len(world.asset)) < 0.4
        self.controllers: list[int] = []
        self._written: list[Written] = []

    def write(self, row: int) -> None:
        """One server's file."""
        one = {name: self._asset[name][row] for name in self._asset.names}
        stamp = str(self._desk.now).replace("T", " ")
        device = f"{one['name']}-{stamp[:10]}-{stamp[11:].replace(':', '-')}"
        path = f"glpi/{one['name']}.json"
        controller = self._controller.get(row)
        tree = {
            "action": "inventory",
            "deviceid": device,
            "itemtype": "Computer",
            "content": self._content(row, one, controller, stamp),
        }
        self._desk.place(path).write_bytes(orjson.dumps(tree, option=orjson.OPT_INDENT_2))
        self._own(path, device, row, one)
        if controller is not None:
            self._controller_of(path, device, controller)

    def _content(self, row: int, one: Tree, controller: int | None, stamp: str) -> Tree:
        virtual = one["kind"] == "vm"
        networks = [self._network(one["mac"], self._ips[row], "ens192" if virtual else "eno1")]
        if controller is not None:
            mac = self._asset["mac"][controller]
            networks.append(
                {
                    **self._network(mac, self._ips[controller], "Management Interface - iLO"),
                    "management": "iLO",
                }
            )
        return {
            "accesslog": {"logdate": stamp, "userid": "N/A"},
            "bios": {
                "assettag": one["asset_tag"],
                "bmanufacturer": one["vendor"],
                "smanufacturer": one["vendor"],
                "smodel": one["model"],
                "ssn": one["serial_reported"],
            },
            "hardware": {
                "name": one["name"],
                "uuid": self._uuid(row, one),
                "memory": int(one["memory_mb"]),
                "chassis_type": "Other" if virtual else "Rack Mount Chassis",
                "vmsystem": "VMware" if virtual else "Physical",
                "workgroup": one["domain"],
            },
            "networks": networks,
            "operatingsystem": {
                "full_name": one["os_label"],
                "version": one["os_version"],
                "fqdn": one["fqdn"],
                "name": (one["os_label"] or "").split(" ")[0],
                "arch": "x86_64",
                "timezone": {"name": "UTC", "offset": "+0000"},
            },
            "softwares": self._software.get(row, []),
            "versionclient": "GLPI-Agent_v1.11",
        }

    def _uuid(self, row: int, one: Tree) -> str | None:
        """As the firmware's table holds it, which for some is the other byte order."""
        uuid: str | None = one["uuid_reported"]
        if uuid is None or not self._turned[row]:
            return uuid
        return swapped(uuid).upper()

    @staticmethod
    def _network(mac: str | None, ip: str | None, name: str) -> Tree:
        return {
            "description": name,
            "macaddr": mac,
            "mac": mac,
            "ipaddress": ip,
            "status": "up",
            "type": "ethernet",
            "virtualdev": False,
        }

    def _own(self, path: str, device: str, row: int, one: Tree) -> None:
        serial = one["serial"] if one["serial_fault"] is None else None
        uuid = one["uuid_reported"] if one["uuid_fault"] == "cloned" else one["uuid"]
        marks = {
            "serial": [serial],
            "uuid": [uuid],
            "mac": [one["mac"]],
            "fqdn": [one["fqdn"]],
            "host": [one["name"]],
            "asset_tag": [one["asset_tag"]],
        }
        self._add(path, device, row, marks)

    def _controller_of(self, path: str, device: str, row: int) -> None:
        self.controllers.append(row)
        self._add(path, f"{device}:controller", row, {"mac": [self._asset["mac"][row]]})

    def _add(self, path: str, key: str, row: int, marks: dict[str, list[str | None]]) -> None:
        self._written.append(Written("glpi", path, "asset", [key], np.array([row]), marks=marks))

    def truth(self) -> list[Written]:
        """What the files' records are about."""
        return self._written
