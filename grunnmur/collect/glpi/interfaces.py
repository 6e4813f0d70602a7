"""Network interfaces of a computer: its own, those only inside it, and its controller's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from grunnmur.collect import machine, trees
from grunnmur.collect.claim import SELF, Claim
from grunnmur.collect.glpi import report

_CONTROLLER = re.compile(
    r"^(?:bmc|ipmi|ilo|idrac|imm|xclarity)\b|management interface", re.IGNORECASE
)


def own(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Interfaces that tell this machine from others."""
    return [
        entry
        for entry in report.entries(content, "networks")
        if not is_controller(entry)
        and not machine.is_inside(trees.words(entry.get("description")) or "")
    ]


def controllers(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Interfaces that belong to a management controller, which is a thing of its own."""
    return [entry for entry in report.entries(content, "networks") if is_controller(entry)]


def is_controller(entry: Mapping[str, Any]) -> bool:
    """Whether the interface is a management controller's, as the agent marks or names it."""
    description = trees.words(entry.get("description")) or ""
    return bool(trees.words(entry.get("management"))) or bool(_CONTROLLER.search(description))


def identifiers(entries: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Hardware addresses of the interfaces that are hardware, and the addresses in use."""
    physical = [entry for entry in entries if not _is_virtual(entry)]
    for entry in physical or [entry for entry in entries if any(_ips(entry))]:
        mac = _mac(entry)
        if mac and machine.usable_mac(mac):
            yield "mac", mac
    for entry in entries:
        yield from (("ip", ip) for ip in _ips(entry))


def addresses(entries: list[dict[str, Any]], seen_at: datetime | None) -> Iterator[Claim]:
    """One claim an address."""
    for entry in entries:
        for ip in _ips(entry):
            values = {"asset_id": SELF, "mac": _mac(entry), "ip": ip}
            yield Claim("address", {**values, "from_at": seen_at, "to_at": seen_at})


def _mac(entry: Mapping[str, Any]) -> str | None:
    return trees.words(entry.get("macaddr")) or trees.words(entry.get("mac"))


def _ips(entry: Mapping[str, Any]) -> Iterator[str]:
    """Agents write one address, or a list where an interface has several."""
    for name in ("ipaddress", "ipaddress6"):
        written = entry.get(name)
        for ip in written if isinstance(written, list) else [written]:
            text = trees.words(ip)
            if text and machine.usable_ip(text):
                yield text


def _is_virtual(entry: Mapping[str, Any]) -> bool:
    return str(entry.get("virtualdev")).lower() in ("1", "true", "yes")
