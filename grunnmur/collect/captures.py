"""Captures: the packets of each exporter, in files that are whole when they get their name.

`folder/<address>_<port>/netflow-<moment>.nf` holds one exporter's packets end to end, as `netflow` reads
them. Each begins with the templates told so far, so that it can be read alone.
"""

from __future__ import annotations

import os
import struct
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from grunnmur.collect.netflow import templates
from grunnmur.collect.netflow.packets import Packet
from grunnmur.collect.netflow.templates import DamagedError

_SETS = {9: (0, 1, templates.of_netflow9), 10: (2, 3, templates.of_ipfix)}
_REMEMBERED = 1 << 20
"""Bytes of templates and options kept of one exporter; real ones tell some ten thousand."""

_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
_LARGEST = 60_000
"""Bytes of a packet we make ourselves; IPFIX can tell no more than 65,535."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """When a file is finished and the next begun, and how many exporters are heard at a time."""

    seconds: float = 300.0
    megabytes: int = 64
    exporters: int = 256


class Captures:
    """The files being written. `close` finishes them; what was not closed keeps its unfinished name."""

    def __init__(self, folder: Path, rotation: Rotation) -> None:
        self.files = 0
        self._folder = folder
        self._rotation = rotation
        self._captures: dict[tuple[str, int], _Capture] = {}
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def add(self, exporter: tuple[str, int], content: bytes, packet: Packet, *, at: float) -> bool:
        """Writes one packet heard at a moment; False when there are too many exporters to hear another."""
        capture = self._captures.get(exporter)
        if capture is None:
            if len(self._captures) >= self._rotation.exporters:
                return False
            name = f"{exporter[0].replace(':', '-').replace('%', '-')}_{exporter[1]}"
            capture = self._captures[exporter] = _Capture(self._folder / name)
        capture.add(content, packet, at)
        if capture.size >= self._rotation.megabytes << 20:
            self.files += capture.finish()
        return True

    def rotate(self, *, at: float) -> None:
        """Finishes the files that are old enough, and forgets exporters that have been silent as long."""
        for exporter, capture in list(self._captures.items()):
            if at - capture.began_at >= self._rotation.seconds:
                self.files += capture.finish()
            if at - capture.heard_at >= 12 * self._rotation.seconds:
                del self._captures[exporter]

    def close(self) -> None:
        """Finishes every file."""
        for capture in self._captures.values():
            self.files += capture.finish()


class _Capture:
    """One exporter's file, and what it has told that the next file must know."""

    def __init__(self, folder: Path) -> None:
        self.size = 0
        self.began_at = self.heard_at = 0.0
        self._folder = folder
        self._stream: BinaryIO | None = None
        self._told: OrderedDict[tuple[int, int, int, object], bytes] = OrderedDict()
        self._told_bytes = 0
        self._last: dict[tuple[int, int], Packet] = {}
        folder.mkdir(mode=0o700, exist_ok=True)

    def add(self, content: bytes, packet: Packet, at: float) -> None:
        if self._stream is None:
            self._begin(at)
        assert self._stream is not None
        self._stream.write(content)
        self.size += len(content)
        self.heard_at = at
        self._remember(packet)

    def finish(self) -> int:
        """Gives the file its name once all of it is on disk; how many files that made."""
        if self._stream is None:
            return 0
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        self._stream = None
        self._unfinished.replace(self._free_name())
        return 1

    def _begin(self, at: float) -> None:
        self.began_at = at
        moment = datetime.fromtimestamp(at, UTC).strftime("%Y%m%dT%H%M%S")
        self._name = f"netflow-{moment}"
        self._unfinished = self._folder / f".{self._name}.part"
        self._stream = os.fdopen(os.open(self._unfinished, _WRITE, 0o600), "wb")
        head = b"".join(self._head())
        self._stream.write(head)
        self.size = len(head)

    def _free_name(self) -> Path:
        """A name nobody has: two files may begin in one second."""
        path = self._folder / f"{self._name}.nf"
        number = 1
        while path.exists():
            number += 1
            path = self._folder / f"{self._name}-{number}.nf"
        return path

    def _remember(self, packet: Packet) -> None:
        """Keeps templates, and records of options; of what is told again the latest, of too much the newest."""
        if packet.version == 5:
            return
        exporter = (packet.version, packet.domain)
        self._last[exporter] = packet
        plain, optional, read = _SETS[packet.version]
        for number, body in packet.sets:
            if number in (plain, optional):
                try:
                    names = tuple(template.number for template in read(number, body))
                except DamagedError:
                    continue
                self._keep((*exporter, number, names), body)

    def _keep(self, key: tuple[int, int, int, object], body: bytes) -> None:
        self._told_bytes += len(body) - len(self._told.pop(key, b""))
        self._told[key] = body
        while self._told_bytes > _REMEMBERED:
            self._told_bytes -= len(self._told.popitem(last=False)[1])

    def _head(self) -> list[bytes]:
        """Packets that tell again what was told before this file."""
        made: list[bytes] = []
        for exporter, last in self._last.items():
            sets = [
                struct.pack("!HH", key[2], 4 + len(body)) + body
                for key, body in self._told.items()
                if key[:2] == exporter
            ]
            while sets:
                parcel = [sets.pop(0)]
                while sets and sum(map(len, parcel)) + len(sets[0]) <= _LARGEST:
                    parcel.append(sets.pop(0))
                made.append(_packet(last, parcel))
        return made


def _packet(like: Packet, sets: list[bytes]) -> bytes:
    """A packet of these sets, sent when the last one was."""
    body = b"".join(sets)
    said = (like.seconds, like.sequence, like.domain)
    if like.version == 9:
        return struct.pack("!HHIIII", 9, len(sets), like.uptime_ms or 0, *said) + body
    return struct.pack("!HHIII", 10, 16 + len(body), *said) + body
