"""Roles, and which groups of the organisation's own directory give them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from grunnmur.errors import SettingsError

ROLES = ("reader", "owner", "planner", "approver", "security", "auditor", "administrator")


@dataclass(frozen=True, slots=True)
class Given:
    """Who is in the group has the role for the organisation, or for the whole group of trusts where it is empty."""

    group: str
    role: str
    organisation_id: str = ""


def read(written: str) -> tuple[Given, ...]:
    """The mapping a person wrote as TOML: a `[[role]]` with `group`, `role` and perhaps `organisation` each.

    A mapping that is not understood stops the start: half of it would let in the wrong people.
    """
    try:
        parts = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError("site_roles_not_toml", reason=str(error)) from error
    unknown = sorted(set(parts) - {"role"})
    if unknown:
        raise SettingsError("site_roles_unknown", entry=unknown[0])
    return tuple(_given(entry) for entry in parts.get("role", []))


def held(groups: Iterable[str], mapping: Iterable[Given]) -> frozenset[tuple[str, str]]:
    """Roles and organisations that these groups give."""
    names = frozenset(groups)
    return frozenset((m.role, m.organisation_id) for m in mapping if m.group in names)


def _given(entry: dict[str, Any]) -> Given:
    known = {"group", "role", "organisation"}
    if not entry.keys() <= known or not all(isinstance(v, str) and v for v in entry.values()):
        raise SettingsError("site_roles_unknown", entry=entry)
    if "group" not in entry or entry.get("role") not in ROLES:
        raise SettingsError("site_roles_unknown", entry=entry)
    return Given(entry["group"], entry["role"], entry.get("organisation", ""))
