"""Records of one template, piled up until they are read all at once: a hundred thousand cost little more than ten."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from grunnmur.collect import addresses, recoded
from grunnmur.collect.netflow import elements
from grunnmur.collect.netflow.elements import Key
from grunnmur.collect.netflow.knowledge import Knowledge
from grunnmur.collect.netflow.packets import Packet
from grunnmur.collect.netflow.templates import Template

Numbers = npt.NDArray[np.int64]
_UNKNOWN = np.int64(-1)
"""What no number here can be; becomes null."""

_LATEST = np.int64(4_102_444_800_000_000)
_SINCE_1900 = 2_208_988_800
"""Seconds from 1900, which NTP counts from, to 1970."""

_EARLIEST, _AHEAD = np.int64(31 * 86_400_000_000), np.int64(3_600_000_000)
"""Microseconds: a flow that began a month before its packet was sent, or an hour after, has a wrong clock."""

_SYN, _RST, _RST_ACK, _FLAGS = 0x02, 0x04, 0x14, 0x3F


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
        """Whether the records have two addresses."""
        kept = self.template.kept
        return any(source in kept and target in kept for source, target in _ENDS)

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
        """All records as rows of flow records, each with its verdict as far as it is known here."""
        return _Reading(self).table()

    def content(self) -> tuple[npt.NDArray[np.uint8], list[Numbers]]:
        """The records as a matrix of bytes, and beside each: exported at, uptime, sampling."""
        raw = np.frombuffer(b"".join(self._pieces), np.uint8)
        count, *columns = np.array(self._headers, np.int64).T
        return raw.reshape(self.rows, self.template.width), [
            np.repeat(column, count) for column in columns
        ]

    def known(self) -> Knowledge:
        """What the exporter has told of itself so far."""
        return self._knowledge


_ENDS = (
    (elements.SOURCE_IPV4, elements.TARGET_IPV4),
    (elements.SOURCE_IPV6, elements.TARGET_IPV6),
)


class _Reading:
    """One pile being read, column by column."""

    def __init__(self, pile: Pile) -> None:
        self._bytes, (self._exported, self._uptime, header_sampled) = pile.content()
        self._kept = pile.template.kept
        self._known = pile.known()
        self._header_sampled = header_sampled
        self._undated = np.zeros(len(self._bytes), np.bool_)

    def table(self) -> pa.Table:
        number = self._number
        started, ended = self._times()
        protocol = number(elements.PROTOCOL)
        sampled = self._sampled()
        event = self._first(elements.FIREWALL_EVENT, elements.OLD_FIREWALL_EVENT)
        opened, answered = self._opened(), self._answered()
        return pa.table(
            {
                "started_at": _instants(started),
                "ended_at": _instants(ended),
                "source_ip": self._addresses(0),
                "source_port": _nullable(self._first(*_SOURCE_PORTS)),
                "target_ip": self._addresses(1),
                "target_port": _nullable(self._first(*_TARGET_PORTS)),
                "protocol": _nullable(protocol).cast(pa.string()),
                "service": self._service(),
                "packets": _nullable(self._both(_PACKETS)),
                "bytes": _nullable(self._both(_OCTETS)),
                "flows": _nullable(np.where(number(elements.FLOWS) > 0, number(elements.FLOWS), 1)),
                "sampled": _nullable(sampled),
                "opened": _flags(opened),
                "answered": _flags(answered),
                "event": _nullable(event),
                "undated": pa.array(self._undated),
                "verdict": self._verdict(started, protocol, sampled, answered),
            }
        )

    def _number(self, key: Key) -> Numbers:
        """The field as whole numbers; all unknown where the template has no such field."""
        place = self._kept.get(key)
        if place is None:
            return np.full(len(self._bytes), _UNKNOWN)
        at, length = place
        wide = np.zeros((len(self._bytes), 8), np.uint8)
        used = min(length, 8)
        wide[:, 8 - used :] = self._bytes[:, at + length - used : at + length]
        found = wide.view(">u8")[:, 0]
        return np.where(found > np.uint64(1 << 62), _UNKNOWN, found.astype(np.int64))

    def _first(self, *keys: Key) -> Numbers:
        """The first of the fields that the template has and the record fills."""
        found = np.full(len(self._bytes), _UNKNOWN)
        for key in keys:
            if key in self._kept:
                found = np.where(found == _UNKNOWN, self._number(key), found)
        return found

    def _both(self, keys: tuple[tuple[Key, Key | None], ...]) -> Numbers:
        """A counter, with the other way's where the exporter joins both."""
        found = np.full(len(self._bytes), _UNKNOWN)
        for key, back in keys:
            if key not in self._kept:
                continue
            value = self._number(key)
            if back is not None and back in self._kept:
                value = np.where(
                    value == _UNKNOWN, value, value + np.maximum(self._number(back), 0)
                )
            found = np.where(found == _UNKNOWN, value, found)
        return found

    def _times(self) -> tuple[Numbers, Numbers]:
        """Start and end in microseconds since 1970; the moment of export where no start is told."""
        started = self._time(*_STARTS)
        ended = self._time(*_ENDINGS)
        duration = self._number(elements.DURATION_MILLIS)
        lasted = (started != _UNKNOWN) & (ended == _UNKNOWN) & (duration != _UNKNOWN)
        ended = np.where(lasted, started + np.minimum(duration, _LATEST // 1000) * 1000, ended)
        observed = self._scaled(elements.OBSERVED_MILLIS, 1000)
        observed = np.where(
            observed == _UNKNOWN, self._scaled(elements.OBSERVED_SECONDS, 1_000_000), observed
        )
        ended = np.where(ended == _UNKNOWN, observed, ended)
        started = np.where(started == _UNKNOWN, observed, started)
        self._undated = started == _UNKNOWN
        return np.where(self._undated, self._exported, started), ended

    def _time(
        self, seconds: Key, millis: Key, micros: Key, nanos: Key, delta: Key, switched: Key
    ) -> Numbers:
        found = self._scaled(millis, 1000)
        for other in (
            self._ntp(micros),
            self._ntp(nanos),
            self._scaled(seconds, 1_000_000),
            self._before_export(delta),
            self._since_start(switched),
        ):
            found = np.where(found == _UNKNOWN, other, found)
        return found

    def _scaled(self, key: Key, micros: int) -> Numbers:
        value = self._number(key)
        return np.where(value > 0, np.minimum(value, _LATEST // micros) * micros, _UNKNOWN)

    def _ntp(self, key: Key) -> Numbers:
        """Seconds since 1900 and a binary fraction (RFC 7011, 6.1.9)."""
        at, length = self._kept.get(key, (0, 0))
        if length != 8:
            return np.full(len(self._bytes), _UNKNOWN)
        halves = np.ascontiguousarray(self._bytes[:, at : at + 8]).view(">u4").astype(np.int64)
        seconds, fraction = halves[:, 0], halves[:, 1]
        micros = (seconds - _SINCE_1900) * 1_000_000 + (fraction * 1_000_000 >> 32)
        return np.where(seconds > _SINCE_1900, micros, _UNKNOWN)

    def _before_export(self, key: Key) -> Numbers:
        value = self._number(key)
        return np.where(value == _UNKNOWN, value, self._exported - value)

    def _since_start(self, key: Key) -> Numbers:
        """Times on the clock that counts milliseconds since the exporter started, and wraps after 49 days."""
        value = self._number(key)
        if elements.INIT_MILLIS in self._kept:
            began = self._number(elements.INIT_MILLIS)
            told = (value != _UNKNOWN) & (began > 0)
            return np.where(told, np.minimum(began + value, _LATEST // 1000) * 1000, _UNKNOWN)
        age = (self._uptime - value).astype(np.uint32).astype(np.int32).astype(np.int64)
        told = (value != _UNKNOWN) & (self._uptime >= 0)
        return np.where(told, self._exported - age * 1000, _UNKNOWN)

    def _addresses(self, side: int) -> pa.Array:
        """Addresses of one side; where a record has room for both kinds, the one that is filled."""
        old, new = (self._address(family[side]) for family in _ENDS)
        if old is None or new is None:
            found = old if new is None else new
            assert found is not None, "a pile without addresses is not read"
            return found
        empty = pc.equal(old, "0.0.0.0")  # noqa: S104 an address that is not told
        return pc.if_else(empty, new, old)

    def _address(self, key: Key) -> pa.Array | None:
        at, length = self._kept.get(key, (0, 0))
        if length not in (4, 16):
            return None
        raw = np.ascontiguousarray(self._bytes[:, at : at + length])
        kind = pa.binary(length)
        packed = pa.Array.from_buffers(kind, len(raw), [None, pa.py_buffer(raw)])
        return recoded.column(packed, addresses.unpacked)

    def _service(self) -> pa.Array:
        """What the exporter calls the application it recognised."""
        names: dict[bytes, str] | None = None
        at, length = self._kept.get(elements.APPLICATION_NAME, (0, 0))
        if not length:
            names = self._known.applications
            at, length = self._kept.get(elements.APPLICATION_ID, (0, 0))
        if not length or names == {}:
            return pa.nulls(len(self._bytes), pa.string())
        raw = np.ascontiguousarray(self._bytes[:, at : at + length])
        kind = pa.binary(length)
        packed = pa.Array.from_buffers(kind, len(raw), [None, pa.py_buffer(raw)])
        return recoded.column(packed, partial(_service, names=names))

    def _sampled(self) -> Numbers:
        """One packet in how many: as the record says, its packet's header, or its sampler's options."""
        told = self._number(elements.SAMPLING_INTERVAL)
        told = np.where(
            told > 0, told, np.where(self._header_sampled > 0, self._header_sampled, -1)
        )
        sampler = self._first(elements.SAMPLER_ID, elements.SELECTOR_ID)
        for one in np.unique(sampler):
            interval = self._known.sampled(None if one == _UNKNOWN else int(one))
            if interval is not None:
                told = np.where((told == _UNKNOWN) & (sampler == one), interval, told)
        return told

    def _opened(self) -> Numbers:
        """1 where the source opened, 0 where the target did, unknown where the exporter cannot know."""
        direction = self._number(elements.BIFLOW_DIRECTION)
        knows = elements.ASA_EVENT in self._kept or self._kept.keys() >= _JOINS_BOTH_WAYS
        default = np.int64(1) if knows else _UNKNOWN
        return np.select([direction == 1, direction == 2], [np.int64(1), np.int64(0)], default)

    def _answered(self) -> Numbers:
        """1 where bytes came back, 0 where the exporter joins both ways and none did."""
        packets = self._first(
            elements.REVERSE_PACKETS, elements.REVERSE_TOTAL_PACKETS, elements.RESPONDER_PACKETS
        )
        octets = self._first(
            elements.REVERSE_OCTETS, elements.REVERSE_TOTAL_OCTETS, elements.RESPONDER_OCTETS
        )
        return np.where((packets > 0) | (octets > 0), 1, np.where(packets == 0, 0, _UNKNOWN))

    def _verdict(
        self, started: Numbers, protocol: Numbers, sampled: Numbers, answered: Numbers
    ) -> pa.Array:
        """Attempts and times that cannot be; the rest is judged as for every other sensor."""
        flags = np.where(self._number(elements.TCP_FLAGS) > 0, self._number(elements.TCP_FLAGS), 0)
        tried = np.isin(flags & _FLAGS, (_SYN, _RST, _RST_ACK)) & (flags != 0)
        # of sampled packets a lone SYN may have had company that was not looked at
        silent = (protocol == 6) & ((tried & (sampled <= 1)) | (answered == 0))
        off = (started < self._exported - _EARLIEST) | (started > self._exported + _AHEAD)
        ports = np.isin(protocol, _HAVE_PORTS) & (self._first(*_TARGET_PORTS) == _UNKNOWN)
        codes = np.select([ports | (protocol == _UNKNOWN), off, silent], [3, 2, 1], 0).astype(
            np.int8
        )
        words = pa.array(
            [None, "flow_without_answer", "flow_clock_off", "flow_without_ends"], pa.string()
        )
        return words.take(pa.array(codes))


_SOURCE_PORTS = (elements.SOURCE_PORT, elements.TCP_SOURCE_PORT, elements.UDP_SOURCE_PORT)
_TARGET_PORTS = (elements.TARGET_PORT, elements.TCP_TARGET_PORT, elements.UDP_TARGET_PORT)
_OCTETS = (
    (elements.OCTETS, elements.REVERSE_OCTETS),
    (elements.TOTAL_OCTETS, elements.REVERSE_TOTAL_OCTETS),
    (elements.INITIATOR_OCTETS, elements.RESPONDER_OCTETS),
    (elements.OUT_OCTETS, None),
)
_PACKETS = (
    (elements.PACKETS, elements.REVERSE_PACKETS),
    (elements.TOTAL_PACKETS, elements.REVERSE_TOTAL_PACKETS),
    (elements.INITIATOR_PACKETS, elements.RESPONDER_PACKETS),
    (elements.OUT_PACKETS, None),
)
_STARTS = (
    elements.START_SECONDS, elements.START_MILLIS, elements.START_MICROS, elements.START_NANOS,
    elements.START_DELTA, elements.FIRST_SWITCHED,
)  # fmt: skip
_ENDINGS = (
    elements.END_SECONDS, elements.END_MILLIS, elements.END_MICROS, elements.END_NANOS,
    elements.END_DELTA, elements.LAST_SWITCHED,
)  # fmt: skip
_JOINS_BOTH_WAYS = {elements.INITIATOR_OCTETS, elements.RESPONDER_OCTETS}
_HAVE_PORTS = (6, 17, 33, 132, 136)
"""TCP, UDP, DCCP, SCTP and UDP-Lite."""

_NO_SERVICE = ("", "unknown", "unclassified")


def _service(written: bytes, names: dict[bytes, str] | None) -> str | None:
    if names is not None:
        text = names.get(written, "")
    else:
        text = written.split(b"\0")[0].decode("utf-8", errors="replace").strip().lower()
    return None if text in _NO_SERVICE else text


def _nullable(values: Numbers) -> pa.Array:
    return pa.array(values, pa.int64(), mask=values < 0)


def _flags(values: Numbers) -> pa.Array:
    return pa.array(values == 1, pa.bool_(), mask=values < 0)


def _instants(micros: Numbers) -> pa.Array:
    bounded = np.clip(micros, 0, _LATEST)
    return pa.array(bounded, pa.int64(), mask=micros < 0).cast(pa.timestamp("us"))
