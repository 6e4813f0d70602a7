"""RVTools workbooks: one for each vCenter, with the sheets and headings the tool writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grunnmur.example.exports import addresses, sheets
from grunnmur.example.exports.export import Desk, Export, Written
from grunnmur.example.exports.spelling import given, instants, kept, looked_up, texts
from grunnmur.example.world.drawing import uuids
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


def write(desk: Desk) -> Export:
    """One workbook a vCenter. The serials of hosts are what the boards say."""
    export = Export()
    world = desk.world
    for number, (name, platform, realm, location) in enumerate(
        world.vcenter.rows("name", "platform", "realm", "location_row")
    ):
        rows = np.flatnonzero(world.asset["vcenter"] == name)
        place = addresses.place_names(world)[location] if location >= 0 else "Datasenter"
        _one(desk, export, number, name=name, rows=rows, realm=realm, place=place)
        export.sources.append(
            {
                "name": f"rvtools-{name}",
                "format": "rvtools",
                "path": f"rvtools/{name}.xlsx",
                "realm": realm,
                "platform": platform,
            }
        )
    return export


def _one(
    desk: Desk, export: Export, number: int, *, name: str, rows: Column, realm: str, place: str
) -> None:
    asset = desk.world.asset
    kind = asset["kind"][rows]
    machines, hosts, clusters = (rows[kind == k] for k in ("vm", "hypervisor", "cluster"))
    current = addresses.at(desk.world, desk.now)
    rng = desk.stream(number)
    ids = [f"50{text[2:]}" for text in uuids(rng, len(machines))]
    book = _Book(desk, name, place, current)
    path = f"rvtools/{name}.xlsx"
    sheets.write_workbook(
        desk.place(path),
        {
            "vInfo": book.info(asset.take(machines), machines, ids, rng),
            "vDisk": book.disks(asset.take(machines), machines, ids),
            "vNetwork": book.cards(asset.take(machines), machines, ids),
            "vTools": book.tools(asset.take(machines), machines, ids),
            "vCluster": book.clusters(asset.take(clusters)),
            "vHost": book.hosts(asset.take(hosts), hosts),
            "vNIC": book.host_cards(asset.take(hosts)),
            "vSC_VMK": book.host_addresses(asset.take(hosts), hosts),
            "vMetaData": book.about(),
        },
    )
    _tell(desk, export, machines=machines, hosts=hosts, clusters=clusters)
    source = f"rvtools-{name}"
    export.written.extend(
        (
            _machine_truth(desk, source, path, machines, ids, realm, current),
            _host_truth(desk, source, path, hosts, realm, current),
            Written(source, path, "asset", _keys("vCluster", asset["name"][clusters]), clusters),
        )
    )


def _keys(sheet: str, names: Column) -> list[str]:
    return [f"{sheet}:{name}" for name in texts(names)]


def _tell(desk: Desk, export: Export, *, machines: Column, hosts: Column, clusters: Column) -> None:
    asset = desk.world.asset
    export.tell("asset", "record kind", np.concatenate((machines, hosts, clusters)))
    export.tell("asset", "os", np.concatenate((machines, hosts)))
    running = machines[asset["powered"][machines]]
    export.tell("asset", "last_seen network", np.concatenate((running, hosts)))


def _machine_truth(
    desk: Desk, source: str, path: str, rows: Column, ids: list[str], realm: str, current: Column
) -> Written:
    asset = desk.world.asset.take(rows)
    cloned = asset["uuid_fault"] == "cloned"
    names = [
        fqdn or name if on else shown
        for fqdn, name, on, shown in zip(
            texts(asset["fqdn"]),
            texts(asset["name"]),
            asset["powered"].tolist(),
            shown_names(asset, rows),
            strict=True,
        )
    ]
    return Written(
        source,
        path,
        "asset",
        [f"vInfo:{uuid}" for uuid in ids],
        rows,
        marks={
            "uuid": np.where(cloned, asset["uuid_reported"], asset["uuid"]).tolist(),
            "mac": texts(asset["mac"]),
            "mac.2": texts(asset["mac2"]),
            "fqdn": [name if "." in name else None for name in names],
            "host": addresses.short_names(n if " " not in n else None for n in names),
        },
        ips=_ips_when_on(desk, asset, current[rows]),
        realm=realm,
        at=desk.now,
    )


def shown_names(asset: Frame, rows: Column) -> list[str]:
    """What the vCenter calls each machine: its host name, but for some with a warning behind it."""
    return [
        f"{name} {_WARNINGS[row % len(_WARNINGS)]}" if row % 29 == 0 else name
        for name, row in zip(texts(asset["name"]), rows.tolist(), strict=True)
    ]


def _ips_when_on(desk: Desk, asset: Frame, address_rows: Column) -> list[str | None]:
    found = zip(addresses.ips(desk.world, address_rows), asset["powered"].tolist(), strict=True)
    return [ip if on else None for ip, on in found]


def _host_truth(
    desk: Desk, source: str, path: str, rows: Column, realm: str, current: Column
) -> Written:
    asset = desk.world.asset.take(rows)
    names = [fqdn or name for fqdn, name in asset.rows("fqdn", "name")]
    return Written(
        source,
        path,
        "asset",
        [f"vHost:{name}" for name in names],
        rows,
        marks={
            "serial": kept(asset["serial"], ~given(asset["serial_fault"])),
            "uuid": np.where(
                asset["uuid_fault"] == "cloned", asset["uuid_reported"], asset["uuid"]
            ).tolist(),
            "mac": texts(asset["mac"]),
            "fqdn": [name if "." in name else None for name in names],
            "host": addresses.short_names(names),
        },
        ips=addresses.ips(desk.world, current[rows]),
        realm=realm,
        at=desk.now,
    )


class _Book:
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
            **_ids(ids, rows),
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


def _named(asset: Frame, rows: Column) -> Sheet:
    return {
        "VM": shown_names(asset, rows),
        "Powerstate": ["poweredOn" if up else "poweredOff" for up in asset["powered"].tolist()],
        "Template": ["True" if template else "False" for template in asset["template"].tolist()],
    }


def _ids(ids: list[str], rows: Column) -> Mapping[str, list[str]]:
    return {"VM ID": [f"vm-{10000 + int(row)}" for row in rows.tolist()]}


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
