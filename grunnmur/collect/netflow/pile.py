"""Records of one template, piled up until they are read all at once: a hundred thousand cost little more than ten."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from grunnmur.collect.netflow import elements, reading
from grunnmur.collect.netflow.columns import Columns
from grunnmur.collect.netflow.knowledge import Knowledge
from grunnmur.collect.netflow.packets import Packet
from grunnmur.collect.netflow.templates import Template
from grunnmur.collect.netflow.times import Times

_ENDS = (
    (elements.SOURCE_IPV4, elements.TARGET_IPV4, 4),
    (elements.SOURCE_IPV6, elements.TARGET_IPV6, 16),
)


class Pile:
    """Records of one template of one exporter, with what their packets' headers say."""

    def __init__(self, template: Template, knowledge: Knowledge) -> None:
        self.rows = 0
        self.template = template
        self._knowledge = knowledge
        self._pieces: list[bytes] = []
        self._headers: list[tuple[int, int, int, int]] = []

    @property
    def tells_flows(self) -> bool:
        """Whether the records have two addresses of one kind."""
        lengths = {key: length for key, (_, length) in self.template.kept.items()}
        return any(
            lengths.get(source) == lengths.get(target) == length for source, target, length in _ENDS
        )

    @property
    def tells_events(self) -> bool:
        """Whether the records are a firewall's events: a connection begins, goes on, ends, is denied."""
        kept = self.template.kept
        return elements.FIREWALL_EVENT in kept or elements.OLD_FIREWALL_EVENT in kept

    def add(self, packet: Packet, count: int, records: bytes) -> None:
        """Records of a set, in the form `Template.records` gives them."""
        exported = packet.seconds * 1_000_000 + packet.nanoseconds // 1000
        uptime = -1 if packet.uptime_ms is None else packet.uptime_ms
        self._pieces.append(records)
        self._headers.append((count, exported, uptime, packet.sampled))
        self.rows += count

    def table(self) -> pa.Table:
        """All records as rows of flow records, with what `reading.table` adds."""
        content = np.frombuffer(b"".join(self._pieces), np.uint8)
        columns = Columns(content.reshape(self.rows, self.template.width), self.template.kept)
        count, *headers = np.array(self._headers, np.int64).T
        exported, uptime, sampled = (np.repeat(header, count) for header in headers)
        times = Times(columns, exported, uptime)
        return reading.table(columns, times, sampled, self._knowledge)
