"""Zeek logs of a few days: connections by platform and day, and one day's leases."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from grunnmur.example.exports import addresses
from grunnmur.example.exports.export import Desk, Export, Written
from grunnmur.example.exports.spelling import texts
from grunnmur.example.world.frame import Column, Frame

LINES = 2_000_000
"""Connections at size 1 over three days. Busy pairs are logged less often to stay below it, so that
no pair vanishes."""
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
_REFUSED = 0.01
_LEASE = 691_200.0
Columns = dict[str, Any]


def write(desk: Desk) -> Export:
    """Connections of each of the last days, and the leases of the last."""
    export = Export()
    world = desk.world
    realms = sorted(set(world.network["realm"].tolist()))
    last = np.datetime64(world.on, "D")
    for back in range(desk.flow_days, 0, -1):
        day = last - np.timedelta64(back, "D")
        connections = _Connections(desk, day, back)
        for realm in realms:
            connections.write(realm)
    for number, realm in enumerate(realms):
        _leases(desk, export, realm, last - np.timedelta64(1, "D"), number)
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


class _Connections:
    """One day's connections, all platforms."""

    def __init__(self, desk: Desk, day: np.datetime64, back: int) -> None:
        world = desk.world
        talk = world.conversation
        self._desk = desk
        self._day = day
        self._rng = desk.stream(back)
        noon = addresses.at(world, day.astype("datetime64[s]") + np.timedelta64(12, "h"))
        self._source, self._target = noon[talk["source_row"]], noon[talk["target_row"]]
        realm = world.address["realm"]
        both = (self._source >= 0) & (self._target >= 0)
        same = realm[np.maximum(self._source, 0)] == realm[np.maximum(self._target, 0)]
        self._realm = np.where(both & same, realm[np.maximum(self._source, 0)], "")
        budget = LINES / 3 * world.size
        self._rate = np.minimum(talk["per_day"], _ceiling(talk["per_day"][both & same], budget))

    def write(self, realm: str) -> None:
        """The platform's log of the day."""
        here = np.flatnonzero(self._realm == realm)
        times = self._rng.poisson(self._rate[here])
        rows = np.repeat(here, times)
        second = np.sort(self._seconds(len(rows)))
        rows = rows[self._rng.permutation(len(rows))]
        columns = self._columns(rows, second)
        path = f"zeek/{realm.lower()}/conn.{self._day}.log.gz"
        _write(self._desk.place(path), "conn", _CONN, columns, self._day)

    def _seconds(self, count: int) -> Column:
        """Instants of the day: two thirds in the working hours."""
        working = self._rng.random(count) < 0.65
        hour = np.where(working, self._rng.uniform(7, 16, count), self._rng.uniform(0, 24, count))
        midnight = self._day.astype("datetime64[s]").astype(np.int64)
        instants: Column = np.round(midnight + hour * 3600, 6)
        return instants

    def _columns(self, rows: Column, second: Column) -> Columns:
        rng, talk, count = self._rng, self._desk.world.conversation, len(rows)
        ip = pa.array(texts(self._desk.world.address["ip"]), pa.string())
        refused = rng.random(count) < _REFUSED
        size = rng.lognormal(0.0, 0.6, count) * talk["bytes_per"][rows] * 0.83
        sent = np.where(refused, 0, size * 0.2).astype(np.int64)
        received = np.where(refused, 0, size * 0.8).astype(np.int64)
        udp = (talk["transport"][rows] == "udp") & ~refused
        return {
            "ts": second,
            "uid": _uids(rng, count),
            "id.orig_h": ip.take(pa.array(self._source[rows])),
            "id.orig_p": rng.integers(49152, 65535, count),
            "id.resp_h": ip.take(pa.array(self._target[rows])),
            "id.resp_p": talk["port"][rows],
            "proto": _words(talk["transport"])[rows],
            "service": _words(talk["service"])[rows],
            "duration": np.round(np.where(refused, 0.001, rng.exponential(3.0, count) + 0.01), 6),
            "orig_bytes": sent,
            "resp_bytes": received,
            "conn_state": _chosen(refused, "REJ", "SF"),
            "local_orig": _same("T", count),
            "local_resp": _same("T", count),
            "missed_bytes": _same("0", count),
            "history": _chosen(udp, "Dd", "ShADadFf"),
            "orig_pkts": sent // 900 + 2,
            "orig_ip_bytes": sent + 92,
            "resp_pkts": received // 1200 + 2,
            "resp_ip_bytes": received + 92,
            "tunnel_parents": _same("-", count),
        }


def _ceiling(rates: Column, budget: float) -> float:
    """The most connections a pair may have, so that all together stay in the budget."""
    ordered = np.sort(rates)
    below = np.r_[0.0, np.cumsum(ordered)[:-1]]
    total = below + ordered * np.arange(len(ordered), 0, -1)
    fits = np.flatnonzero(total <= budget)
    if len(fits) == len(ordered):
        return float("inf")
    return float(ordered[fits[-1]]) if len(fits) else float(budget / max(1, len(ordered)))


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


def _write(
    path: Path, log: str, fields: Mapping[str, str], columns: Columns, day: np.datetime64
) -> None:
    """One log, packed; without the packer's clock the same rows are the same bytes."""
    opened = f"{day}-00-00-00"
    closed = f"{day + 1}-00-00-00"
    head = (
        "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n"
        f"#path\t{log}\n#open\t{opened}\n#fields\t"
        + "\t".join(fields)
        + "\n#types\t"
        + "\t".join(fields.values())
        + "\n"
    )
    table = pa.table(
        {
            name: pa.array(columns[name])
            if isinstance(columns[name], np.ndarray)
            else columns[name]
            for name in fields
        }
    )
    options = pacsv.WriteOptions(include_header=False, delimiter="\t", quoting_style="none")
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", compresslevel=1, fileobj=raw, mtime=0) as packed,
    ):
        packed.write(head.encode())
        pacsv.write_csv(table, packed, options)
        packed.write(f"#close\t{closed}\n".encode())


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
    _write(desk.place(path), "dhcp", _DHCP, _lease_columns(lease, second, rng), day)
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
