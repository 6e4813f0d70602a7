"""Sheets whose rows hang on a virtual machine or a host: cards, addresses, disks, tools."""

from __future__ import annotations

import re

from grunnmur.collect.claim import Claim, Found, Note, Record, reference
from grunnmur.collect.rows import Row
from grunnmur.collect.rvtools.survey import Survey

_SEVERAL = re.compile(r"[,;\s]+")


def network_card(row: Row, survey: Survey) -> Found:
    """A virtual machine's card and the addresses seen on it."""
    addresses = _addresses(
        row.text("IPv4 Address"), row.text("IPv6 Address"), row.text("IP Address")
    )
    mac, name = row.text("Mac Address"), row.text("NIC label", "Adapter")
    return _addressed(row, survey, survey.machine(row), mac=mac, addresses=addresses, part=name)


def host_network_card(row: Row, survey: Survey) -> Found:
    """A host's own card."""
    owner = survey.host(row.text("Host"))
    part = row.text("Network Device")
    return _addressed(row, survey, owner, mac=row.text("MAC"), addresses=(), part=part)


def host_address(row: Row, survey: Survey) -> Found:
    """A host's management, storage or migration address."""
    addresses = _addresses(row.text("IP Address"), row.text("IP 6 Address"))
    owner, mac = survey.host(row.text("Host")), row.text("Mac Address")
    return _addressed(row, survey, owner, mac=mac, addresses=addresses, part=row.text("Device"))


def disk(row: Row, survey: Survey) -> Found:
    """A disk. What its machine has in all is claimed, so that one winner is the right sum."""
    return _storage(row, survey, resource="storage_tb", totals=survey.disk_terabytes)


def partition(row: Row, survey: Survey) -> Found:
    """A file system. What its machine uses in all is claimed."""
    return _storage(row, survey, resource="storage_used_tb", totals=survey.used_terabytes)


def tools(row: Row, survey: Survey) -> Found:
    """The guest tools of a virtual machine, where they are installed."""
    version = row.text("Tools Version")
    owner = survey.machine(row)
    missing = (row.text("Tools") or "").casefold() in (
        "toolsnotinstalled",
        "guesttoolsnotinstalled",
    )
    if missing or version in (None, "0") or owner is None:
        return Note("tools_not_installed", {"name": row.text("VM")}, row.line, row=True)
    values = {"asset_id": owner, "product_id": "VMware Tools", "version": version}
    return Record(_key(row, "tools"), (Claim("installation", values),), row.line, survey.seen_at)


def _addressed(
    row: Row,
    survey: Survey,
    owner: str | None,
    *,
    mac: str | None,
    addresses: tuple[str, ...],
    part: str | None,
) -> Found:
    if owner is None or not (mac or addresses):
        return Note("card_without_address", {"sheet": row.sheet, "name": part}, row.line, row=True)
    network = row.text("Network", "Port Group")
    claims = tuple(
        Claim("address", _said(asset_id=owner, mac=mac, ip=ip, network_id=network))
        for ip in addresses or (None,)
    )
    return Record(_key(row, part), claims, row.line, survey.seen_at)


def _said(**values: str | None) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _addresses(*written: str | None) -> tuple[str, ...]:
    parts = [part for cell in written if cell for part in _SEVERAL.split(cell) if part]
    return tuple(dict.fromkeys(part for part in parts if part.casefold() != "unknown"))


def _storage(row: Row, survey: Survey, *, resource: str, totals: dict[str, float]) -> Found:
    key = survey.machine_key(row)
    if key is None or key not in totals:
        facts = {"sheet": row.sheet, "name": row.text("VM")}
        return Note("row_of_unknown_machine", facts, row.line, row=True)
    values = {"resource": resource, "asset_id": reference("record", key), "amount": totals[key]}
    claim = Claim("resource_use", values)
    return Record(_key(row, row.text("Disk")), (claim,), row.line, survey.seen_at)


def _key(row: Row, part: str | None) -> str:
    owner = row.text("VM UUID", "VM ID", "VM", "Host")
    return f"{row.sheet}:{owner}:{part}" if part else f"{row.sheet}:{owner}"
