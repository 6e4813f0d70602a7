"""An exporter in a few lines: packets of NetFlow 5, NetFlow 9 and IPFIX, as bytes."""

from __future__ import annotations

import ipaddress
import struct

NINE = 1_788_253_200
"""2026-09-01 09:00:00 UTC, when packets are sent unless told otherwise."""

UPTIME = 3_600_000
USUAL = ((8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (1, 4), (2, 4), (22, 4), (21, 4))
"""Addresses, ports, protocol, octets, packets, first and last switched."""


def record5(source="10.0.0.1", target="10.0.0.9", port=443, *, first=UPTIME - 5000, **said):
    last = said.get("last", UPTIME - 1000)
    return struct.pack(
        "!4s4s4sHHIIIIHHxBBBHHBBxx",
        *(ipaddress.ip_address(one).packed for one in (source, target)),
        bytes(4), 1, 2, said.get("packets", 3), said.get("octets", 300), first, last,
        said.get("source_port", 50000), port, said.get("flags", 0x1B), said.get("protocol", 6), 0, 0, 0, 24, 24,
    )  # fmt: skip


def netflow5(*records, seconds=NINE, uptime=UPTIME, sequence=0, sampling=0):
    header = struct.pack(
        "!HHIIIIBBH", 5, len(records), uptime, seconds, 0, sequence, 0, 0, sampling
    )
    return header + b"".join(records)


def netflow9(*sets, seconds=NINE, uptime=UPTIME, sequence=0, domain=0):
    return struct.pack("!HHIIII", 9, len(sets), uptime, seconds, sequence, domain) + b"".join(sets)


def ipfix(*sets, seconds=NINE, sequence=0, domain=0):
    body = b"".join(sets)
    return struct.pack("!HHIII", 10, 16 + len(body), seconds, sequence, domain) + body


def a_set(number, *records):
    body = b"".join(records)
    body += bytes(-len(body) % 4)
    return struct.pack("!HH", number, 4 + len(body)) + body


def template(number, fields=USUAL, *, version=9):
    told = b"".join(_field(*field) for field in fields)
    return a_set(0 if version == 9 else 2, struct.pack("!HH", number, len(fields)) + told)


def options9(number, scopes, fields):
    told = b"".join(_field(*field) for field in (*scopes, *fields))
    return a_set(1, struct.pack("!HHH", number, 4 * len(scopes), 4 * len(fields)) + told)


def _field(element, length, enterprise=0):
    if not enterprise:
        return struct.pack("!HH", element, length)
    return struct.pack("!HHI", element | 0x8000, length, enterprise)


def record(source="10.0.0.1", target="10.0.0.9", port=443, *, first=UPTIME - 5000, **said):
    """A record of the usual fields."""
    addresses = b"".join(ipaddress.ip_address(one).packed for one in (source, target))
    return addresses + struct.pack(
        "!HHBIIII", said.get("source_port", 50000), port, said.get("protocol", 6), said.get("octets", 300),
        said.get("packets", 3), first, said.get("last", UPTIME - 1000),
    )  # fmt: skip
