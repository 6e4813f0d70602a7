"""What an exporter has told of itself, to be told again: a file that begins with it can be read alone."""

from __future__ import annotations

import struct
from collections import Counter, OrderedDict
from collections.abc import Iterable
from dataclasses import replace

from grunnmur.collect.netflow import knowledge, templates
from grunnmur.collect.netflow.packets import Packet
from grunnmur.collect.netflow.templates import DamagedError, Template

_SETS = {9: (0, 1, templates.of_netflow9), 10: (2, 3, templates.of_ipfix)}
_MOST_BYTES = 1 << 20
"""Bytes of templates and options kept of one exporter; real ones tell some ten thousand."""

_MOST = 4096
"""Sets kept of one exporter, for those who tell many small ones."""

_LARGEST = 60_000
"""Bytes of a packet we make ourselves; IPFIX can tell no more than 65,535."""

_Domain = tuple[int, int]
"""Version and domain."""


class Told:
    """Templates, and options that say how flows were sampled and what applications are called.

    Exporters repeat their options every ten minutes or less often, files are finished every five. Of what is told again
    the latest is kept, of too much the newest.
    """

    def __init__(self) -> None:
        self._sets: OrderedDict[tuple[int, int, int, object], bytes] = OrderedDict()
        self._bytes = 0
        self._of: Counter[_Domain] = Counter()
        self._last: dict[_Domain, Packet] = {}
        self._telling: set[tuple[int, int, int]] = set()

    def hear(self, packet: Packet) -> None:
        """Takes in what the packet tells of its exporter."""
        if packet.version == 5:
            return
        domain = (packet.version, packet.domain)
        plain, optional, read = _SETS[packet.version]
        for number, body in packet.sets:
            if number in (plain, optional):
                try:
                    self._hear_templates(domain, number, body, tuple(read(number, body)))
                except DamagedError:
                    continue
            elif (*domain, number) in self._telling:
                self._keep((*domain, number, body), body)
        if self._of[domain]:
            self._last[domain] = replace(packet, sets=())
        else:
            del self._of[domain]

    def again(self) -> Iterable[bytes]:
        """Packets that tell it again."""
        for domain, last in self._last.items():
            sets = [
                struct.pack("!HH", key[2], 4 + len(body)) + body
                for key, body in self._sets.items()
                if key[:2] == domain
            ]
            while sets:
                parcel = [sets.pop(0)]
                while sets and sum(map(len, parcel)) + len(sets[0]) <= _LARGEST:
                    parcel.append(sets.pop(0))
                yield _packet(last, parcel)

    def _hear_templates(
        self, domain: _Domain, number: int, body: bytes, told: tuple[Template, ...]
    ) -> None:
        key = (*domain, number, tuple(template.number for template in told))
        if self._sets.get(key) != body:
            for template in told:
                self._change((*domain, template.number), telling=knowledge.tells(template))
        self._keep(key, body)

    def _change(self, place: tuple[int, int, int], *, telling: bool) -> None:
        """A template is another one: options of the one before would be misread by it."""
        for key in [key for key in self._sets if key[:3] == place]:
            self._forget(key)
        self._telling.discard(place)
        if telling and len(self._telling) < _MOST:
            self._telling.add(place)

    def _keep(self, key: tuple[int, int, int, object], body: bytes) -> None:
        self._forget(key)
        self._sets[key] = body
        self._bytes += len(body)
        self._of[key[:2]] += 1
        while self._bytes > _MOST_BYTES or len(self._sets) > _MOST:
            self._forget(next(iter(self._sets)))

    def _forget(self, key: tuple[int, int, int, object]) -> None:
        if key not in self._sets:
            return
        self._bytes -= len(self._sets.pop(key))
        self._of[key[:2]] -= 1
        if not self._of[key[:2]]:
            del self._of[key[:2]]
            self._last.pop(key[:2], None)


def _packet(like: Packet, sets: list[bytes]) -> bytes:
    """A packet of these sets, sent when the last one was."""
    body = b"".join(sets)
    said = (like.seconds, like.sequence, like.domain)
    if like.version == 9:
        return struct.pack("!HHIIII", 9, len(sets), like.uptime_ms or 0, *said) + body
    return struct.pack("!HHIII", 10, 16 + len(body), *said) + body
