"""One file of exports being read: templates learnt, records piled up, what waits for its template kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from grunnmur.collect.netflow import templates
from grunnmur.collect.netflow.knowledge import Knowledge
from grunnmur.collect.netflow.packets import Packet
from grunnmur.collect.netflow.pile import Pile
from grunnmur.collect.netflow.templates import NETFLOW5, DamagedError, Template

Exporter = tuple[int, int]
"""Version and domain: templates of one say nothing of another's."""

_ROWS = 100_000
_WAITING = 32 << 20
"""Bytes of records that may wait for their template."""

_BACK = 60
"""Seconds. Packets may overtake each other; a clock that goes back further was set."""

_PLAUSIBLE_GAP = 1 << 20
_TEMPLATES = {9: (0, 1), 10: (2, 3)}


class Export:
    """Takes packets in their order. `counts` holds rows that are no flows, by note code; `undated` flows that
    say no time of their own; `first_heard_at` is when the first records were sent."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.lost: Counter[int] = Counter()
        self.clock_set_back = 0
        self.first_heard_at: int | None = None
        self.undated = 0
        self.unusable_templates = 0
        self.borrowed_templates = 0
        self.known: defaultdict[Exporter, Knowledge] = defaultdict(Knowledge)
        self._piled = 0
        self._piles: dict[tuple[Exporter, int], Pile] = {}
        self._waiting: dict[tuple[Exporter, int], list[tuple[Packet, bytes]]] = {}
        self._waiting_bytes = 0
        self._heard: dict[Exporter, tuple[int, int]] = {}

    @property
    def full(self) -> bool:
        """Whether enough is piled up to be read."""
        return self._piled >= _ROWS

    @property
    def waits(self) -> bool:
        """Whether any set waits for its template."""
        return bool(self._waiting)

    @property
    def wants_templates(self) -> bool:
        """Whether more waits for a template than may."""
        return self._waiting_bytes > _WAITING

    def take(self, packet: Packet) -> None:
        """One packet's templates and records."""
        exporter = (packet.version, packet.domain)
        self._follow(packet, exporter)
        if self.first_heard_at is None and not _tells_templates_only(packet):
            self.first_heard_at = packet.seconds
        for number, body in packet.sets:
            if packet.version == 5:
                self._pile(packet, NETFLOW5, body, self.known[exporter])
            elif number in _TEMPLATES[packet.version]:
                self._learn(exporter, number, body)
            else:
                self._records(packet, exporter, number, body)

    def piles(self) -> Iterator[Pile]:
        """What is piled up, which is then forgotten."""
        found = [pile for pile in self._piles.values() if pile.rows]
        self._piles.clear()
        self._piled = 0
        yield from found

    def learn_from(self, others: dict[Exporter, Knowledge]) -> None:
        """Lets another file's knowledge stand in where this one's own is missing."""
        for exporter, number in list(self._waiting):
            other = others.get(exporter)
            template = None if other is None else other.templates.get(number)
            if other is None or template is None:
                continue
            own = self.known[exporter]
            own.samplers = other.samplers | own.samplers
            own.applications = other.applications | own.applications
            self.borrowed_templates += own.learn(template)
            self._resume(exporter, number)

    def give_up_waiting(self) -> None:
        """Counts the sets whose template never came, one row each: how many records they hold nobody can say."""
        for waiting in self._waiting.values():
            self.counts["flowset_without_template"] += len(waiting)
        self._waiting.clear()
        self._waiting_bytes = 0

    def _follow(self, packet: Packet, exporter: Exporter) -> None:
        """Looks for packets that were lost on the way, and for a clock that was set back."""
        units = packet.count if packet.version == 5 else 1
        last = self._heard.get(exporter)
        if last is not None:
            expected, seconds = last
            gap = (packet.sequence - expected) & 0xFFFFFFFF
            if packet.version != 10 and 0 < gap < _PLAUSIBLE_GAP:
                self.lost[packet.version] += gap
            self.clock_set_back += packet.seconds < seconds - _BACK
        self._heard[exporter] = ((packet.sequence + units) & 0xFFFFFFFF, packet.seconds)

    def _learn(self, exporter: Exporter, number: int, body: bytes) -> None:
        read = templates.of_netflow9 if exporter[0] == 9 else templates.of_ipfix
        try:
            for template in read(number, body):
                if self.known[exporter].learn(template):
                    self._resume(exporter, template.number)
                else:
                    self.unusable_templates += 1
        except DamagedError:
            self.unusable_templates += 1

    def _records(self, packet: Packet, exporter: Exporter, number: int, body: bytes) -> None:
        template = self.known[exporter].templates.get(number)
        if template is None:
            self._waiting.setdefault((exporter, number), []).append((packet, body))
            self._waiting_bytes += len(body)
            return
        self._pile(packet, template, body, self.known[exporter])

    def _resume(self, exporter: Exporter, number: int) -> None:
        """Reads what waited for this template."""
        for packet, body in self._waiting.pop((exporter, number), ()):
            self._waiting_bytes -= len(body)
            self._records(packet, exporter, number, body)

    def _pile(self, packet: Packet, template: Template, body: bytes, known: Knowledge) -> None:
        try:
            count, records = template.records(body)
        except DamagedError:
            self.counts["flowset_damaged"] += 1
            return
        if template.options:
            known.hear(template, records)
            self.counts["flow_export_options"] += count
            return
        place = ((packet.version, packet.domain), id(template))
        pile = self._piles.get(place)
        if pile is None:
            pile = self._piles[place] = Pile(template, known)
        if not pile.tells_flows:
            self.counts["flow_without_ends"] += count
            return
        if count:
            pile.add(packet, count, records)
            self._piled += count


def _tells_templates_only(packet: Packet) -> bool:
    return all(number in _TEMPLATES.get(packet.version, ()) for number, _ in packet.sets)
