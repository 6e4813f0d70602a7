"""One configuration item as an asset, an application, a data store or a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from grunnmur.collect.claim import SELF, Claim, Found, Note, Record
from grunnmur.collect.rows import Row
from grunnmur.collect.servicenow.classes import kind_of, noun_of

CLASS = ("sys_class_name", "class", "ci_class")
_COLUMNS = {
    "serial": ("serial_number",),
    "asset_tag": ("asset_tag", "tag"),
    "mac": ("mac_address", "mac_addresses"),
    "ip": ("ip_address", "ip_addresses"),
    "fqdn": ("fqdn", "fully_qualified_domain_name"),
    "hostname": ("host_name", "hostname"),
    "uuid": ("bios_uuid", "uuid", "system_uuid"),
    "cloud_id": ("object_id", "vm_inst_id"),
    "maker": ("manufacturer", "vendor"),
    "model": ("model_id", "model_number"),
    "os": ("os", "operating_system"),
    "os_version": ("os_version",),
    "service_pack": ("os_service_pack",),
    "place": ("location",),
    "organisation": ("company",),
    "owner": ("owned_by", "managed_by"),
    "used_for": ("used_for", "environment", "u_environment", "classification"),
    "criticality": ("busines_criticality", "business_criticality", "business_critical"),
    "installed": ("install_status", "status", "hardware_status", "life_cycle_stage"),
    "operational": ("operational_status",),
    "bought": ("purchase_date", "purchased"),
    "first_seen": ("first_discovered",),
    "last_seen": ("last_discovered", "most_recent_discovery"),
    "updated": ("sys_updated_on", "updated"),
    "domain": ("dns_domain",),
    "virtual": ("virtual", "is_virtual"),
    "description": ("short_description",),
    "network": ("cidr", "subnet", "network_address"),
}
_STATUS = {
    **dict.fromkeys(
        ("installed", "1", "in use", "operational", "active", "in maintenance"), "active"
    ),
    **dict.fromkeys(("retired", "7", "absent", "100", "stolen", "8", "decommissioned"), "retired"),
    **dict.fromkeys(("disposed", "end of life"), "retired"),
}
_OPERATIONAL = {"operational": "active", "1": "active", "retired": "retired", "6": "retired"}
_ENVIRONMENTS = {"production": "prod", "development": "dev", "qa": "test", "staging": "test"}
_GRADE = re.compile(r"([1-4A-D])(?![^\W_])", re.IGNORECASE)
"""A number or a letter of the scale, alone or before its words: `1 - most critical`."""
_CRITICALITY = {
    **dict(zip("1234", "ABCD", strict=True)),
    "most critical": "A",
    "somewhat critical": "B",
    "less critical": "C",
    "not critical": "D",
}
_HOST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?")
_SEVERAL = re.compile(r"[,;\s]+")
COLUMNS = frozenset(
    ("name", "sys_id", *CLASS, *(column for several in _COLUMNS.values() for column in several))
)
"""Headings that are read; the others are named in a note."""


def item(row: Row, file_class: str | None) -> Found:
    """What the row is about, with its addresses. A row without a class has the file's."""
    class_name = row.text(*CLASS) or file_class
    noun, key = noun_of(class_name), _key(row)
    if noun is None or key is None:
        return Note("row_without_name", {"class": class_name}, row.line, row=True)
    claims = _CLAIMS[noun](row, class_name)
    return Record(key, tuple(claims), row.line, row.moment(*_COLUMNS["updated"]))


def class_from(file_name: str) -> str | None:
    """The class a file named after its table holds: `cmdb_ci_linux_server.csv`."""
    stem = PurePath(file_name.rpartition("!")[2]).name.split(".")[0]
    found = re.match(r"cmdb_ci_[a-z_0-9]*[a-z]", stem)
    return found[0] if found and noun_of(found[0]) else None


def _key(row: Row) -> str | None:
    return row.text("sys_id") or _of(row, "asset_tag") or row.text("name") or _of(row, "serial")


def _of(row: Row, name: str) -> str | None:
    return row.text(*_COLUMNS[name])


def _asset(row: Row, class_name: str | None) -> Iterator[Claim]:
    os_name, pack = _of(row, "os"), _of(row, "service_pack")
    yield Claim(
        "asset",
        {
            **_common(row),
            "kind": _kind(row, class_name),
            "environment": _environment(row),
            "location_id": _of(row, "place"),
            "vendor": _of(row, "maker"),
            "model": _of(row, "model"),
            "os_name": f"{os_name} {pack}" if os_name and pack else os_name,
            "version": _of(row, "os_version"),
            "purchased_on": row.moment(*_COLUMNS["bought"]),
            "first_seen_at": row.moment(*_COLUMNS["first_seen"]),
            "last_seen_at": row.moment(*_COLUMNS["last_seen"]),
        },
        tuple(_identifiers(row)),
    )
    yield from _addresses(row)


def _kind(row: Row, class_name: str | None) -> str | None:
    """The class's kind; a server that says it is virtual is a virtual machine."""
    kind = kind_of(class_name)
    return "vm" if kind == "server" and row.says(*_COLUMNS["virtual"]) else kind


def _application(row: Row, class_name: str | None) -> Iterator[Claim]:
    said = {"vendor": _of(row, "maker"), "function": _of(row, "description")}
    yield Claim("application", {**_common(row), **said}, _own_identifiers(row))


def _data_store(row: Row, class_name: str | None) -> Iterator[Claim]:
    values = {"name": row.text("name"), "location_id": _of(row, "place")}
    yield Claim("data_store", values, _own_identifiers(row))


def _location(row: Row, class_name: str | None) -> Iterator[Claim]:
    values = {
        "name": row.text("name"),
        "kind": kind_of(class_name) or "room",
        "parent_id": _of(row, "place"),
    }
    yield Claim("location", values, _own_identifiers(row))


def _network(row: Row, class_name: str | None) -> Iterator[Claim]:
    values = {
        "name": row.text("name"),
        "cidr": _of(row, "network"),
        "location_id": _of(row, "place"),
    }
    yield Claim("network", values, _own_identifiers(row))


_CLAIMS = {
    "asset": _asset,
    "application": _application,
    "data_store": _data_store,
    "location": _location,
    "network": _network,
}


def _common(row: Row) -> dict[str, object]:
    return {
        "name": row.text("name"),
        "organisation_id": _of(row, "organisation"),
        "owner": _of(row, "owner"),
        "criticality": _criticality(row),
        "status": _status(row),
    }


def _criticality(row: Row) -> str | None:
    """The grade; a word of the house's own stays as said, and is noted: `Critical` is no C."""
    written = _of(row, "criticality")
    if written is None:
        return None
    grade = _GRADE.match(written)
    said = grade[1].upper() if grade else written.casefold()
    return _CRITICALITY.get(said, said if grade else written)


def _status(row: Row) -> str | None:
    """Retired when either column says so; active when one does and none contradicts it."""
    said = {
        _STATUS.get((_of(row, "installed") or "").casefold()),
        _OPERATIONAL.get((_of(row, "operational") or "").casefold()),
    } - {None}
    if "retired" in said:
        return "retired"
    if "active" in said and (_of(row, "installed") or "").casefold() not in _NOT_IN_USE:
        return "active"
    return "unknown" if _of(row, "installed") or _of(row, "operational") else None


_NOT_IN_USE = frozenset(("in stock", "6", "on order", "2", "pending install", "4", "in transit"))


def _environment(row: Row) -> str | None:
    written = (_of(row, "used_for") or "").casefold()
    return _ENVIRONMENTS.get(written, written) or None


def _own_identifiers(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple((kind, said) for kind, said in (("sys_id", row.text("sys_id")),) if said)


def _identifiers(row: Row) -> Iterator[tuple[str, str]]:
    yield from _own_identifiers(row)
    for kind in ("serial", "asset_tag", "uuid", "cloud_id"):
        if written := _of(row, kind):
            yield kind, written
    for kind in ("mac", "ip"):
        for written in _SEVERAL.split(_of(row, kind) or ""):
            if written:
                yield kind, written
    yield from _names(row)


def _names(row: Row) -> Iterator[tuple[str, str]]:
    """Network names: as given, or the item's own name where it can be one."""
    written = _of(row, "fqdn") or _of(row, "hostname")
    if written is None:
        name, domain = row.text("name") or "", _of(row, "domain")
        written = f"{name}.{domain}" if domain and "." not in name else name
    labels = written.rstrip(".").split(".")
    if all(_HOST_NAME.fullmatch(label) for label in labels):
        yield ("fqdn" if len(labels) > 1 else "hostname"), written


def _addresses(row: Row) -> Iterator[Claim]:
    macs = [one for one in _SEVERAL.split(_of(row, "mac") or "") if one]
    ips = [one for one in _SEVERAL.split(_of(row, "ip") or "") if one]
    together = macs[0] if len(macs) == 1 else None
    seen: Mapping[str, object] = {"asset_id": SELF, "to_at": row.moment(*_COLUMNS["last_seen"])}
    for ip in ips:
        yield Claim("address", {**seen, "mac": together, "ip": ip})
    if not ips or len(macs) > 1:
        yield from (Claim("address", {**seen, "mac": mac}) for mac in macs)
