"""A host by its facts: who it is, what it runs, which addresses it has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from grunnmur.collect import machine, trees, values
from grunnmur.collect.ansible.wrappers import Result
from grunnmur.collect.claim import SELF, Claim, Found, Note, Record

_UNSAID = ("NA", "na", "Not Specified", "None")


def found(result: Result, document: str) -> Found:
    """The host, or a note where Ansible got no facts of it."""
    facts = result.facts
    names = _names(facts)
    if result.failure is not None or not (names or _fact(facts, "nodename")):
        told = {"host": result.name or document, "reason": result.failure or "no name"}
        return Note("host_without_facts", told, result.line, row=True)
    seen_at = values.moment(trees.member(_any(facts, "date_time"), "iso8601") or "")
    about = Claim("asset", _attributes(facts, seen_at), tuple(dict.fromkeys(_identifiers(facts))))
    claims = (about, *_addresses(facts, seen_at), *_installations(facts))
    key = result.name or (names[0][1] if names else document)
    return Record(key, claims, result.line, seen_at)


def _attributes(facts: Mapping[str, Any], seen_at: datetime | None) -> dict[str, object]:
    distribution, version = _fact(facts, "distribution"), _fact(facts, "distribution_version")
    windows = (distribution or "").startswith("Microsoft")
    os_name = distribution if windows or not version else f"{distribution} {version}"
    is_network = _fact(facts, "net_system") is not None
    model = _fact(facts, "product_name", "net_model")
    virtual = _fact(facts, "virtualization_role") == "guest"
    chassis = _fact(facts, "form_factor") or ""
    kind = machine.kind(chassis=chassis, model=model or "", system=os_name or "", virtual=virtual)
    return {
        "kind": "network" if is_network else kind,
        "name": _fact(facts, "hostname", "nodename", "net_hostname"),
        "vendor": _fact(facts, "system_vendor"),
        "model": model,
        "os_name": os_name or _fact(facts, "net_system"),
        "version": version or _fact(facts, "net_version"),
        "last_seen_at": seen_at,
    }


def _identifiers(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    named = (
        ("serial", _fact(facts, "product_serial", "net_serialnum")),
        ("uuid", _fact(facts, "product_uuid")),
    )
    yield from ((kind, value) for kind, value in named if value)
    yield from _names(facts)
    for interface in _interfaces(facts):
        mac = _fact(interface, "macaddress")
        if mac and machine.usable_mac(mac):
            yield "mac", mac
        yield from (("ip", ip) for ip in _ips(interface))


def _names(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return machine.names(_fact(facts, "fqdn"), _fact(facts, "hostname", "net_hostname"))


def _addresses(facts: Mapping[str, Any], seen_at: datetime | None) -> Iterator[Claim]:
    for interface in _interfaces(facts):
        for ip in _ips(interface):
            told = {"asset_id": SELF, "mac": _fact(interface, "macaddress"), "ip": ip}
            yield Claim("address", {**told, "from_at": seen_at, "to_at": seen_at})


def _interfaces(facts: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Interfaces of the machine's own. Windows lists them; elsewhere each is a fact."""
    listed = _any(facts, "interfaces")
    for entry in listed if isinstance(listed, list) else ():
        named = str(entry).replace("-", "_").replace(".", "_").replace(":", "_")
        interface = entry if isinstance(entry, dict) else _any(facts, named)
        name = str(entry.get("interface_name") if isinstance(entry, dict) else entry)
        if isinstance(interface, dict) and not machine.is_inside(name):
            yield interface


def _ips(interface: Mapping[str, Any]) -> Iterator[str]:
    written = (interface.get(name) for name in ("ipv4", "ipv4_secondaries", "ipv6"))
    for entry in (entry for several in written for entry in trees.objects(several)):
        ip = (trees.words(entry.get("address")) or "").partition("%")[0].partition("/")[0]
        if machine.usable_ip(ip):
            yield ip


def _installations(facts: Mapping[str, Any]) -> Iterator[Claim]:
    """Packages, where they were asked for too."""
    packages = facts.get("packages", facts.get("ansible_packages"))
    for name, versions in packages.items() if isinstance(packages, dict) else ():
        for package in trees.objects(versions):
            told = {
                "asset_id": SELF,
                "product_id": name,
                "version": trees.words(package.get("version")),
            }
            yield Claim("installation", told)


def _fact(facts: Mapping[str, Any], *names: str) -> str | None:
    """The first of the facts that says something; Ansible writes NA for what it could not see."""
    texts = (trees.words(_any(facts, name)) for name in names)
    return next((text for text in texts if text and text not in _UNSAID), None)


def _any(facts: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 facts are any JSON
    """The fact, under its name with or without Ansible's prefix."""
    return facts.get(f"ansible_{name}", facts.get(name))
