"""Captures: the packets of each exporter, in files that are whole when they get their name.

`folder/<address>_<port>/netflow-<moment>.nf` holds one exporter's packets end to end, as `netflow` reads
them. Each begins with the templates told so far, and how the exporter samples, so that it can be read alone.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from grunnmur.collect.netflow.packets import Packet
from grunnmur.collect.netflow.told import Told

_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


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
        self._told = Told()
        folder.mkdir(mode=0o700, exist_ok=True)

    def add(self, content: bytes, packet: Packet, at: float) -> None:
        if self._stream is None:
            self._begin(at)
        assert self._stream is not None
        self._stream.write(content)
        self.size += len(content)
        self.heard_at = at
        self._told.hear(packet)

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
        head = b"".join(self._told.again())
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
