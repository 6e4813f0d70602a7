"""One host element: who answered, and what it showed."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from grunnmur.collect.claim import SELF, Claim, Found, Note, Record
from grunnmur.collect.nmap import services, system

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def is_down(element: Element) -> bool:
    """Whether nothing answered at the address."""
    status = element.find("status")
    return status is None or status.get("state") != "up"


def host(element: Element, *, scanned_at: datetime | None) -> Iterator[Found]:
    """The host's record, or a note on why it gives none; then notes on what it left uncertain."""
    addresses = _addresses(element)
    facts = {"host": next(iter(addresses.values()), None)}
    why_not = _why_not(element, addresses)
    if why_not:
        yield Note(why_not, facts, row=True)
        return
    seen_from = instant(element.get("starttime")) or scanned_at
    seen_at = instant(element.get("endtime")) or seen_from
    claims = (_asset(element, addresses, seen_at), *_address(addresses, seen_from, seen_at))
    yield Record(_key(addresses), (*claims, *services.installations(element)), None, seen_at)
    if doubt := system.doubt(element):
        yield Note("os_uncertain", {**facts, "candidates": doubt})


def instant(seconds: str | None) -> datetime | None:
    """The instant of a Unix time, or None."""
    try:
        return datetime.fromtimestamp(int(seconds or ""), UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None


def _addresses(element: Element) -> dict[str, str]:
    """Addresses by type: ipv4, ipv6, mac; the first of each."""
    found: dict[str, str] = {}
    for address in element.iter("address"):
        found.setdefault(address.get("addrtype", "ipv4"), address.get("addr", ""))
    return {kind: written for kind, written in found.items() if written}


def _key(addresses: dict[str, str]) -> str:
    return addresses.get("ipv4") or addresses.get("ipv6") or addresses["mac"]


def _why_not(element: Element, addresses: dict[str, str]) -> str | None:
    """The note code for a host that tells nothing about a thing of its own."""
    if not addresses:
        return "host_without_address"
    if "mac" not in addresses and all(_is_loopback(ip) for ip in addresses.values()):
        return "host_is_scanner"
    # Told to skip the ping, nmap calls every address up; only an answer from a port shows more.
    status = element.find("status")
    assumed = status is not None and status.get("reason") == "user-set"
    if assumed and "mac" not in addresses and not services.answered(element):
        return "host_only_assumed"
    return None


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _asset(element: Element, addresses: dict[str, str], seen_at: datetime | None) -> Claim:
    names = tuple(_names(element))
    seen = system.system(element)
    values = {
        "name": seen.name or (names[0] if names else None),
        "kind": seen.kind,
        "os_name": seen.os_name,
        "last_seen_at": seen_at,
    }
    identifiers = [("mac" if kind == "mac" else "ip", value) for kind, value in addresses.items()]
    named = dict.fromkeys((*((name,) if (name := seen.fqdn) else ()), *names))
    identifiers += [("fqdn" if "." in name else "hostname", name) for name in named]
    return Claim("asset", values, tuple(identifiers))


def _names(element: Element) -> Iterator[str]:
    """Names the network knows it by; a bare address or localhost is none."""
    found = (entry.get("name", "") for entry in element.iter("hostname"))
    for name in dict.fromkeys(found):
        if name and not name.casefold().startswith("localhost") and not _is_address(name):
            yield name


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _address(
    addresses: dict[str, str], seen_from: datetime | None, seen_at: datetime | None
) -> Iterator[Claim]:
    mac = addresses.get("mac")
    ips = [addresses[kind] for kind in ("ipv4", "ipv6") if kind in addresses]
    for ip in ips or (None,):
        values = {"asset_id": SELF, "mac": mac, "ip": ip, "from_at": seen_from, "to_at": seen_at}
        yield Claim("address", values)
