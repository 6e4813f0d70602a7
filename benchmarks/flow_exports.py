# ruff: noqa: E501 rows stand as their tools write them
"""Made-up exports of the same conversations in every format that tells of flows, for timing readers."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv4Address
from random import Random

NINE = 1_788_253_200
UPTIME = 3_600_000


@dataclass(frozen=True, slots=True)
class Conversation:
    """One way of it, as a sensor could tell."""

    source: IPv4Address
    target: IPv4Address
    source_port: int
    port: int
    seconds: int
    packets: int
    octets: int


def conversations(count: int, seed: int = 7) -> Iterator[Conversation]:
    """A few thousand machines and a hundred servers, as in a hospital's day."""
    dice = Random(seed)
    base = int(IPv4Address("10.0.0.0"))
    for number in range(count):
        yield Conversation(
            IPv4Address(base + dice.randrange(5000)),
            IPv4Address(base + 65536 + dice.randrange(100)),
            dice.randrange(32768, 61000),
            dice.choice((443, 1433, 2575, 104, 53, 445, 389)),
            number % 3600,
            dice.randrange(1, 100),
            dice.randrange(60, 100_000),
        )


def zeek(one: Conversation) -> str:
    return (
        f"{NINE + one.seconds}.123456\tC{one.seconds}x{one.source_port}\t{one.source}\t{one.source_port}\t{one.target}\t"
        f"{one.port}\ttcp\tssl\t1.25\t{one.octets}\t5000\tSF\t-\t-\t0\tShADadFf\t{one.packets}\t{one.octets}\t9\t5400\t-\n"
    )


ZEEK_HEAD = (
    "#separator \\x09\n#unset_field\t-\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto"
    "\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\tmissed_bytes\thistory\torig_pkts"
    "\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\ttunnel_parents\n"
)


def zeek_json(one: Conversation) -> str:
    return json.dumps({
        "ts": NINE + one.seconds + 0.125, "uid": "Cx", "id.orig_h": str(one.source), "id.orig_p": one.source_port,
        "id.resp_h": str(one.target), "id.resp_p": one.port, "proto": "tcp", "service": "ssl", "duration": 1.25,
        "orig_bytes": one.octets, "resp_bytes": 5000, "conn_state": "SF", "history": "ShADadFf",
        "orig_pkts": one.packets, "resp_pkts": 9,
    }) + "\n"  # fmt: skip


def vpcflow(one: Conversation) -> str:
    return (
        f"2 123456789010 eni-0a1b2c3d {one.source} {one.target} {one.source_port} {one.port} 6 {one.packets} {one.octets} "
        f"{NINE + one.seconds} {NINE + one.seconds + 60} ACCEPT OK\n"
    )


VPC_HEAD = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n"


def nfdump_csv(one: Conversation) -> str:
    moment = datetime.fromtimestamp(NINE + one.seconds, UTC)
    return (
        f"{moment:%Y-%m-%d %H:%M:%S}.250,2.500,TCP,{one.source},{one.source_port},{one.target},{one.port},{one.packets},"
        f"{one.octets},1\n"
    )


NFDUMP_HEAD = "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows\n"


def nfdump_long(one: Conversation) -> str:
    moment = datetime.fromtimestamp(NINE + one.seconds, UTC)
    return (
        f"{moment:%Y-%m-%d %H:%M:%S}.250     2.500 TCP  {one.source!s:>15}:{one.source_port:<5} -> {one.target!s:>15}:"
        f"{one.port:<5} .AP.SF   0 {one.packets:8} {one.octets:8}     1\n"
    )


LONG_HEAD = (
    "Date first seen          Duration Proto      Src IP Addr:Port          Dst IP Addr:Port   Flags Tos  Packets"
    "    Bytes Flows\n"
)


def firewall(one: Conversation) -> str:
    moment = datetime.fromtimestamp(NINE + one.seconds, UTC)
    return (
        f"{moment:%Y/%m/%d %H:%M:%S},{one.source},{one.target},ms-sql,{one.source_port},{one.port},tcp,allow,{one.octets},"
        f"{one.packets}\n"
    )


FIREWALL_HEAD = "time,src,dst,app,sport,dport,proto,action,bytes,packets\n"
FIREWALL = {
    "into": "flow_record",
    "columns": {
        "started_at": "time", "source_ip": "src", "target_ip": "dst", "service": "app", "source_port": "sport",
        "target_port": "dport", "protocol": "proto", "answered": "action", "bytes": "bytes", "packets": "packets",
    },
    "values": {"answered": {"allow": "", "deny": False}},
    "timezone": "Europe/Oslo",
}  # fmt: skip


def sockets(one: Conversation) -> str:
    return (
        f"tcp   ESTAB 0      0      {one.target}:{one.port}      {one.source}:{one.source_port}  "
        'users:(("java",pid=1234,fd=56))\n'
    )


SOCKETS_HEAD = (
    "2026-09-01T09:00:00Z\nNetid State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n"
    + "".join(
        f"tcp   LISTEN 0 128 0.0.0.0:{port} 0.0.0.0:*\n"
        for port in (443, 1433, 2575, 104, 53, 445, 389)
    )
)


def nsgflow(many: Iterator[Conversation]) -> Iterator[str]:
    """Records of a thousand tuples, two for each conversation."""
    yield '{"records":['
    tuples: list[str] = []
    comma = ""
    for one in many:
        head = f"{NINE + one.seconds},{one.source},{one.target},{one.source_port},{one.port},T,O,A"
        tuples += [f"{head},B,,,,", f"{head},E,{one.packets},{one.octets},9,5400"]
        if len(tuples) >= 1000:
            yield comma + _record(tuples)
            tuples, comma = [], ","
    yield (comma + _record(tuples) if tuples else "") + "]}"


def _record(tuples: list[str]) -> str:
    flows = [{"rule": "R", "flows": [{"mac": "000D3AF87856", "flowTuples": tuples}]}]
    properties = {"Version": 2, "flows": flows}
    return json.dumps({"category": "NetworkSecurityGroupFlowEvent", "properties": properties})


def netflow5(many: list[Conversation], sequence: int) -> bytes:
    """One packet of up to thirty."""
    header = struct.pack("!HHIIIIBBH", 5, len(many), UPTIME, NINE, 0, sequence, 0, 0, 0)
    return header + b"".join(
        struct.pack(
            "!4s4s4xHHIIIIHHxBBBHHBBxx", one.source.packed, one.target.packed, 1, 2, one.packets, one.octets,
            UPTIME - 5000, UPTIME - 1000, one.source_port, one.port, 0x1B, 6, 0, 0, 0, 24, 24,
        )
        for one in many
    )  # fmt: skip


_FIELDS = ((8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (6, 1), (1, 8), (2, 8))


def netflow9(many: list[Conversation], sequence: int) -> bytes:
    """One packet of some thirty; every hundredth tells its template."""
    fields = (*_FIELDS, (22, 4), (21, 4))
    times = [struct.pack("!II", UPTIME - 5000, UPTIME - 1000)] * len(many)
    sets = _sets(many, times, fields, number=0, told=sequence % 100 == 0)
    return struct.pack("!HHIIII", 9, len(many), UPTIME, NINE, sequence, 0) + sets


def ipfix(many: list[Conversation], sequence: int) -> bytes:
    """One packet of some thirty; every hundredth tells its template."""
    fields = (*_FIELDS, (152, 8), (153, 8))
    times = [struct.pack("!QQ", NINE * 1000 - 5000, NINE * 1000 - 1000)] * len(many)
    sets = _sets(many, times, fields, number=2, told=sequence % 100 == 0)
    return struct.pack("!HHIII", 10, 16 + len(sets), NINE, sequence, 0) + sets


def _sets(
    many: list[Conversation],
    times: list[bytes],
    fields: tuple[tuple[int, int], ...],
    *,
    number: int,
    told: bool,
) -> bytes:
    body = b"".join(
        struct.pack(
            "!4s4sHHBBQQ", one.source.packed, one.target.packed, one.source_port, one.port, 6, 0x1B, one.octets,
            one.packets,
        ) + time
        for one, time in zip(many, times, strict=True)
    )  # fmt: skip
    body += bytes(-len(body) % 4)
    template = b"".join(struct.pack("!HH", *field) for field in fields)
    template = struct.pack("!HHHH", number, 8 + len(template), 256, len(fields)) + template
    return (template if told else b"") + struct.pack("!HH", 256, 4 + len(body)) + body


def packets(
    packet: Callable[[list[Conversation], int], bytes], many: Iterator[Conversation], size: int = 28
) -> Iterator[bytes]:
    """Packets end to end."""
    parcel: list[Conversation] = []
    sequence = 0
    for one in many:
        parcel.append(one)
        if len(parcel) == size:
            yield packet(parcel, sequence)
            sequence += size if packet is netflow5 else 1
            parcel = []
    if parcel:
        yield packet(parcel, sequence)
