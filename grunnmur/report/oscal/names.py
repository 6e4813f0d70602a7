"""Identifiers as OSCAL asks for them: tokens people can read, and UUIDs that come of what they name."""

from __future__ import annotations

import re
import uuid

_NAMESPACE = uuid.UUID("3f0e6f39-8f3b-5a0e-9d4e-7e5f0c1d2a6b")  # drawn once, for this purpose
NS = "https://grunnmur.example/ns/oscal"


def token(*parts: str) -> str:
    """The parts as one OSCAL token: gdpr, 5(1)(e) → gdpr_5.1.e."""
    return "_".join(re.sub(r"[^\w-]+", ".", part).strip(".") for part in parts)


def identity(*parts: str) -> str:
    """A UUID that is the same whenever the parts are."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))


def prop(name: str, value: object) -> dict[str, str]:
    """A property in our own namespace."""
    return {"name": name, "ns": NS, "value": str(value)}
