"""What inventories of computers have in common: what tells machines apart, and their kind."""

from __future__ import annotations

import ipaddress
import re

_INSIDE = re.compile(
    r"^(?:lo\d*$|docker|br-[0-9a-f]{6}|veth|virbr|vmnet|vboxnet|tun\d|tap\d|wg\d|cni|cali|flannel|kube"
    r"|dummy|gif\d|stf\d|awdl|utun|sit\d|carp\d|pf(?:log|sync)\d|enc\d)"
    r"|virtualbox|host-only|vmware virtual ethernet|loopback|hyper-v virtual|default switch"
    r"|wan miniport|isatap|teredo",
    re.IGNORECASE,
)
_SHARED_MAC = re.compile(
    r"^(?:00:?00:?5e:?00:?0[12]|00:?00:?0c:?07:?ac|(?:00[:-]?){6}$|ff)", re.IGNORECASE
)
_NAMELESS = re.compile(r"^(?:localhost\b|\(none\)$|unknown$|\d+(?:\.\d+){3}$)", re.IGNORECASE)
_CLIENT = re.compile(
    r"laptop|notebook|portable|desktop|tower|all.in.one|tablet|convertible|detachable|hand.?held"
    r"|space-saving|lunch box|mini pc|stick pc|docking|imac|macbook",
    re.IGNORECASE,
)
_SERVER = re.compile(r"rack mount|server|blade|multi-system|sealed-case", re.IGNORECASE)
_SERVER_SYSTEM = re.compile(r"\bserver\b|\besxi?\b", re.IGNORECASE)


def is_inside(interface: str) -> bool:
    """Whether software made the interface: many machines have it with the same addresses."""
    return bool(_INSIDE.search(interface))


def usable_ip(text: str) -> bool:
    """Whether the address can tell one machine from another on its network."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    local = address.is_loopback or address.is_link_local
    return not (local or address.is_unspecified or address.is_multicast)


def usable_mac(text: str) -> bool:
    """Whether the hardware address is one machine's. Failover pairs share: VRRP, CARP, HSRP."""
    return bool(text) and not _SHARED_MAC.match(text)


def names(full_name: str | None, name: str | None) -> tuple[tuple[str, str], ...]:
    """The names as identifiers. Every machine calls itself localhost until told better."""
    told = [text for text in (full_name, name) if text and not _NAMELESS.match(text)]
    return tuple(("fqdn" if "." in text else "hostname", text) for text in dict.fromkeys(told))


def kind(
    *, chassis: str = "", model: str = "", system: str = "", virtual: bool = False
) -> str | None:
    """The kind of a computer: virtual, a server, a client, or None where nothing tells."""
    if virtual:
        return "vm"
    if _SERVER.search(chassis) or _SERVER_SYSTEM.search(system):
        return "server"
    if _CLIENT.search(chassis) or _CLIENT.search(model):
        return "client"
    return None
