"""Records of one template as rows of flow records, all at once."""

from __future__ import annotations

from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from grunnmur.collect import addresses, recoded
from grunnmur.collect.netflow import elements
from grunnmur.collect.netflow.columns import UNKNOWN, Columns, Numbers, flags, instants, nullable
from grunnmur.collect.netflow.knowledge import Knowledge
from grunnmur.collect.netflow.times import Times

_Which = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
_SOURCE_OPENED, _TARGET_OPENED = 1, 2
"""Of two joined ways, by RFC 5103: the exporter may find out late that it has them the wrong way round."""

_SYN, _RST, _RST_ACK, _FLAGS = 0x02, 0x04, 0x14, 0x3F
_HAVE_PORTS = (6, 17, 33, 132, 136)
"""TCP, UDP, DCCP, SCTP and UDP-Lite."""

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
_PACKETS_THERE, _OCTETS_THERE = ([key for key, _ in both] for both in (_PACKETS, _OCTETS))
_PACKETS_BACK = (
    elements.REVERSE_PACKETS, elements.REVERSE_TOTAL_PACKETS, elements.RESPONDER_PACKETS,
)  # fmt: skip
_OCTETS_BACK = (
    elements.REVERSE_OCTETS, elements.REVERSE_TOTAL_OCTETS, elements.RESPONDER_OCTETS,
)  # fmt: skip
_JOINS_BOTH_WAYS = {elements.INITIATOR_OCTETS, elements.RESPONDER_OCTETS}
_NO_SERVICE = ("", "unknown", "unclassified")


def table(columns: Columns, times: Times, told_by_header: Numbers, known: Knowledge) -> pa.Table:
    """The records, each with its verdict as far as it is known here.

    Beside the columns of flow records: `event`, a firewall's, and `undated`, which has no time of its own.
    `told_by_header` is the sampling that the packets' headers tell.
    """
    protocol, flows = columns.number(elements.PROTOCOL), columns.number(elements.FLOWS)
    sampled = _sampled(columns, told_by_header, known)
    turned = columns.number(elements.BIFLOW_DIRECTION) == _TARGET_OPENED
    answered = _answered(columns, turned, sampled)
    source_ip = _ends(columns, elements.SOURCE_IPV4, elements.SOURCE_IPV6)
    target_ip = _ends(columns, elements.TARGET_IPV4, elements.TARGET_IPV6)
    source_port, target_port = columns.first(*_SOURCE_PORTS), columns.first(*_TARGET_PORTS)
    return pa.table(
        {
            "started_at": instants(times.started),
            "ended_at": instants(times.ended),
            "source_ip": pc.if_else(turned, target_ip, source_ip),
            "source_port": nullable(np.where(turned, target_port, source_port)),
            "target_ip": pc.if_else(turned, source_ip, target_ip),
            "target_port": nullable(np.where(turned, source_port, target_port)),
            "protocol": nullable(protocol).cast(pa.string()),
            "service": _services(columns, known),
            "packets": nullable(columns.both(*_PACKETS)),
            "bytes": nullable(columns.both(*_OCTETS)),
            "flows": nullable(np.where(flows > 0, flows, 1)),
            "sampled": nullable(sampled),
            "opened": flags(_opened(columns)),
            "answered": flags(answered),
            "event": nullable(columns.first(elements.FIREWALL_EVENT, elements.OLD_FIREWALL_EVENT)),
            "undated": pa.array(times.undated),
            "verdict": _verdicts(columns, times, sampled, answered),
        }
    )


def _ends(columns: Columns, old: elements.Key, new: elements.Key) -> pa.Array:
    """Addresses of one side; where a record has room for both kinds, the one that is filled."""
    found = [_addresses(columns, old, 4), _addresses(columns, new, 16)]
    told = [one for one in found if one is not None]
    assert told, "records without addresses are not read"
    if len(told) == 1:
        return told[0]
    empty = pc.equal(told[0], "0.0.0.0")  # noqa: S104 an address that is not told
    return pc.if_else(empty, told[1], told[0])


def _addresses(columns: Columns, key: elements.Key, length: int) -> pa.Array | None:
    packed = columns.packed(key)
    if packed is None or packed.type.byte_width != length:
        return None
    return recoded.column(packed, addresses.unpacked)


def _services(columns: Columns, known: Knowledge) -> pa.Array:
    """What the exporter calls the application it recognised: by name, or by a number it has named."""
    named = columns.packed(elements.APPLICATION_NAME)
    if named is not None:
        return recoded.column(named, partial(_service, names=None))
    numbered = columns.packed(elements.APPLICATION_ID)
    if numbered is None or not known.applications:
        return pa.nulls(len(columns), pa.string())
    return recoded.column(numbered, partial(_service, names=known.applications))


def _service(written: bytes, names: dict[bytes, str] | None) -> str | None:
    if names is not None:
        text = names.get(written, "")
    else:
        text = written.split(b"\0")[0].decode("utf-8", errors="replace").strip().lower()
    return None if text in _NO_SERVICE else text


def _sampled(columns: Columns, told_by_header: Numbers, known: Knowledge) -> Numbers:
    """One packet in how many: as the record says, its packet's header, or its sampler's options."""
    told = columns.number(elements.SAMPLING_INTERVAL)
    told = np.where(told > 0, told, np.where(told_by_header > 0, told_by_header, UNKNOWN))
    sampler = columns.first(elements.SAMPLER_ID, elements.SELECTOR_ID)
    different, place = np.unique(sampler, return_inverse=True)
    intervals = np.array(known.sampled([int(one) for one in different]), np.int64)
    return np.where(told == UNKNOWN, intervals[place], told)


def _opened(columns: Columns) -> Numbers:
    """1 where the exporter knows who opened, whom the table has as source; else unknown."""
    direction = columns.number(elements.BIFLOW_DIRECTION)
    knows = elements.ASA_EVENT in columns.kept or columns.kept.keys() >= _JOINS_BOTH_WAYS
    default = np.int64(1) if knows else UNKNOWN
    return np.where((direction == _SOURCE_OPENED) | (direction == _TARGET_OPENED), 1, default)


def _answered(columns: Columns, turned: _Which, sampled: Numbers) -> Numbers:
    """1 where something came back, 0 where the exporter joins both ways, looks at every packet, and nothing did."""
    packets, octets = columns.first(*_PACKETS_BACK), columns.first(*_OCTETS_BACK)
    packets = np.where(turned, columns.first(*_PACKETS_THERE), packets)
    octets = np.where(turned, columns.first(*_OCTETS_THERE), octets)
    silent = (packets == 0) & (sampled <= 1)
    return np.where((packets > 0) | (octets > 0), 1, np.where(silent, 0, UNKNOWN))


def _verdicts(columns: Columns, times: Times, sampled: Numbers, answered: Numbers) -> pa.Array:
    """Attempts, and times that cannot be; the rest is judged as for every other sensor."""
    protocol, port = columns.number(elements.PROTOCOL), columns.first(*_TARGET_PORTS)
    endless = (protocol == UNKNOWN) | np.isin(protocol, _HAVE_PORTS) & (port == UNKNOWN)
    said = np.maximum(columns.number(elements.TCP_FLAGS), 0)
    knocked = np.isin(said & _FLAGS, (_SYN, _RST, _RST_ACK))
    # of sampled packets a lone SYN may have had company that was not looked at
    silent = (protocol == 6) & ((knocked & (sampled <= 1)) | (answered == 0))
    codes = np.select([endless, times.off(), silent], [3, 2, 1], 0).astype(np.int8)
    words = [None, "flow_without_answer", "flow_clock_off", "flow_without_ends"]
    return pa.array(words, pa.string()).take(pa.array(codes))
