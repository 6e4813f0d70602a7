"""Devices, virtual machines and clusters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grunnmur.collect.claim import SELF, Claim, Found, Record
from grunnmur.collect.netbox.dump import Dump, Thing, refer

_KINDS = (
    ("hypervisor", r"hypervisor|esxi?|virtuali[sz]ation host"),
    (
        "controller",
        r"management controller|\bbmc\b|\bilo\b|idrac|out.of.band|\boob\b|console server",
    ),
    ("server", r"server"),
    ("storage", r"storage|\bsan\b|\bnas\b|lagring"),
    ("pbx", r"\bpbx\b|telephony|telefonsentral"),
    ("phone", r"phone|telefon"),
    (
        "network",
        r"switch|router|firewall|access point|wireless|\bwlc\b|gateway|load balancer|spine|leaf",
    ),
    ("printer", r"printer|skriver"),
    ("medical", r"medical|medisinsk|modality"),
    ("client", r"workstation|desktop|laptop|\bpc\b|klient"),
    ("other", r"."),
)
_HOST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_STATUS = {"active": "active", "decommissioning": "active"}


def device(thing: Thing, dump: Dump) -> Found:
    """A device with its type, place and cluster."""
    kind_of = dump.find("dcim.devicetype", thing.points_at("device_type"))
    maker = kind_of.points_at("manufacturer") if kind_of else None
    values = {
        **_common(thing, dump),
        "kind": _kind(_role(thing, dump)),
        "vendor": dump.name("dcim.manufacturer", maker),
        "model": kind_of.text("model") if kind_of else None,
        "location_id": refer(_place(thing, dump)),
    }
    claims = [Claim("asset", values, tuple(_identifiers(thing, dump)))]
    if cluster_id := refer(dump.find("virtualization.cluster", thing.points_at("cluster"))):
        link = {"asset_id": SELF, "other_id": cluster_id, "relation": "member_of"}
        claims.append(Claim("asset_link", link))
    return Record(thing.key, tuple(claims), thing.line, thing.seen_at)


def machine(thing: Thing, dump: Dump) -> Found:
    """A virtual machine, what it runs on and what it uses."""
    values = {**_common(thing, dump), "kind": "vm", "location_id": refer(_place(thing, dump))}
    claims = [Claim("asset", values, tuple(_identifiers(thing, dump)))]
    host = dump.find("dcim.device", thing.points_at("device"))
    runs_on = refer(host or dump.find("virtualization.cluster", thing.points_at("cluster")))
    if runs_on:
        link = {"asset_id": SELF, "other_id": runs_on, "relation": "hosted_on"}
        claims.append(Claim("asset_link", link))
    memory = thing.number("memory")
    amounts = {"vcpus": thing.number("vcpus"), "memory_gb": memory / 1024 if memory else None}
    claims += [
        Claim("resource_use", {"resource": resource, "asset_id": SELF, "amount": amount})
        for resource, amount in amounts.items()
        if amount is not None
    ]
    return Record(thing.key, tuple(claims), thing.line, thing.seen_at)


def cluster(thing: Thing, dump: Dump) -> Found:
    """A cluster."""
    values = {
        "kind": "cluster",
        "name": thing.text("name"),
        "organisation_id": dump.name("tenancy.tenant", thing.points_at("tenant")),
        "location_id": refer(_place(thing, dump)),
    }
    return Record(thing.key, (Claim("asset", values),), thing.line, thing.seen_at)


def _common(thing: Thing, dump: Dump) -> dict[str, object]:
    status = thing.text("status")
    return {
        "name": thing.text("name"),
        "organisation_id": dump.name("tenancy.tenant", thing.points_at("tenant")),
        "os_name": dump.name("dcim.platform", thing.points_at("platform")),
        "role": _role(thing, dump),
        "status": _STATUS.get(status, "unknown") if status else None,
    }


def _role(thing: Thing, dump: Dump) -> str | None:
    return dump.name("dcim.devicerole", thing.points_at("role") or thing.points_at("device_role"))


def _kind(role: str | None) -> str | None:
    if role is None:
        return None
    return next(kind for kind, words in _KINDS if re.search(words, role, re.IGNORECASE | re.DOTALL))


def _place(thing: Thing, dump: Dump) -> Thing | None:
    room = dump.find("dcim.location", thing.points_at("location"))
    return room or dump.find("dcim.site", thing.points_at("site") or thing.points_at("_site"))


def _identifiers(thing: Thing, dump: Dump) -> Iterator[tuple[str, str]]:
    wanted = {"serial": thing.text("serial"), "asset_tag": thing.text("asset_tag")}
    yield from ((kind, written) for kind, written in wanted.items() if written)
    yield from _on_the_network(thing, dump)
    labels = (thing.text("name") or "").split(".")
    if all(_HOST_NAME.fullmatch(label) for label in labels):
        yield ("fqdn" if len(labels) > 1 else "hostname"), ".".join(labels)


def _on_the_network(thing: Thing, dump: Dump) -> Iterator[tuple[str, str]]:
    """Addresses of the thing's interfaces, and names of them; its primary ones among them."""
    for interface in dump.interfaces.get(thing.key, ()):
        if mac := interface.text("mac_address"):
            yield "mac", mac
        for address in dump.addresses.get(interface.key, ()):
            if mac := address.text("mac_address"):
                yield "mac", mac
            elif ip := address.text("address"):
                yield "ip", ip.partition("/")[0]
            if name := address.text("dns_name"):
                yield ("fqdn" if "." in name else "hostname"), name
