"""Switches, printers and stores that an agent asked over SNMP: it speaks for others, not itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from grunnmur.collect import machine, trees
from grunnmur.collect.claim import SELF, Claim, Found, Note, Record
from grunnmur.collect.glpi import kinds, report
from grunnmur.collect.glpi.report import Request

_LONGEST = 200
"""Characters of a description that are kept as the system's name; some fill pages."""


def scanned(request: Request) -> list[dict[str, Any]]:
    """The devices in a request: `DEVICE` elements in XML, one `network_device` in JSON."""
    if "network_device" in request.content:
        return [dict(request.content)]
    return report.entries(request.content, "device")


def found(request: Request, device: Mapping[str, Any]) -> Found:
    """The device, or a note where it did not answer or nothing tells which it is."""
    told = _told(device)
    identifiers = tuple(_identifiers(told, device))
    if "error" in device:
        reason = trees.words(trees.member(device["error"], "message"))
        return Note("device_not_answering", {"reason": reason}, row=True)
    if not told and not identifiers:
        return Note("device_unnamed", {"device": request.device_id}, row=True)
    mac = trees.words(told.get("mac"))
    about = Claim("asset", _attributes(told, device), identifiers)
    addresses = (Claim("address", {"asset_id": SELF, "mac": mac, "ip": ip}) for ip in _ips(told))
    key = _key(request, device, identifiers)
    return Record(key, (about, *addresses), seen_at=request.seen_at)


def _told(device: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is said of the device itself; discovery puts it directly under `DEVICE`."""
    for name in ("network_device", "info"):
        if entries := report.entries(device, name):
            return entries[0]
    return {
        name: value for name, value in device.items() if isinstance(value, str) or name == "ips"
    }


def _key(
    request: Request, device: Mapping[str, Any], identifiers: tuple[tuple[str, str], ...]
) -> str:
    """JSON names the device; XML names the agent that asked, for any number of devices."""
    agent = request.device_id or request.document
    if "network_device" in device or not identifiers:
        return agent
    return f"{agent}:{identifiers[0][1]}"


def _attributes(told: Mapping[str, Any], device: Mapping[str, Any]) -> dict[str, object]:
    firmware = _firmware(device)
    described = _word(told, "comments", "description")
    os_name = described or trees.words(firmware.get("name"))
    return {
        "kind": kinds.of_type(_word(told, "type") or ""),
        "name": _word(told, "name", "snmphostname", "dnshostname", "netbiosname"),
        "vendor": _word(told, "manufacturer") or trees.words(firmware.get("manufacturer")),
        "model": _word(told, "model"),
        "os_name": " ".join(os_name.split())[:_LONGEST] if os_name else None,
        "version": _word(told, "firmware") or trees.words(firmware.get("version")),
        "location_id": _word(told, "location"),
    }


def _firmware(device: Mapping[str, Any]) -> Mapping[str, Any]:
    """The firmware of the whole device, of which its parts may have others."""
    entries = report.entries(device, "firmwares")
    whole = [entry for entry in entries if trees.words(entry.get("type")) in ("system", "device")]
    return next(iter(whole or entries), {})


def _identifiers(told: Mapping[str, Any], device: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for kind, name in (("serial", "serial"), ("mac", "mac"), ("asset_tag", "assettag")):
        if value := _word(told, name):
            yield kind, value
    if not _word(told, "mac"):
        for port in trees.objects(trees.member(device.get("ports"), "port")):
            if mac := trees.words(port.get("mac")):
                yield "mac", mac
    yield from machine.names(_word(told, "name", "snmphostname", "dnshostname"), None)
    yield from (("ip", ip) for ip in _ips(told))


def _ips(told: Mapping[str, Any]) -> Iterator[str]:
    """Addresses, once each: XML nests them, JSON lists them, discovery gives one besides."""
    nested = told.get("ips")
    listed = trees.member(nested, "ip") if isinstance(nested, dict) else nested
    several = listed if isinstance(listed, list) else [listed]
    texts = (trees.words(value) for value in (told.get("ip"), *several))
    yield from dict.fromkeys(text for text in texts if text and machine.usable_ip(text))


def _word(told: Mapping[str, Any], *names: str) -> str | None:
    return next((text for name in names if (text := trees.words(told.get(name)))), None)
