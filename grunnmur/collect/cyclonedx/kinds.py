"""CycloneDX's types of component, and which of them are products."""

from __future__ import annotations

PRODUCTS = {
    "application": "application",
    "container": "other",
    "device": "hardware",
    "device-driver": "firmware",
    "firmware": "firmware",
    "framework": "library",
    "library": "library",
    "operating-system": "os",
    "platform": "other",
}
"""Kind of product by type of component. Files, data, models and keys are parts, not products."""


def is_product(written: str | None) -> bool:
    """Whether a component of this type is a product; a type nobody knows yet is taken for one."""
    return written not in ("file", "data", "cryptographic-asset", "machine-learning-model")


def kind(written: str | None) -> str | None:
    """The kind of product, or None where the type is new to us or missing."""
    return PRODUCTS.get(written or "")


def name(group: str | None, plain: str | None) -> str | None:
    """A component's name with the group that makes it one of a kind."""
    return f"{group}/{plain}" if group and plain else plain
