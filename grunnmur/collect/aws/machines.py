"""describe-instances: virtual machines."""

from __future__ import annotations

from collections.abc import Iterator

from grunnmur.collect import values
from grunnmur.collect.aws.answer import Answer, Thing, listed, place, several, tag, text
from grunnmur.collect.claim import SELF, Claim, Found, Note, Record

_GONE = ("terminated", "shutting-down")
_ENVIRONMENTS = {"production": "prod", "development": "dev", "staging": "test"}


def instances(reservation: Thing, answer: Answer) -> Iterator[Found]:
    """One record a machine of the reservation that still exists."""
    for instance in several(reservation, "Instances"):
        yield _instance(answer, instance)


def _instance(answer: Answer, instance: Thing) -> Found:
    instance_id, state = text(instance, "InstanceId"), text(listed(instance, "State"), "Name")
    if instance_id is None:
        return Note("row_without_name", {"name": answer.name}, row=True)
    if state in _GONE:
        return Note("machine_is_gone", {"name": instance_id}, row=True)
    region = answer.region(instance)
    claims = (_asset(instance, region), *_addresses(instance), *place(region))
    return Record(instance_id, claims)


def _asset(instance: Thing, region: str | None) -> Claim:
    state = text(listed(instance, "State"), "Name")
    environment = (tag(instance, "environment", "env") or "").casefold()
    said = {
        "kind": "vm",
        "name": tag(instance, "Name") or text(instance, "InstanceId"),
        "owner": tag(instance, "Owner"),
        "environment": _ENVIRONMENTS.get(environment, environment) or None,
        "role": tag(instance, "Role"),
        "model": text(instance, "InstanceType"),
        "os_name": _system(instance),
        "location_id": region,
        "status": ("active" if state == "running" else "unknown") if state else None,
    }
    identifiers = [("cloud_id", text(instance, "InstanceId"))]
    identifiers += [
        ("mac", text(card, "MacAddress")) for card in several(instance, "NetworkInterfaces")
    ]
    identifiers.append(("ip", text(instance, "PrivateIpAddress")))
    return Claim("asset", said, tuple((kind, value) for kind, value in identifiers if value))


def _system(instance: Thing) -> str | None:
    """What the image says it runs; `Linux/UNIX` names no system."""
    written = text(instance, "PlatformDetails") or text(instance, "Platform")
    return None if written == "Linux/UNIX" else written


def _addresses(instance: Thing) -> Iterator[Claim]:
    cards = several(instance, "NetworkInterfaces") or [instance]
    for card in cards:
        yield from addresses(card, SELF)


def addresses(card: Thing, asset_id: str) -> Iterator[Claim]:
    """The addresses of a network interface, public ones among them."""
    said = {
        "asset_id": asset_id,
        "mac": text(card, "MacAddress"),
        "network_id": text(card, "SubnetId"),
    }
    attached_at = text(listed(card, "Attachment"), "AttachTime")
    said["from_at"] = values.moment(attached_at) if attached_at else None  # type: ignore[assignment]
    private = several(card, "PrivateIpAddresses") or [card]
    for address in private:
        if ip := text(address, "PrivateIpAddress"):
            yield Claim("address", {**said, "ip": ip})
        if public := text(listed(address, "Association"), "PublicIp"):
            yield Claim("address", {"asset_id": asset_id, "mac": said["mac"], "ip": public})
    for address in several(card, "Ipv6Addresses"):
        if ip := text(address, "Ipv6Address"):
            yield Claim("address", {**said, "ip": ip})
