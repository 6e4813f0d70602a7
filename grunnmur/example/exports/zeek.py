"""Zeek logs of a few days: connections by platform and day, and one day's leases."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from grunnmur.example.exports import addresses, flow_records, traffic
from grunnmur.example.exports.export import Desk, Export, Written
from grunnmur.example.exports.spelling import texts
from grunnmur.example.exports.traffic import Block, Window
from grunnmur.example.world.frame import Column, Frame

_CONN = {
    "ts": "time",
    "uid": "string",
    "id.orig_h": "addr",
    "id.orig_p": "port",
    "id.resp_h": "addr",
    "id.resp_p": "port",
    "proto": "enum",
    "service": "string",
    "duration": "interval",
    "orig_bytes": "count",
    "resp_bytes": "count",
    "conn_state": "string",
    "local_orig": "bool",
    "local_resp": "bool",
    "missed_bytes": "count",
    "history": "string",
    "orig_pkts": "count",
    "orig_ip_bytes": "count",
    "resp_pkts": "count",
    "resp_ip_bytes": "count",
    "tunnel_parents": "set[string]",
}
_DHCP = {
    "ts": "time",
    "uids": "set[string]",
    "client_addr": "addr",
    "server_addr": "addr",
    "mac": "string",
    "host_name": "string",
    "client_fqdn": "string",
    "domain": "string",
    "requested_addr": "addr",
    "assigned_addr": "addr",
    "lease_time": "interval",
    "client_message": "string",
    "server_message": "string",
    "msg_types": "vector[string]",
    "duration": "interval",
}
_LETTERS = np.frombuffer(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", dtype=np.uint8
)
_LEASE = 691_200.0
Columns = dict[str, Any]
Log = Callable[[Columns], None]


def write(desk: Desk) -> Export:
    """Connections of each of the last days, as text or as Parquet, and the leases of the last."""
    export = Export()
    seen = traffic.window(desk)
    realms = sorted(set(desk.world.network["realm"].tolist()))
    if desk.flows.form == "parquet":
        export.talked.append(flow_records.write(desk, seen))
        export.sources.append({"name": "flyt", "format": "flows-parquet", "path": "flows"})
    else:
        export.talked.append(
            traffic.each_day(desk, seen, lambda day: _connections(desk, seen, day))
        )
    for number, realm in enumerate(realms):
        _leases(desk, export, realm, seen.days[-1], number)
        export.sources.append(
            {
                "name": f"zeek-{realm.lower()}",
                "format": "zeek",
                "realm": realm,
                "platform": realm,
                "path": f"zeek/{realm.lower()}/*.log.gz",
            }
        )
    return export


def _connections(desk: Desk, seen: Window, day: np.datetime64) -> Column:
    """One day's logs, one a platform; for each conversation the answered connections."""
    rng = desk.stream(100 + int(day.astype(int)))
    count = np.zeros(len(desk.world.conversation), dtype=np.int64)
    ip = pa.array(addresses.every_ip(desk.world), pa.string())
    with ExitStack() as stack:
        logs: dict[str, Log] = {}
        for blocks in traffic.hours(desk, seen, day):
            for block in blocks:
                if block.realm not in logs:
                    path = desk.place(f"zeek/{block.realm.lower()}/conn.{day}.log.gz")
                    logs[block.realm] = stack.enter_context(_log(path, "conn", _CONN, day))
                logs[block.realm](_columns(desk, block, ip, rng))
                count += np.bincount(block.talk[block.answered], minlength=len(count))
    return count


def _columns(desk: Desk, block: Block, ip: pa.Array, rng: np.random.Generator) -> Columns:
    talk, count = desk.world.conversation, len(block.talk)
    udp = (talk["transport"][block.talk] == "udp") & block.answered
    return {
        "ts": block.second,
        "uid": _uids(rng, count),
        "id.orig_h": ip.take(pa.array(block.source)),
        "id.orig_p": block.source_port,
        "id.resp_h": ip.take(pa.array(block.target)),
        "id.resp_p": talk["port"][block.talk],
        "proto": _words(talk["transport"][block.talk]),
        "service": _words(talk["service"][block.talk]),
        "duration": block.duration,
        "orig_bytes": block.sent,
        "resp_bytes": block.received,
        "conn_state": _chosen(block.answered, "SF", "REJ"),
        "local_orig": _same("T", count),
        "local_resp": _same("T", count),
        "missed_bytes": _same("0", count),
        "history": _chosen(udp, "Dd", "ShADadFf"),
        "orig_pkts": block.sent // 900 + 2,
        "orig_ip_bytes": block.sent + 92,
        "resp_pkts": block.received // 1200 + 2,
        "resp_ip_bytes": block.received + 92,
        "tunnel_parents": _same("-", count),
    }


def _words(column: Column) -> Column:
    return np.array([word or "-" for word in column.tolist()], dtype=object)


def _same(word: str, count: int) -> pa.Array:
    return pa.array([word]).take(pa.array(np.zeros(count, dtype=np.int64)))


def _chosen(first: Column, one: str, other: str) -> pa.Array:
    return pa.array([other, one]).take(pa.array(first.astype(np.int64)))


def _uids(rng: np.random.Generator, count: int) -> pa.Array:
    letters = _LETTERS[rng.integers(0, len(_LETTERS), size=(count, 17), dtype=np.uint8)]
    letters[:, 0] = ord("C")
    ends = np.arange(0, 17 * (count + 1), 17, dtype=np.int32)
    return pa.StringArray.from_buffers(count, pa.py_buffer(ends), pa.py_buffer(letters.tobytes()))


@contextmanager
def _log(path: Path, log: str, fields: Mapping[str, str], day: np.datetime64) -> Iterator[Log]:
    """Writes one log, packed, block by block; without the packer's clock the same rows are the same bytes."""
    head = (
        "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n"
        f"#path\t{log}\n#open\t{day}-00-00-00\n#fields\t"
        + "\t".join(fields)
        + "\n#types\t"
        + "\t".join(fields.values())
        + "\n"
    )
    options = pacsv.WriteOptions(include_header=False, delimiter="\t", quoting_style="none")
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", compresslevel=1, fileobj=raw, mtime=0) as packed,
    ):

        def block(columns: Columns) -> None:
            rows = {name: columns[name] for name in fields}
            pacsv.write_csv(pa.table({name: _arrow(rows[name]) for name in rows}), packed, options)

        packed.write(head.encode())
        yield block
        packed.write(f"#close\t{day + 1}-00-00-00\n".encode())


def _arrow(column: Any) -> pa.Array:  # noqa: ANN401 numpy or Arrow
    return pa.array(column) if isinstance(column, np.ndarray) else column


def _leases(desk: Desk, export: Export, realm: str, day: np.datetime64, number: int) -> None:
    """Leases given that day where a sensor sees: medical networks, and a third of the others."""
    world = desk.world
    address, network = world.address, world.network
    midnight = day.astype("datetime64[s]")
    seen = (network["purpose"] == "medical") | (np.arange(len(network)) % 3 == 0)
    begun = address["from_at"] <= midnight + np.timedelta64(1, "D")
    lasting = np.isnat(address["to_at"]) | (address["to_at"] >= midnight)
    given = (address["how"] == "dhcp") & (address["realm"] == realm)
    rows = np.flatnonzero(given & begun & lasting & seen[address["network_row"]])
    rng = desk.stream(50 + number)
    second = np.sort(midnight.astype(np.int64) + rng.uniform(0, 86400, len(rows)).round(6))
    lease = address.take(rows[rng.permutation(len(rows))])
    path = f"zeek/{realm.lower()}/dhcp.{day}.log.gz"
    with _log(desk.place(path), "dhcp", _DHCP, day) as write_block:
        write_block(_lease_columns(lease, second, rng))
    _lease_truth(export, f"zeek-{realm.lower()}", path, lease)


def _lease_columns(lease: Frame, second: Column, rng: np.random.Generator) -> Columns:
    count = len(lease)
    dash, ip = _same("-", count), pa.array(texts(lease["ip"]), pa.string())
    return {
        "ts": second,
        "uids": _uids(rng, count),
        "client_addr": ip,
        "server_addr": dash,
        "mac": pa.array(texts(lease["mac"])),
        "host_name": _words(lease["hostname"]),
        "client_fqdn": dash,
        "domain": dash,
        "requested_addr": dash,
        "assigned_addr": ip,
        "lease_time": np.full(count, _LEASE),
        "client_message": dash,
        "server_message": dash,
        "msg_types": _same("REQUEST,ACK", count),
        "duration": np.full(count, 0.000321),
    }


def _lease_truth(export: Export, source: str, path: str, lease: Frame) -> None:
    """A thing has a record where its hardware address and its name first meet."""
    seen: set[tuple[str, str | None]] = set()
    named: set[str] = set()
    keys, rows, macs, names = [], [], [], []
    for mac, name, asset, dock in lease.rows("mac", "hostname", "asset_row", "dock"):
        if (mac, name) in seen:
            continue
        keys.append(f"{mac}:{name or ''}" if mac in named else mac)
        seen.add((mac, name))
        named.add(mac)
        rows.append(asset)
        macs.append(None if dock else mac)
        names.append(name)
    marks = {"mac": macs, "host": addresses.short_names(names)}
    entities = np.array(rows, dtype=np.int64)
    export.written.append(Written(source, path, "asset", keys, entities, marks=marks))
    export.tell("asset", "record network last_seen seen", entities)
