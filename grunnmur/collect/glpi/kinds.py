"""What kind of thing an inventory is about, from what the agent says of chassis and system."""

from __future__ import annotations

import re

_BY_TYPE = {
    "networkequipment": "network",
    "networking": "network",
    "phone": "phone",
    "printer": "printer",
    "storage": "storage",
    "computer": None,
}
_PHYSICAL = ("", "physical")
_CLIENT = re.compile(
    r"laptop|notebook|portable|desktop|tower|all.in.one|tablet|convertible|detachable|hand.?held"
    r"|space-saving|lunch box|mini pc|stick pc|docking|imac|macbook",
    re.IGNORECASE,
)
_SERVER = re.compile(r"rack mount|server|blade|multi-system|sealed-case", re.IGNORECASE)
_SERVER_SYSTEM = re.compile(r"\bserver\b|esxi?\b", re.IGNORECASE)


def of_type(item_type: str) -> str | None:
    """The kind that a named type of item is, or None where the type does not say."""
    return _BY_TYPE.get(item_type.lower())


def of_computer(chassis: str, machine: str, model: str, system: str) -> str | None:
    """The kind of a computer: virtual, a server, a client, or None where nothing tells."""
    if machine.lower() not in _PHYSICAL:
        return "vm"
    if _SERVER.search(chassis) or _SERVER_SYSTEM.search(system):
        return "server"
    if _CLIENT.search(chassis) or _CLIENT.search(model):
        return "client"
    return None
