"""What kind of thing an inventory is about, from the type the agent names."""

from __future__ import annotations

_BY_TYPE = {
    "networkequipment": "network",
    "networking": "network",
    "phone": "phone",
    "printer": "printer",
    "storage": "storage",
}


def of_type(item_type: str) -> str | None:
    """The kind that a named type of item is, or None where the type does not say."""
    return _BY_TYPE.get(item_type.lower())
