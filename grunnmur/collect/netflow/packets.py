"""Packets as exporters send them, cut out of a file that holds one or a million of them end to end."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from grunnmur.collect.netflow.templates import DamagedError

_LARGEST = 65535
_BLOCK = 1 << 20
_HOUR = 3600
_HEADERS = {
    5: struct.Struct("!HHIIIIBBH"),
    9: struct.Struct("!HHIIII"),
    10: struct.Struct("!HHIII"),
}
_RECORD5 = 48
_ZEROS = re.compile(rb"\0*")
_MOST5 = 30


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to so many bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet: who exported it, when by its own clock, and its sets as (number, body).

    `uptime_ms` is the exporter's age, which its flows' times may count from; `sampled` is 0 where
    the packet does not tell. `count` and `sequence` are as the header has them.
    """

    version: int
    domain: int
    seconds: int
    nanoseconds: int
    uptime_ms: int | None
    sampled: int
    count: int
    sequence: int
    sets: tuple[tuple[int, bytes], ...]


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that are no packet. `cut` says that the file ends in the middle of one."""

    offset: int
    size: int
    cut: bool


def packet(content: bytes) -> Packet:
    """The one packet that the bytes are. DamagedError when they are not."""
    found, end = _packet(content, 0)
    if any(content[end:]):
        raise DamagedError("bytes after the packet")
    return found


def begins_with_one(head: bytes) -> bool:
    """Whether the bytes begin with a packet that holds anything."""
    try:
        found, _ = _packet(head, 0)
    except DamagedError:
        return False
    return bool(found.sets)


def packets(source: Source) -> Iterator[Packet | Damage]:
    """Each packet, and each stretch of bytes that is none.

    After damage, what looks like a header is believed only if an exporter heard before could have
    sent it within the hour: a false header would make false flows.
    """
    buffer, offset, ended = b"", 0, False
    heard: dict[tuple[int, int], int] = {}
    at = 0
    while True:
        if not ended and len(buffer) - at < 2 * _LARGEST:
            block = source.read(_BLOCK)
            ended = not block
            offset += at
            buffer, at = buffer[at:] + block, 0
            continue
        at = _after_zeros(buffer, at)
        if at == len(buffer):
            if ended:
                return
            continue
        try:
            found, at = _packet(buffer, at)
        except DamagedError as error:
            begin = at
            at = _next_header(buffer, at + 1, heard)
            yield Damage(offset + begin, at - begin, str(error) == _CUT and at == len(buffer))
            continue
        heard[found.version, found.domain] = found.seconds
        yield found


_CUT = "the bytes end in the packet"


def _packet(buffer: bytes, at: int) -> tuple[Packet, int]:
    """The packet at a place, and where it ends."""
    version = int.from_bytes(buffer[at : at + 2])
    header = _HEADERS.get(version)
    if header is None:
        raise DamagedError("no version")
    if len(buffer) - at < header.size:
        raise DamagedError(_CUT)
    values = header.unpack_from(buffer, at)
    if version == 5:
        return _netflow5(values, buffer, at)
    if version == 9:
        return _netflow9(values, buffer, at)
    return _ipfix(values, buffer, at)


def _netflow5(values: tuple[int, ...], buffer: bytes, at: int) -> tuple[Packet, int]:
    _, count, uptime, seconds, nanoseconds, sequence, kind, engine, sampling = values
    if count > _MOST5:
        raise DamagedError("too many records")
    begin, end = at + 24, at + 24 + count * _RECORD5
    if end > len(buffer):
        raise DamagedError(_CUT)
    body = (5, buffer[begin:end])
    domain, sampled = kind << 8 | engine, sampling & 0x3FFF
    sets = (body,) if count else ()
    found = Packet(5, domain, seconds, nanoseconds, uptime, sampled, count, sequence, sets)
    return found, end


def _netflow9(values: tuple[int, ...], buffer: bytes, at: int) -> tuple[Packet, int]:
    """NetFlow 9 does not tell a packet's length: it ends where the next begins, whose version is no set's number."""
    _, count, uptime, seconds, sequence, domain = values
    sets, end = [], at + 20
    while end < len(buffer):
        number = int.from_bytes(buffer[end : end + 2])
        if number in _HEADERS:
            break
        if not any(buffer[end : end + 4]):
            break
        begin, end = end, _set_end(buffer, end, len(buffer))
        sets.append((number, buffer[begin + 4 : end]))
    if not sets and count:
        raise DamagedError(_CUT)
    return Packet(9, domain, seconds, 0, uptime, 0, count, sequence, tuple(sets)), end


def _ipfix(values: tuple[int, ...], buffer: bytes, at: int) -> tuple[Packet, int]:
    _, length, seconds, sequence, domain = values
    end = at + length
    if length < 16:
        raise DamagedError("too short")
    if end > len(buffer):
        raise DamagedError(_CUT)
    sets, begin = [], at + 16
    while end - begin >= 4:
        number = int.from_bytes(buffer[begin : begin + 2])
        after = _set_end(buffer, begin, end)
        sets.append((number, buffer[begin + 4 : after]))
        begin = after
    return Packet(10, domain, seconds, 0, None, 0, 0, sequence, tuple(sets)), end


def _set_end(buffer: bytes, at: int, limit: int) -> int:
    number, length = int.from_bytes(buffer[at : at + 2]), int.from_bytes(buffer[at + 2 : at + 4])
    if 4 <= number < 256 or length < 4:
        raise DamagedError("no set")
    if at + length > limit:
        raise DamagedError(_CUT)
    return at + length


def _after_zeros(buffer: bytes, at: int) -> int:
    """The first byte that is not padding; a packet begins with a zero byte of its own."""
    if any(buffer[at : at + 4]):
        return at
    padding = _ZEROS.match(buffer, at)
    assert padding is not None
    end = padding.end()
    return end if end == len(buffer) else end - 1


def _next_header(buffer: bytes, at: int, heard: dict[tuple[int, int], int]) -> int:
    """Where the next packet begins that an exporter heard before could have sent; the end where there is none."""
    found = len(buffer)
    for version in sorted({version for version, _ in heard}):
        mark = version.to_bytes(2)
        place = buffer.find(mark, at, found)
        while 0 <= place < found:
            try:
                packet, _ = _packet(buffer, place)
            except DamagedError:
                packet = None
            last = None if packet is None else heard.get((version, packet.domain))
            if packet is not None and last is not None and abs(packet.seconds - last) <= _HOUR:
                found = place
                break
            place = buffer.find(mark, place + 1, found)
    return found
