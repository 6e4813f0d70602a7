"""What the address servers gave out, as their leases stand in a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from grunnmur.example.exports import register
from grunnmur.example.exports.export import Desk, Export, Leases
from grunnmur.example.exports.register import Register
from grunnmur.example.exports.spelling import instants, looked_up, mac, texts


def write(desk: Desk) -> Export:
    """One list a platform."""
    export = Export()
    for realm in sorted(set(desk.world.network["realm"].tolist())):
        _leases(desk, export, realm)
    return export


def _leases(desk: Desk, export: Export, realm: str) -> None:
    """What one platform's address servers gave out; all they know is hardware addresses."""
    world = desk.world
    given = (world.address["how"] == "dhcp") & (world.address["realm"] == realm)
    lease = world.address.take(given)
    name = f"dhcp-{realm.lower()}"
    ended = np.where(np.isnat(lease["to_at"]), desk.now + np.timedelta64(8, "D"), lease["to_at"])
    columns: dict[str, Sequence[Any]] = {
        "IPAddress": texts(lease["ip"]),
        "ClientId": [mac(value, "dash") for value in texts(lease["mac"])],
        "HostName": texts(lease["hostname"]),
        "LeaseStart": instants(lease["from_at"]),
        "LeaseExpiryTime": instants(ended),
        "ScopeId": looked_up(world.network["cidr"], lease["network_row"]),
    }
    register.write(
        desk,
        export,
        Register(
            name,
            f"dhcp/{name}.csv",
            "address",
            cells=columns,
            columns={
                "asset_id": "ClientId",
                "mac": "ClientId",
                "ip": "IPAddress",
                "from_at": "LeaseStart",
                "to_at": "LeaseExpiryTime",
            },
            constants={"realm": realm},
            settings={"realm": realm},
            delimiter=",",
            encoding="utf-8-sig",
        ),
    )
    own = [None if docked else value for value, docked in lease.rows("mac", "dock")]
    export.leases.append(Leases(realm, own, texts(lease["ip"]), lease["from_at"], ended))
    export.tell(
        "asset",
        "network last_seen",
        lease["asset_row"][ended >= desk.now - np.timedelta64(20, "D")],
    )
