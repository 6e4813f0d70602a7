"""RVTools workbooks: one for each vCenter, with the sheets and headings the tool writes."""

from __future__ import annotations

import numpy as np

from grunnmur.example.exports import addresses, sheets
from grunnmur.example.exports.export import Desk, Export, Written
from grunnmur.example.exports.spelling import given, kept, texts
from grunnmur.example.exports.workbook import Book, shown_names
from grunnmur.example.world.drawing import uuids
from grunnmur.example.world.frame import Column, Frame


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
    book = Book(desk, name, place, current)
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
