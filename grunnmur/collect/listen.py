"""Listening for NetFlow and IPFIX on UDP: the only part of the library that waits for the network.

Whoever can reach the address can send it packets, and flow exports carry no proof of their sender: the
address is loopback unless a person says otherwise.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grunnmur.collect.captures import Captures, Rotation
from grunnmur.collect.netflow import packets
from grunnmur.collect.netflow.templates import DamagedError

_LARGEST = 65535
_TICK = 0.25
"""Seconds the listener waits before it looks at the clock."""

_BUFFER = 8 << 20
"""Bytes of packets the system is asked to keep while a file is being finished."""

_RXQ_OVFL = getattr(socket, "SO_RXQ_OVFL", 40)
"""Linux tells beside each packet how many it had to drop; Python has no name for it."""


@dataclass(slots=True)
class Heard:
    """What came of listening. Of what was dropped: packets that are none, of too many exporters, by the system."""

    packets: int = 0
    bytes: int = 0
    files: int = 0
    damaged: int = 0
    too_many: int = 0
    overrun: int = 0


def listen(
    address: tuple[str, int],
    folder: Path,
    *,
    clock: Callable[[], float],
    seconds: float | None = None,
    rotation: Rotation | None = None,
    ready: Callable[[str, int], None] = lambda _host, _port: None,
) -> Heard:
    """Writes what comes to `address` into capture files until `seconds` have passed or it is interrupted.

    `clock` gives seconds since 1970. `ready` is called with the address that is listened at; port 0
    lets the system choose one. Memory is bounded, whoever sends whatever.
    """
    heard = Heard()
    captures = Captures(folder, rotation or Rotation())
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as receiver:
        _prepare(receiver)
        receiver.bind(address)
        host, port = receiver.getsockname()[:2]
        ready(host, port)
        until = None if seconds is None else clock() + seconds
        try:
            while until is None or clock() < until:
                _receive(receiver, captures, heard, clock)
                captures.rotate(at=clock())
        except KeyboardInterrupt:
            pass
        finally:
            captures.close()
    heard.files = captures.files
    return heard


def _prepare(receiver: socket.socket) -> None:
    receiver.settimeout(_TICK)
    for level, option, value in (
        (socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER),
        (socket.SOL_SOCKET, _RXQ_OVFL, 1),
    ):
        try:
            receiver.setsockopt(level, option, value)
        except OSError:  # a wish, not a need: other systems do not know it
            continue


def _receive(
    receiver: socket.socket, captures: Captures, heard: Heard, clock: Callable[[], float]
) -> None:
    """One packet, if one comes before the tick is over."""
    try:
        content, ancillary, _, sender = receiver.recvmsg(_LARGEST, 64)
    except TimeoutError:
        return
    for _, kind, value in ancillary:
        if kind == _RXQ_OVFL and len(value) == 4:
            heard.overrun = struct.unpack("=I", value)[0]
    try:
        packet = packets.packet(content)
    except DamagedError:
        heard.damaged += 1
        return
    if not captures.add(sender[:2], content, packet, at=clock()):
        heard.too_many += 1
        return
    heard.packets += 1
    heard.bytes += len(content)
