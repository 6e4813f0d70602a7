"""The sheets of one vCenter's RVTools workbook, with the headings the tool writes."""

from __future__ import annotations

from typing import Any

import numpy as np

from grunnmur.example.exports import addresses
from grunnmur.example.exports.export import Desk
from grunnmur.example.exports.spelling import instants, looked_up, texts
from grunnmur.example.world.frame import Column, Frame

_COMMENTS = (
    "Bestilt i sak 48211",
    "Ikke slå av! Ring vakt",
    "admin passord: Vinter2024!",
    "Flyttes i 2027",
    "lokal bruker sysadm pwd=Sommer123",
    "Ny eier avklares",
    "Testmiljø, kan slettes?",
)
_WARNINGS = ("(gammel)", "- IKKE SLETT", "_ny 2", "(kopi)")
Sheet = dict[str, Any]


class Book:
    """The sheets of one vCenter's workbook."""

    def __init__(self, desk: Desk, name: str, place: str, current: Column) -> None:
        self._world = desk.world
        self._name = name
        self._place = place
        self._now = desk.now
        self._current = current

    def _tail(self, asset: Frame) -> Sheet:
        host = asset["host_row"]
        cluster = np.where(host >= 0, self._world.asset["cluster_row"][np.maximum(host, 0)], -1)
        own = np.where(asset["cluster_row"] >= 0, asset["cluster_row"], cluster)
        return {
            "Datacenter": [self._place] * len(asset),
            "Cluster": looked_up(self._world.asset["name"], own),
            "Host": self._host_names(host),
        }

    def _host_names(self, rows: Column) -> list[str | None]:
        fqdn = looked_up(self._world.asset["fqdn"], rows)
        name = looked_up(self._world.asset["name"], rows)
        return [full or short for full, short in zip(fqdn, name, strict=True)]

    def info(self, asset: Frame, rows: Column, ids: list[str], rng: np.random.Generator) -> Sheet:
        """vInfo: one machine a row. What is off has no address, and its tools say nothing."""
        count = len(asset)
        on = asset["powered"].tolist()
        ip = addresses.ips(self._world, self._current[rows])
        card = looked_up(self._network_names(), self._current[rows])
        remark = _remarks(rng, count)
        return {
            **_named(asset, rows),
            "SRM Placeholder": ["False"] * count,
            "Config status": ["green"] * count,
            "DNS Name": [
                full or name if up else None
                for full, name, up in zip(asset["fqdn"], asset["name"], on, strict=True)
            ],
            "Connection state": ["connected"] * count,
            "Guest state": ["running" if up else "notRunning" for up in on],
            "Heartbeat": ["green" if up else "gray" for up in on],
            "PowerOn": instants(
                np.where(asset["powered"], asset["first_seen_at"], np.datetime64("NaT", "s"))
            ),
            "CPUs": asset["cpus"].tolist(),
            "Memory": asset["memory_mb"].tolist(),
            "NICs": [1 + (second is not None) for second in texts(asset["mac2"])],
            "Disks": [1] * count,
            "Total disk capacity MiB": asset["disk_mb"].tolist(),
            "Primary IP Address": [
                address if up else None for address, up in zip(ip, on, strict=True)
            ],
            "Network #1": card,
            "Resource pool": [f"/{self._place}/Resources"] * count,
            "Provisioned MiB": (asset["disk_mb"] + asset["memory_mb"]).tolist(),
            "In Use MiB": (asset["disk_mb"] * 6 // 10).tolist(),
            "HW version": rng.integers(10, 22, size=count).tolist(),
            "Annotation": remark,
            "Eier": texts(asset["owner"]),
            **self._tail(asset),
            "OS according to the configuration file": texts(asset["os_label"]),
            "OS according to the VMware Tools": [
                os if up else None for os, up in zip(asset["os_label"], on, strict=True)
            ],
            "VM ID": [f"vm-{10000 + row}" for row in rows.tolist()],
            "SMBIOS UUID": texts(asset["uuid_reported"]),
            "VM UUID": ids,
            "VI SDK Server type": ["VMware vCenter Server 8.0.3 build-24322831"] * count,
            "VI SDK API Version": ["8.0.3.0"] * count,
            "VI SDK Server": [self._name] * count,
        }

    def _network_names(self) -> Column:
        names: Column = self._world.network["name"][self._world.address["network_row"]]
        return names

    def disks(self, asset: Frame, rows: Column, ids: list[str]) -> Sheet:
        """vDisk: one disk a machine."""
        count = len(asset)
        return {
            **_named(asset, rows),
            "Disk": ["Hard disk 1"] * count,
            "Disk Key": ["2000"] * count,
            "Capacity MiB": asset["disk_mb"].tolist(),
            "Disk Mode": ["persistent"] * count,
            "Thin": ["True"] * count,
            **self._tail(asset),
            "VM UUID": ids,
        }

    def cards(self, asset: Frame, rows: Column, ids: list[str]) -> Sheet:
        """vNetwork: one card a row; a machine's second card has no address of its own."""
        on = asset["powered"].tolist()
        first = addresses.ips(self._world, self._current[rows])
        network = looked_up(self._network_names(), self._current[rows])
        found = []
        shown = shown_names(asset, rows)
        for i, (mac, mac2) in enumerate(asset.rows("mac", "mac2")):
            state = "poweredOn" if on[i] else "poweredOff"
            cells = (shown[i], state, "False", "Vmxnet3", network[i], "True")
            found.append((*cells, "Network adapter 1", mac, first[i] if on[i] else None, ids[i]))
            if mac2:
                found.append((*cells, "Network adapter 2", mac2, None, ids[i]))
        names = (
            "VM",
            "Powerstate",
            "Template",
            "Adapter",
            "Network",
            "Connected",
            "NIC label",
            "Mac Address",
            "IPv4 Address",
            "VM UUID",
        )
        return _transposed(names, found)

    def tools(self, asset: Frame, rows: Column, ids: list[str]) -> Sheet:
        """vTools: whether the guest tools run, and in which version."""
        on = asset["powered"].tolist()
        return {
            **_named(asset, rows),
            "VM Version": ["vmx-19"] * len(asset),
            "Tools": ["toolsOk" if up else "toolsNotRunning" for up in on],
            "Tools Version": [str(12288 + row % 7 * 32) for row in range(len(asset))],
            **self._tail(asset),
            "VM UUID": ids,
        }

    def clusters(self, asset: Frame) -> Sheet:
        """vCluster."""
        return {
            "Name": texts(asset["name"]),
            "Config status": ["green"] * len(asset),
            "OverallStatus": ["green"] * len(asset),
            "HA enabled": ["True"] * len(asset),
            "DRS enabled": ["True"] * len(asset),
            "VI SDK Server": [self._name] * len(asset),
        }

    def hosts(self, asset: Frame, rows: Column) -> Sheet:
        """vHost: what the hypervisor's board says of itself."""
        count = len(asset)
        version = [
            f"{label} {version.split(' ')[-1]}" if label else None
            for label, version in asset.rows("os_label", "os_version")
        ]
        return {
            "Host": self._host_names(rows),
            "Datacenter": [self._place] * count,
            "Cluster": looked_up(self._world.asset["name"], asset["cluster_row"]),
            "Config status": ["green"] * count,
            "in Maintenance Mode": ["False"] * count,
            "CPU Model": ["Intel(R) Xeon(R) Gold 6248R CPU @ 3.00GHz"] * count,
            "Speed": [2993] * count,
            "# CPU": [2] * count,
            "Cores per CPU": [max(1, cores // 2) for cores in asset["cpus"].tolist()],
            "# Cores": asset["cpus"].tolist(),
            "# Memory": asset["memory_mb"].tolist(),
            "# NICs": [1] * count,
            "ESX Version": version,
            "Boot time": instants(asset["first_seen_at"]),
            "Vendor": texts(asset["vendor"]),
            "Model": texts(asset["model"]),
            "Serial number": texts(asset["serial_reported"]),
            "Object ID": [f"host-{1000 + i}" for i in range(count)],
            "UUID": texts(asset["uuid_reported"]),
            "VI SDK Server": [self._name] * count,
        }

    def host_cards(self, asset: Frame) -> Sheet:
        """vNIC: the hosts' own cards."""
        return {
            "Host": [full or name for full, name in asset.rows("fqdn", "name")],
            "Network Device": ["vmnic0"] * len(asset),
            "Driver": ["i40en"] * len(asset),
            "MAC": texts(asset["mac"]),
            "VI SDK Server": [self._name] * len(asset),
        }

    def host_addresses(self, asset: Frame, rows: Column) -> Sheet:
        """vSC_VMK: the hosts' management addresses."""
        return {
            "Host": [full or name for full, name in asset.rows("fqdn", "name")],
            "Port Group": ["Management Network"] * len(asset),
            "Device": ["vmk0"] * len(asset),
            "Mac Address": texts(asset["mac"]),
            "IP Address": addresses.ips(self._world, self._current[rows]),
            "VI SDK Server": [self._name] * len(asset),
        }

    def about(self) -> Sheet:
        """vMetaData: when and with what the workbook was made."""
        return {
            "RVTools major version": ["4.7"],
            "RVTools version": ["4.7.1.4"],
            "xlsx creation datetime": instants(np.array([self._now])),
            "Server": [self._name],
        }


def shown_names(asset: Frame, rows: Column) -> list[str]:
    """What the vCenter calls each machine: its host name, but for some with a warning behind it."""
    return [
        f"{name} {_WARNINGS[row % len(_WARNINGS)]}" if row % 29 == 0 else name
        for name, row in zip(texts(asset["name"]), rows.tolist(), strict=True)
    ]


def _named(asset: Frame, rows: Column) -> Sheet:
    return {
        "VM": shown_names(asset, rows),
        "Powerstate": ["poweredOn" if up else "poweredOff" for up in asset["powered"].tolist()],
        "Template": ["True" if template else "False" for template in asset["template"].tolist()],
    }


def _remarks(rng: np.random.Generator, count: int) -> list[str | None]:
    """Comments on one machine in five; some hold what they should not."""
    said = rng.random(count) < 0.2
    which = rng.integers(0, len(_COMMENTS), size=count)
    return [
        _COMMENTS[i] if yes else None for yes, i in zip(said.tolist(), which.tolist(), strict=True)
    ]


def _transposed(names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Sheet:
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return dict(zip(names, map(list, columns), strict=True))
