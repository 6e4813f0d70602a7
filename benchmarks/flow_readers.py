"""How many rows of flows each format's reader takes in a second of processor time."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks import flow_exports as made
from benchmarks import machine
from grunnmur.collect import formats
from grunnmur.collect.claim import Batch
from grunnmur.collect.document import Document

_LINES = {
    "zeek, tabs": ("zeek", made.ZEEK_HEAD, made.zeek, {}),
    "zeek, JSON": ("zeek", "", made.zeek_json, {}),
    "nfdump, CSV": ("nfdump", made.NFDUMP_HEAD, made.nfdump_csv, {"timezone": "Europe/Oslo"}),
    "nfdump, long": ("nfdump", made.LONG_HEAD, made.nfdump_long, {"timezone": "Europe/Oslo"}),
    "vpcflow": ("vpcflow", made.VPC_HEAD, made.vpcflow, {}),
    "ss": ("ss", made.SOCKETS_HEAD, made.sockets, {}),
    "table, a firewall's log": ("table", made.FIREWALL_HEAD, made.firewall, made.FIREWALL),
}
_PACKETS = {"NetFlow 5": made.netflow5, "NetFlow 9": made.netflow9, "IPFIX": made.ipfix}


def main() -> None:
    """Prints a row a format: rows, megabytes, processor seconds, rows and megabytes a processor second."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=500_000, help="rows of each format")
    wanted = parser.parse_args()
    print(machine.line())
    print("format | rows | MB | processor s | rows a processor s | MB a processor s")
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "export"
        _warm_up(path)
        for name, (reader, head, line, options) in _LINES.items():
            many = made.conversations(wanted.rows)
            _write(path, [head.encode()], (line(one).encode() for one in many))
            _measure(name, reader, path, options)
        _write(path, (text.encode() for text in made.nsgflow(made.conversations(wanted.rows // 2))))
        _measure("nsgflow", "nsgflow", path, {})
        for name, packet in _PACKETS.items():
            _write(path, made.packets(packet, made.conversations(wanted.rows)))
            _measure(f"netflow, {name}", "netflow", path, {})
            _beside(f"  the library netflow, {name}", path)


def _warm_up(path: Path) -> None:
    """Imports and first calls cost half a second once, whatever is read."""
    for name, head, line, options in _LINES.values():
        _write(path, [head.encode()], (line(one).encode() for one in made.conversations(100)))
        list(formats.load(name).parse(Document(path, path.name, options)))
    _write(path, made.packets(made.netflow5, made.conversations(100)))
    list(formats.load("netflow").parse(Document(path, path.name)))


def _write(path: Path, *parts: Iterable[bytes]) -> None:
    with path.open("wb") as stream:
        for part in parts:
            stream.writelines(part)


def _measure(name: str, reader: str, path: Path, options: Mapping[str, Any]) -> None:
    document = Document(path, path.name, options)
    parse = formats.load(reader).parse
    began = time.process_time()
    rows = sum(one.rows for one in parse(document) if isinstance(one, Batch))
    _print(name, rows, path, time.process_time() - began)


def _beside(name: str, path: Path) -> None:
    """The same packets through the library, one by one, where it is installed."""
    try:
        import netflow
    except ImportError:
        return
    from grunnmur.collect.netflow import packets

    content = path.read_bytes()
    version = int.from_bytes(content[:2])
    ends = _ends(content, packets)
    templates: dict[str, dict[int, Any]] = {"netflow": {}, "ipfix": {}}
    rows, at = 0, 0
    began = time.process_time()
    for end in ends:
        packet = netflow.parse_packet(content[at:end], templates)
        rows += sum(1 for flow in packet.flows if flow.data if version)
        at = end
    _print(name, rows, path, time.process_time() - began)


def _ends(content: bytes, packets: Any) -> list[int]:
    """Where each packet ends: the library reads only one at a time, and must be told."""
    ends, at = [], 0
    while at < len(content):
        _, at = packets._packet(content, at)  # noqa: SLF001 beside the library, not part of the project
        ends.append(at)
    return ends


def _print(name: str, rows: int, path: Path, seconds: float) -> None:
    megabytes = path.stat().st_size / 1e6
    print(
        f"{name} | {rows:,} | {megabytes:.0f} | {seconds:.1f} | {rows / seconds:,.0f} | {megabytes / seconds:.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
