"""The order of versions, as texts that sort: one key a version, so that ranges become intervals.

Reads nothing. Promises that two versions compare as their keys do, and that a version nobody can
place has no key rather than a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterable

from grunnmur.catalogue.order import cisco, keys, schemes
from grunnmur.catalogue.order.keys import Key

__all__ = ["Key", "Written", "cisco", "keys", "placed", "schemes"]

Written = tuple[str, str, str | None]
"""A scheme, a version in it, and its CPE update where there is one."""


def placed(written: Iterable[Written]) -> dict[Written, Key | None]:
    """The key of each version, None where its scheme cannot read it.

    All versions that are to be compared are given together: some schemes only know pairs.
    """
    given = list(dict.fromkeys(written))
    found: dict[Written, Key | None] = {one: _own(*one) for one in given}
    for scheme in sorted({one[0] for one in given} - {schemes.PLAIN, schemes.CISCO}):
        places = schemes.ordered(scheme, (_joined(*one) for one in given if one[0] == scheme))
        found |= {one: places[_joined(*one)] for one in given if one[0] == scheme}
    return found


def _own(scheme: str, version: str, update: str | None) -> Key | None:
    """The key in an order of our own; None for those of univers, and for what holds no number."""
    if scheme == schemes.CISCO:
        return cisco.key(_joined(scheme, version, update))
    return keys.key(version, update) if scheme == schemes.PLAIN else None


def _joined(_: str, version: str, update: str | None) -> str:
    return f"{version}-{update}" if update and update != "-" else version
