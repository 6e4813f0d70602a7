"""vInfo: one virtual machine a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect.claim import SELF, Claim, Found, Note, Record
from grunnmur.collect.rows import Row
from grunnmur.collect.rvtools.export import number
from grunnmur.collect.rvtools.survey import MEBIBYTES_PER_TERABYTE, Survey, machine_key

_DETAIL = re.compile(r"(\w+)='([^']*)'")
_HOST_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")


def machine(row: Row, survey: Survey) -> Found:
    """The virtual machine, where it runs, its address and what it uses."""
    key = machine_key(row)
    if key is None:
        return Note("row_without_name", {"sheet": row.sheet}, row.line, row=True)
    if row.says("SRM Placeholder"):
        return Note("recovery_placeholder", {"name": row.text("VM")}, row.line, row=True)
    claims = (_asset(row, survey, key), *_places(row, survey), *_uses(row, survey, key))
    return Record(key, claims, row.line, survey.seen_at)


def _asset(row: Row, survey: Survey, key: str) -> Claim:
    os_name, version = _operating_system(row)
    runs = (row.text("Powerstate") or "").casefold() == "poweredon"
    template = row.says("Template")
    values = {
        "kind": "vm",
        "name": row.text("VM"),
        "os_name": os_name,
        "version": version,
        "location_id": row.text("Datacenter"),
        "role": "template" if template else None,
        "status": "unknown" if template else None,
        "owner": row.text("Owner", "Eier"),
        "last_seen_at": survey.seen_at if runs else None,
    }
    return Claim("asset", values, tuple(_identifiers(row, survey, key)))


def _operating_system(row: Row) -> tuple[str | None, str | None]:
    """What the guest itself says goes before what was once chosen when the machine was made."""
    detail = dict(_DETAIL.findall(row.text("Guest Detailed Data") or ""))
    written = row.text("OS according to the VMware Tools", "OS according to the configuration file")
    if pretty := detail.get("prettyName"):
        return pretty, detail.get("distroVersion") or None
    return written, None


def _identifiers(row: Row, survey: Survey, key: str) -> Iterator[tuple[str, str]]:
    board = row.text("SMBIOS UUID")
    wanted = {
        "uuid": board or row.text("VM UUID"),
        "instance_uuid": row.text("VM Instance UUID") or (row.text("VM UUID") if board else None),
        "moref": scoped(row, "VM ID"),
        "ip": row.text("Primary IP Address"),
    }
    yield from ((kind, value) for kind, value in wanted.items() if value)
    yield from (("mac", mac) for mac in survey.macs.get(key, ()))
    yield from _host_names(row)


def scoped(row: Row, heading: str) -> str | None:
    """An object id with its vCenter, without which it names something else elsewhere."""
    server = row.text("VI SDK UUID", "VI SDK Server")
    written = row.text(heading)
    return f"{server}:{written}" if server and written else None


def _host_names(row: Row) -> Iterator[tuple[str, str]]:
    """The guest's own name; the display name only when the guest says nothing."""
    written = row.text("DNS Name") or row.text("VM")
    if written is None:
        return
    labels = written.rstrip(".").split(".")
    if all(_HOST_NAME.fullmatch(label) for label in labels):
        yield ("fqdn" if len(labels) > 1 else "hostname", written)


def _places(row: Row, survey: Survey) -> Iterator[Claim]:
    if host := survey.host(row.text("Host")):
        yield Claim("asset_link", {"asset_id": SELF, "other_id": host, "relation": "hosted_on"})
    if ip := row.text("Primary IP Address"):
        yield Claim("address", {"asset_id": SELF, "ip": ip})


def _uses(row: Row, survey: Survey, key: str) -> Iterator[Claim]:
    memory = number(row, "Memory")
    amounts = {
        "vcpus": number(row, "CPUs"),
        "memory_gb": None if memory is None else memory / 1024,
        "storage_tb": survey.disk_terabytes.get(key, _provisioned(row)),
        "storage_used_tb": survey.used_terabytes.get(key),
    }
    for resource, amount in amounts.items():
        if amount is not None:
            yield Claim("resource_use", {"resource": resource, "asset_id": SELF, "amount": amount})


def _provisioned(row: Row) -> float | None:
    mebibytes = number(row, "Total disk capacity MiB", "Provisioned MiB", "Provisioned MB")
    return None if mebibytes is None else round(mebibytes / MEBIBYTES_PER_TERABYTE, 6)
