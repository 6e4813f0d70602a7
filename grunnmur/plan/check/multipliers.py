"""A leaf's multipliers as they stand in the certificate: read, and held to their boxes."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

MEMBERS = (
    "resources",
    "slots",
    "wave_limit",
    "budgets",
    "exclusions",
    "couplings",
    "precedences",
    "fixed_costs",
)
_LARGEST = 1 << 53
"""No multiplier is larger: JSON numbers are exact up to it in every reader."""
_DEEPEST = 1 << 28
"""No packed member is longer than this when unpacked."""


class Refused(Exception):
    """The certificate is not one: where, and why."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place, self.reason = place, reason


@dataclass(frozen=True, slots=True)
class Multipliers:
    """One leaf's multipliers, by member: whole numbers of 1/scale NOK from 0, [row, period].

    Those of couplings are parts of the coupling's weight.
    """

    of: Mapping[str, Any]


def multipliers(written: Any, shapes: Mapping[str, tuple[int, ...]], parts: int) -> Multipliers:  # noqa: ANN401
    """What is written, each member in its shape. Raises Refused for what is outside its box."""
    if not isinstance(written, Mapping):
        raise Refused("multipliers", "not an object")
    unknown = sorted(set(written) - set(MEMBERS))
    if unknown:
        raise Refused(str(unknown[0]), "no such member")
    found = {}
    for name in MEMBERS:
        most = parts if name == "couplings" else _LARGEST
        values = _values(name, written.get(name), shapes[name])
        if values.size and (values.min() < 0 or values.max() > most):
            raise Refused(name, "a multiplier outside its box")
        found[name] = values
    return Multipliers(found)


def _values(name: str, member: Any, shape: tuple[int, ...]) -> Any:  # noqa: ANN401
    if member is None:
        return np.zeros(shape, dtype=np.int64)
    values = _listed(name, member) if isinstance(member, list) else _packed(name, member)
    if values.size != int(np.prod(shape)):
        raise Refused(name, "another number of multipliers than the problem has rows and periods")
    return values.reshape(shape)


def _listed(name: str, member: list[Any]) -> Any:  # noqa: ANN401
    flat = [item for row in member for item in (row if isinstance(row, list) else [row])]
    if not all(type(item) is int and abs(item) <= _LARGEST for item in flat):
        raise Refused(name, "a multiplier that is not a whole number")
    return np.array(flat, dtype=np.int64)


def _packed(name: str, member: Any) -> Any:  # noqa: ANN401
    if not isinstance(member, Mapping) or set(member) != {"bytes", "step", "packed"}:
        raise Refused(name, "neither a list nor packed")
    width, step = member["bytes"], member["step"]
    if (
        type(width) is not int
        or width not in (1, 2, 4, 8)
        or type(step) is not int
        or not 0 < step <= _LARGEST
    ):
        raise Refused(name, "bytes or step")
    try:
        content = _inflated(base64.b64decode(member["packed"], validate=True))
    except (binascii.Error, zlib.error, TypeError, ValueError) as error:
        raise Refused(name, "cannot be unpacked") from error
    if len(content) % width:
        raise Refused(name, "cannot be unpacked")
    steps = np.frombuffer(content, dtype=f"<i{width}").astype(np.int64)
    if steps.size and max(abs(int(steps.min())), abs(int(steps.max()))) * step > _LARGEST:
        raise Refused(name, "a multiplier outside its box")
    return steps * step


def _inflated(content: bytes) -> bytes:
    reader = zlib.decompressobj()
    found = reader.decompress(content, _DEEPEST)
    if not reader.eof:
        raise ValueError("longer than any certificate")
    return found
