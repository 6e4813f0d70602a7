"""vHost, vCluster and vSource: what virtual machines run on, and who manages it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from grunnmur.collect.claim import SELF, Claim, Found, Note, Record
from grunnmur.collect.rows import Row
from grunnmur.collect.rvtools.machines import scoped
from grunnmur.collect.rvtools.survey import Survey


def host(row: Row, survey: Survey) -> Found:
    """A hypervisor with its hardware and the cluster it is in."""
    name = row.text("Host")
    if name is None:
        return Note("row_without_name", {"sheet": row.sheet}, row.line, row=True)
    values = {
        "kind": "hypervisor",
        "name": name,
        "vendor": row.text("Vendor"),
        "model": row.text("Model"),
        "os_name": row.text("ESX Version"),
        "location_id": row.text("Datacenter"),
        "last_seen_at": survey.seen_at,
    }
    key = f"vHost:{name}"
    claims = [Claim("asset", values, tuple(_identifiers(row, survey, name)))]
    if cluster_id := survey.cluster(row.text("Cluster")):
        link = {"asset_id": SELF, "other_id": cluster_id, "relation": "member_of"}
        claims.append(Claim("asset_link", link))
    if _is_address(name):
        claims.append(Claim("address", {"asset_id": SELF, "ip": name}))
    return Record(key, tuple(claims), row.line, survey.seen_at)


def cluster(row: Row, survey: Survey) -> Found:
    """A cluster of hosts."""
    name = row.text("Name", "Cluster")
    if name is None:
        return Note("row_without_name", {"sheet": row.sheet}, row.line, row=True)
    moref = scoped(row, "Object ID")
    identifiers = (("moref", moref),) if moref else ()
    claim = Claim("asset", {"kind": "cluster", "name": name}, identifiers)
    return Record(f"vCluster:{name}", (claim,), row.line, survey.seen_at)


def management_server(row: Row, survey: Survey) -> Found:
    """The vCenter itself, with what runs on it."""
    name = row.text("VI SDK Server")
    if name is None:
        return Note("row_without_name", {"sheet": row.sheet}, row.line, row=True)
    product = row.text("Product name", "Name")
    values = {"kind": "server", "name": name, "role": "management", "vendor": row.text("Vendor")}
    claims = [Claim("asset", values, (_network_name(name),))]
    if product:
        version = row.text("Product version", "Version")
        installed = {"asset_id": SELF, "product_id": product, "version": version}
        claims.append(Claim("installation", installed))
    return Record(f"vSource:{name}", tuple(claims), row.line, survey.seen_at)


def _identifiers(row: Row, survey: Survey, name: str) -> Iterator[tuple[str, str]]:
    wanted = {
        "serial": row.text("Serial number", "Service tag"),
        "uuid": row.text("UUID"),
        "moref": scoped(row, "Object ID"),
    }
    yield from ((kind, value) for kind, value in wanted.items() if value)
    yield _network_name(name)
    yield from (("mac", mac) for mac in survey.macs.get(f"vHost:{name}", ()))


def _network_name(name: str) -> tuple[str, str]:
    if _is_address(name):
        return "ip", name
    return ("fqdn" if "." in name else "hostname"), name


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
