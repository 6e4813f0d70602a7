"""The device that was walked: what it calls itself, its serial number, its addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from grunnmur.collect import machine
from grunnmur.collect.claim import SELF, Claim, Found, Note, Record
from grunnmur.collect.snmp.makers import MAKERS

_SYSTEM = "1.3.6.1.2.1.1"
_MAC_OF_INTERFACE = "1.3.6.1.2.1.2.2.1.6"
_ADDRESS = "1.3.6.1.2.1.4.20.1.1"
_INTERFACE_OF_ADDRESS = "1.3.6.1.2.1.4.20.1.2"
_BRIDGE = "1.3.6.1.2.1.17.1.1.0"
_PRINTER = "1.3.6.1.2.1.43"
_PRINTER_SERIAL = f"{_PRINTER}.5.1.1.17.1"
_UPS_SERIAL = "1.3.6.1.4.1.318.1.1.1.1.2.3.0"
_PART = "1.3.6.1.2.1.47.1.1.1.1"
_UNTOLD = re.compile(r"(?:\W*|<.*>|sys(?:name|location)|unknown|private|not set)", re.IGNORECASE)
"""What stands where nobody filled in a name or a place."""
_FORWARDER = re.compile(
    r"\b(?:switch|router|firewall|ios software|ios xe|nx-os|junos|comware|arubaos|pan-os|sonicos"
    r"|fortigate|routeros|access point)\b",
    re.IGNORECASE,
)
_COMPUTER = re.compile(r"(?:Linux|FreeBSD|SunOS|.*Software: (?:Windows|Linux|FreeBSD))")
_LONGEST = 200
"""Characters of a description that are kept as the system's name."""


def found(walk: Mapping[str, str], document: str) -> Found:
    """The device, or a note where nothing tells which it is."""
    described, name = _told(walk, "1"), _told(walk, "5")
    identifiers = tuple(dict.fromkeys(_identifiers(walk)))
    if not (described or identifiers):
        return Note("walk_unnamed", {"values": len(walk)}, row=True)
    about = Claim("asset", _attributes(walk), identifiers)
    return Record(name or document, (about, *_addresses(walk)))


def _attributes(walk: Mapping[str, str]) -> dict[str, object]:
    described = " ".join((_told(walk, "1") or "").split())
    chassis = _chassis(walk)
    return {
        "kind": _kind(walk, described),
        "name": _told(walk, "5"),
        "vendor": _part(walk, "12", chassis) or _maker(walk),
        "model": _part(walk, "13", chassis),
        "os_name": described[:_LONGEST] or None,
        "version": _part(walk, "10", chassis),
        "location_id": _told(walk, "6"),
    }


def _kind(walk: Mapping[str, str], described: str) -> str | None:
    """A printer by its MIB; a network device if it forwards for others (sysServices, RFC 3418)."""
    if any(oid.startswith(f"{_PRINTER}.") for oid in walk):
        return "printer"
    if _COMPUTER.match(described):
        return None
    services = walk.get(f"{_SYSTEM}.7.0", "")
    forwards = services.isdecimal() and int(services) & 0b110
    return "network" if forwards or _FORWARDER.search(described) else None


def _told(walk: Mapping[str, str], column: str) -> str | None:
    """A value of the system group, unless it only holds its place."""
    written = walk.get(f"{_SYSTEM}.{column}.0", "").strip()
    return None if _UNTOLD.fullmatch(written) else written


def _chassis(walk: Mapping[str, str]) -> str | None:
    """Which part in the entity MIB is the whole: the first chassis (3), else the stack (11)."""
    classes = {oid.rpartition(".")[2]: value for oid, value in _under(walk, f"{_PART}.5")}
    for wanted in ("3", "11"):
        indexes = [index for index, value in classes.items() if value == wanted]
        serials = [index for index in indexes if walk.get(f"{_PART}.11.{index}")]
        if serials or indexes:
            return (serials or indexes)[0]
    return None


def _part(walk: Mapping[str, str], column: str, index: str | None) -> str | None:
    return walk.get(f"{_PART}.{column}.{index}") or None if index else None


def _maker(walk: Mapping[str, str]) -> str | None:
    match = re.match(r"\.?1\.3\.6\.1\.4\.1\.(\d+)", walk.get(f"{_SYSTEM}.2.0", ""))
    return MAKERS.get(int(match[1])) if match else None


def _identifiers(walk: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    serials = (_part(walk, "11", _chassis(walk)), walk.get(_PRINTER_SERIAL), walk.get(_UPS_SERIAL))
    if serial := next((text for text in serials if text), None):
        yield "serial", serial
    yield from machine.names(_told(walk, "5"), None)
    macs = (walk.get(_BRIDGE, ""), *(value for _, value in _under(walk, _MAC_OF_INTERFACE)))
    yield from (("mac", mac) for written in macs if (mac := _mac(written)))
    yield from (("ip", ip) for ip in _ips(walk))


def _addresses(walk: Mapping[str, str]) -> Iterator[Claim]:
    for ip in _ips(walk):
        interface = walk.get(f"{_INTERFACE_OF_ADDRESS}.{ip}", "")
        mac = _mac(walk.get(f"{_MAC_OF_INTERFACE}.{interface}", ""))
        yield Claim("address", {"asset_id": SELF, "mac": mac, "ip": ip})


def _ips(walk: Mapping[str, str]) -> Iterator[str]:
    for oid, _ in _under(walk, _ADDRESS):
        ip = oid.removeprefix(f"{_ADDRESS}.")
        if machine.usable_ip(ip):
            yield ip


def _mac(written: str) -> str | None:
    """The hardware address. net-snmp drops leading zeros: `0:1b:4:…`."""
    parts = written.split(":")
    digits = "".join(part.zfill(2) for part in parts) if len(parts) == 6 else written
    digits = re.sub(r"[\s:-]", "", digits)
    if not re.fullmatch(r"[0-9a-fA-F]{12}", digits):
        return None
    mac = ":".join(digits[i : i + 2] for i in range(0, 12, 2)).lower()
    return mac if machine.usable_mac(mac) else None


def _under(walk: Mapping[str, str], prefix: str) -> Iterator[tuple[str, str]]:
    start = f"{prefix}."
    return ((oid, value) for oid, value in walk.items() if oid.startswith(start))
