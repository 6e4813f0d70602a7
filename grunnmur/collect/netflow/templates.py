"""Templates: what an exporter says its records look like."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from grunnmur.collect.netflow import elements
from grunnmur.collect.netflow.elements import SCOPE, Key

VARIABLE = 65535
_PADDING = 3
"""Bytes that fill a set up to four; not every exporter makes them zero."""

_TEXT = 32
"""Bytes kept of a name of any length."""


class DamagedError(Exception):
    """The bytes are not what their length or number says."""


@dataclass(frozen=True)
class Field:
    """One field of a record; its length is `VARIABLE` where each record tells it."""

    key: Key
    length: int


@dataclass(frozen=True, eq=False)
class Template:
    """The fields of a record in their order. `options` says that records tell of the exporter, not of flows."""

    number: int
    fields: tuple[Field, ...]
    options: bool = False

    @cached_property
    def least(self) -> int:
        """Bytes that a record has at least; all of them where no field varies."""
        return sum(1 if field.length == VARIABLE else field.length for field in self.fields)

    @cached_property
    def varies(self) -> bool:
        """Whether records differ in length."""
        return any(field.length == VARIABLE for field in self.fields)

    @cached_property
    def kept(self) -> dict[Key, tuple[int, int]]:
        """Where each wanted field lies in a record as `records` gives it, and how long it is."""
        places: dict[Key, tuple[int, int]] = {}
        at = 0
        for field in self.fields:
            wanted = field.key in elements.WANTED
            if field.length == VARIABLE:
                if wanted:
                    places.setdefault(field.key, (at, _TEXT))
                    at += _TEXT
                continue
            if wanted and field.length:
                places.setdefault(field.key, (at, field.length))
            at += field.length if wanted or not self.varies else 0
        return places

    @cached_property
    def width(self) -> int:
        """Bytes of a record as `records` gives it."""
        if not self.varies:
            return self.least
        return sum(
            _TEXT if field.length == VARIABLE else field.length
            for field in self.fields
            if field.key in elements.WANTED
        )

    def records(self, body: bytes) -> tuple[int, bytes]:
        """How many records the set's body holds, and them end to end, all of `width`.

        DamagedError when what is left over is no padding: then the template is not this set's.
        """
        if not self.varies:
            count, left = divmod(len(body), self.least)
            if left > _PADDING and any(body[-left:]):
                raise DamagedError("records do not fill the set")
            return count, body[: len(body) - left] if left else body
        pieces = list(self._walked(body))
        return len(pieces), b"".join(pieces)

    def _walked(self, body: bytes) -> Iterator[bytes]:
        """Each record with its wanted fields at fixed places."""
        at = 0
        while len(body) - at >= max(self.least, _PADDING + 1) and any(body[at : at + self.least]):
            kept = []
            for field in self.fields:
                length = field.length
                if length == VARIABLE:
                    length, at = _told(body, at)
                piece = body[at : at + length]
                if len(piece) < length:
                    raise DamagedError("a record ends after its set")
                if field.key in elements.WANTED:
                    text = field.length == VARIABLE
                    kept.append(piece[:_TEXT].ljust(_TEXT, b"\0") if text else piece)
                at += length
            yield b"".join(kept)
        if len(body) - at > _PADDING and any(body[at:]):
            raise DamagedError("records do not fill the set")


def of_netflow9(number: int, body: bytes) -> Iterator[Template]:
    """Templates of a NetFlow 9 template set (0) or options template set (1)."""
    at = 0
    while len(body) - at >= 4 and int.from_bytes(body[at : at + 2]) >= 256:
        if number == 0:
            name, count = struct.unpack_from("!HH", body, at)
            at += 4
            scopes = 0
        else:
            name, scope_bytes, option_bytes = _unpacked("!HHH", body, at)
            at += 6
            scopes, count = scope_bytes // 4, (scope_bytes + option_bytes) // 4
        fields = []
        for place in range(count):
            element, length = _unpacked("!HH", body, at)
            at += 4
            fields.append(Field((SCOPE if place < scopes else 0, element), length))
        yield Template(name, tuple(fields), options=number == 1)


def of_ipfix(number: int, body: bytes) -> Iterator[Template]:
    """Templates of an IPFIX template set (2) or options template set (3); without fields: withdrawn."""
    at = 0
    while len(body) - at >= 4 and int.from_bytes(body[at : at + 2]) >= 256:
        name, count = struct.unpack_from("!HH", body, at)
        at += 4
        if number == 3 and count:
            at += 2  # how many of the fields are scope; their numbers are of the same register
        fields = []
        for _ in range(count):
            element, length = _unpacked("!HH", body, at)
            at += 4
            enterprise = 0
            if element & 0x8000:
                (enterprise,) = _unpacked("!I", body, at)
                at += 4
            fields.append(Field((enterprise, element & 0x7FFF), length))
        yield Template(name, tuple(fields), options=number == 3)


def _unpacked(form: str, body: bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(form, body, at)
    except struct.error as error:
        raise DamagedError("a template ends after its set") from error


def _told(body: bytes, at: int) -> tuple[int, int]:
    """The length a record tells of its field, and where the field begins (RFC 7011, 7)."""
    if at >= len(body):
        raise DamagedError("a record ends after its set")
    if body[at] < 255:
        return body[at], at + 1
    return int.from_bytes(body[at + 1 : at + 3]), at + 3


def _netflow5() -> Template:
    layout = (
        (elements.SOURCE_IPV4, 4), (elements.TARGET_IPV4, 4), ((0, 15), 4), ((0, 10), 2), ((0, 14), 2),
        (elements.PACKETS, 4), (elements.OCTETS, 4), (elements.FIRST_SWITCHED, 4), (elements.LAST_SWITCHED, 4),
        (elements.SOURCE_PORT, 2), (elements.TARGET_PORT, 2), ((0, 210), 1), (elements.TCP_FLAGS, 1),
        (elements.PROTOCOL, 1), ((0, 5), 1), ((0, 16), 2), ((0, 17), 2), ((0, 9), 1), ((0, 13), 1), ((0, 210), 2),
    )  # fmt: skip
    return Template(5, tuple(Field(key, length) for key, length in layout))


NETFLOW5 = _netflow5()
"""Records of NetFlow 5 are always the same; as a template they are read like all others."""
