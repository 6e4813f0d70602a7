"""The computer an agent runs on, its management controller and its virtual machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from grunnmur.collect import machine, trees
from grunnmur.collect.claim import SELF, Claim, Found, Note, Record, reference
from grunnmur.collect.glpi import interfaces, kinds, report, software
from grunnmur.collect.glpi.report import Request

_CONTAINERS = ("docker", "lxc", "lxd", "podman", "jail", "openvz", "systemd-nspawn", "zone")


def found(request: Request) -> Iterator[Found]:
    """The computer, then each thing its inventory tells of besides itself."""
    key = _key(request)
    yield _computer(request, key)
    controllers = interfaces.controllers(request.content)
    if controllers:
        yield _controller(request, key, controllers)
    for guest in report.entries(request.content, "virtualmachines"):
        yield _virtual(request, key, guest)


def _key(request: Request) -> str:
    hardware = request.content.get("hardware")
    names = (request.device_id, trees.words(trees.member(hardware, "uuid")))
    return next((name for name in names if name), request.document)


def _computer(request: Request, key: str) -> Record:
    content = request.content
    own = interfaces.own(content)
    about = Claim(
        "asset", _attributes(request), (*_identifiers(content), *interfaces.identifiers(own))
    )
    claims = (about, *interfaces.addresses(own, request.seen_at), *software.installations(content))
    return Record(key, claims, seen_at=request.seen_at)


def _attributes(request: Request) -> dict[str, object]:
    content = request.content
    hardware, bios, system = (_section(content, n) for n in ("hardware", "bios", "operatingsystem"))
    os_name = _first(system, "full_name", "name") or _first(hardware, "osname")
    model = _first(bios, "smodel", "mmodel")
    return {
        "kind": kinds.of_type(request.item_type)
        or machine.kind(
            chassis=_first(hardware, "chassis_type") or _first(bios, "type") or "",
            model=model or "",
            system=os_name or "",
            virtual=(_first(hardware, "vmsystem") or "Physical").lower() != "physical",
        ),
        "name": _first(hardware, "name"),
        "vendor": _first(bios, "smanufacturer", "mmanufacturer"),
        "model": model,
        "os_name": os_name,
        "version": _first(system, "version") or _first(hardware, "osversion"),
        "last_seen_at": request.seen_at,
    }


def _identifiers(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    hardware, bios, system = (_section(content, n) for n in ("hardware", "bios", "operatingsystem"))
    named = (
        ("serial", _first(bios, "ssn")),
        ("uuid", _first(hardware, "uuid")),
        ("asset_tag", _first(bios, "assettag")),
        ("hostname", _first(hardware, "name")),
        ("fqdn", _first(system, "fqdn")),
    )
    for kind, value in named:
        if value and (kind != "fqdn" or "." in value):
            yield kind, value


def _controller(request: Request, key: str, entries: list[dict[str, Any]]) -> Record:
    """A thing of its own, with its own address, that manages the computer."""
    found = tuple(interfaces.identifiers(entries))
    description = trees.words(entries[0].get("description"))
    values = {
        "kind": "controller",
        "vendor": _first(_section(request.content, "bios"), "smanufacturer"),
        "model": trees.words(entries[0].get("management")) or description,
        "last_seen_at": request.seen_at,
    }
    manages = {"asset_id": SELF, "other_id": reference("record", key), "relation": "manages"}
    claims = (Claim("asset", values, found), Claim("asset_link", manages))
    addresses = interfaces.addresses(entries, request.seen_at)
    return Record(f"{key}:controller", (*claims, *addresses), seen_at=request.seen_at)


def _virtual(request: Request, key: str, guest: Mapping[str, Any]) -> Found:
    """A virtual machine as its host knows it. Containers are processes of their host, no things."""
    name = trees.words(guest.get("name"))
    kind = (trees.words(guest.get("vmtype")) or "").lower()
    if kind in _CONTAINERS:
        return Note("container_not_used", {"name": name, "host": key}, row=True)
    uuid, mac = trees.words(guest.get("uuid")), trees.words(guest.get("mac"))
    named = (("uuid", uuid), ("mac", mac), ("hostname", name))
    identifiers = tuple((kind, value) for kind, value in named if value)
    hosted = {"asset_id": SELF, "other_id": reference("record", key), "relation": "hosted_on"}
    claims = (
        Claim("asset", {"kind": "vm", "name": name}, identifiers),
        Claim("asset_link", hosted),
    )
    return Record(f"{key}:vm:{uuid or name}", claims, seen_at=request.seen_at)


def _section(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A section there is one of; FusionInventory repeats some, and the first is meant."""
    return next(iter(report.entries(content, name)), {})


def _first(section: Mapping[str, Any], *names: str) -> str | None:
    return next((text for name in names if (text := trees.words(section.get(name)))), None)
