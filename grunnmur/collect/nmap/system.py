"""What a host seems to run, where nmap is sure, and what kind of thing it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SURE = 90
"""Per cent. Below this nmap itself prints its matches as guesses."""
_KINDS = {
    "router": "network",
    "broadband router": "network",
    "switch": "network",
    "firewall": "network",
    "wap": "network",
    "load balancer": "network",
    "bridge": "network",
    "hub": "network",
    "printer": "printer",
    "print server": "printer",
    "voip phone": "phone",
    "voip adapter": "phone",
    "phone": "phone",
    "pbx": "pbx",
    "storage-misc": "storage",
    "remote management": "controller",
}


@dataclass(frozen=True, slots=True)
class System:
    """What the host says or seems to be; None where nobody can tell."""

    os_name: str | None = None
    kind: str | None = None
    name: str | None = None
    fqdn: str | None = None


def system(element: Element) -> System:
    """What the host says of itself over SMB or SNMP; else the one fingerprint that fits."""
    said = _smb(element)
    matches = _best(element)
    guess = matches[0] if len(matches) == 1 and not _is_choice(matches[0]) else None
    return System(
        os_name=said.get("os") or _snmp(element) or guess,
        kind=_kind(element, matches),
        name=said.get("server"),
        fqdn=said.get("fqdn"),
    )


def doubt(element: Element) -> str | None:
    """The fingerprints that fit equally well, when the host said nothing itself."""
    matches = _best(element)
    if _smb(element).get("os") or _snmp(element) or not matches:
        return None
    if len(matches) > 1 or _is_choice(matches[0]):
        return "; ".join(matches)
    return None


def _smb(element: Element) -> dict[str, str]:
    for script in element.iter("script"):
        if script.get("id") == "smb-os-discovery":
            found = {entry.get("key", ""): (entry.text or "") for entry in script.iter("elem")}
            if not found:
                found = _printed(script.get("output", ""))
            return {key: text for key, value in found.items() if (text := _without_nul(value))}
    return {}


def _printed(output: str) -> dict[str, str]:
    """What versions without structured output only print."""
    names = {
        "OS": "os",
        "Computer name": "server",
        "NetBIOS computer name": "server",
        "FQDN": "fqdn",
    }
    pairs = (line.strip().partition(": ") for line in output.splitlines())
    return {names[name]: value for name, _, value in pairs if name in names}


def _without_nul(text: str) -> str:
    return text.replace("\\x00", "").strip()


def _snmp(element: Element) -> str | None:
    for script in element.iter("script"):
        if script.get("id") == "snmp-sysdescr":
            lines = [line.strip() for line in script.get("output", "").splitlines()]
            return next(
                (line for line in lines if line and not line.startswith("System uptime")), None
            )
    return None


def _best(element: Element) -> tuple[str, ...]:
    """Names of the matches that share the highest accuracy, where that is sure enough."""
    matches = [(_accuracy(match), match.get("name", "")) for match in element.iter("osmatch")]
    top = max((accuracy for accuracy, _ in matches), default=0)
    if top < _SURE:
        return ()
    return tuple(dict.fromkeys(name for accuracy, name in matches if accuracy == top and name))


def _accuracy(match: Element) -> int:
    written = match.get("accuracy", "")
    return int(written) if re.fullmatch(r"\d{1,3}", written) else 0


def _is_choice(name: str) -> bool:
    """`Windows 7 or Windows Server 2008 R2` names no system."""
    return " or " in name


def _kind(element: Element, matches: tuple[str, ...]) -> str | None:
    if not matches:
        return None
    found = {
        _KINDS.get(entry.get("type", "").casefold())
        for entry in element.iter("osclass")
        if _accuracy(entry) >= _SURE
    }
    return found.pop() if len(found) == 1 else None
