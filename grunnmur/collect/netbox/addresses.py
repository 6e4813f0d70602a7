"""Interfaces, hardware addresses and IP addresses."""

from __future__ import annotations

from collections.abc import Mapping

from grunnmur.collect.claim import Claim, Found, Note, Record
from grunnmur.collect.netbox.dump import Dump, Thing, refer


def interface(thing: Thing, dump: Dump) -> Found:
    """An interface with a hardware address of its own, as NetBox kept them before 4.2."""
    written, owner = thing.text("mac_address"), dump.owner(thing)
    if written is None or owner is None:
        return Note("interface_without_address", {}, row=True)
    return _record(thing, {"asset_id": refer(owner), "mac": written})


def mac(thing: Thing, dump: Dump) -> Found:
    """A hardware address assigned to an interface."""
    holder = dump.assigned_to(thing)
    owner = dump.owner(holder) if holder else None
    if owner is None:
        return Note("address_unassigned", {}, row=True)
    return _record(thing, {"asset_id": refer(owner), "mac": thing.text("mac_address")})


def ip(thing: Thing, dump: Dump) -> Found:
    """An IP address assigned to an interface, with the interface's hardware address."""
    holder = dump.assigned_to(thing)
    owner = dump.owner(holder) if holder else None
    written = thing.text("address")
    if holder is None or owner is None or written is None:
        return Note("address_unassigned", {}, row=True)
    values = {
        "asset_id": refer(owner),
        "ip": written.partition("/")[0],
        "mac": holder.text("mac_address") or _only_mac(holder, dump),
        "realm": dump.name("ipam.vrf", thing.points_at("vrf")),
    }
    return _record(thing, values)


def _only_mac(holder: Thing, dump: Dump) -> str | None:
    found = [
        at.text("mac_address")
        for at in dump.addresses.get(holder.key, ())
        if at.text("mac_address")
    ]
    return found[0] if len(found) == 1 else None


def _record(thing: Thing, values: Mapping[str, object]) -> Record:
    return Record(thing.key, (Claim("address", values),), thing.line, thing.seen_at)
