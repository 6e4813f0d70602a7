"""From flow records to traffic per day with named ends, and to dependencies: the same steps on any engine."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa

from grunnmur.catalogue import protocols
from grunnmur.depend import records
from grunnmur.kit.engine import Aggregator

GIVEN = ("flow_day", "endpoint", "party", "service", "periodic", "left_out", "unnamed", "doubt")
"""The tables that come of it."""

KEPT = frozenset(
    (*GIVEN, "holder", "traffic", "spelling", "sighting", "undecided", "pair_day", "observed_day")
)
"""Steps worth keeping on a cluster: what comes of it, and what several steps read and none would gladly redo."""


MOMENTARY = 32768
"""From this port on systems hand out ports for the moment (Linux; RFC 6335: from 49152)."""


def aggregate(
    engine: Aggregator, claimed: Path, *, realms: Mapping[str, str], latest: date
) -> None:
    """Makes the tables of `GIVEN`. The engine knows `address`, `asset_link` and `component` already.

    `realms` says in which realm each source's addresses live; a flow after `latest` is a clock's fault.
    """
    records.read(engine, claimed, realms)
    engine.give("listed", _listed())

    _spell(engine, "address_ip")
    engine.run("holder", "contested_address", "handover")
    listening = {*protocols.ports("tcp", least=MOMENTARY), *protocols.ports("udp", least=MOMENTARY)}
    engine.run("traffic", listening=sorted(listening))
    engine.run("traffic_ip", "service")
    engine.give("word", _words(str(row[0]) for row in engine.rows("service")))
    _spell(engine, "address_ip", "odd_ip")
    engine.run("spelling", "party", "endpoint")
    engine.run("sighting", latest=latest)
    engine.run("listener", "peer", "undecided")
    engine.view("direction")
    engine.run("held", "flow_day")
    engine.run("spoken", "pair_day", "carrier", "speaking", "application_day")
    engine.run("observed_day", "observed", "periodic")
    engine.run("left_out", "unnamed", "doubt")


def _spell(engine: Aggregator, *names: str) -> None:
    """Makes `odd_spelling` of the addresses these steps give that are not plainly IPv4."""
    written = sorted({str(row[0]) for name in names for row in engine.rows(name)})
    rows = [spelled(text) for text in written if not _plain(text)]
    engine.give("odd_spelling", _texts(("written", "spelling", "kind"), rows))


def spelled(written: str) -> tuple[str, str, str]:
    """An address as written, in its one spelling (RFC 5952; IPv4 where it is only wrapped), and its kind."""
    try:
        address = ipaddress.ip_address(written.strip().partition("%")[0])
    except ValueError:
        return written, written, "malformed"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_multicast:
        kind = "group"
    elif address.is_loopback or address.is_link_local or address.is_unspecified:
        kind = "local"
    else:
        kind = "private" if address.is_private else "public"
    return written, str(address), kind


def _plain(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == 4 and all(
        p.isascii() and p.isdecimal() and str(int(p)) == p and int(p) < 256 for p in parts
    )


def _listed() -> pa.Table:
    rows = [
        (transport, port, protocol.name, protocol.sealed, protocol.one_way)
        for protocol in protocols.load()
        for transport, port in protocol.ports
    ]
    transports, ports, names, sealed, one_way = zip(*rows, strict=True)
    return pa.table(
        {
            "transport": pa.array(transports, pa.string()),
            "port": pa.array(ports, pa.int64()),
            "protocol": pa.array(names, pa.string()),
            "sealed": pa.array(sealed, pa.string()),
            "one_way": pa.array(one_way, pa.bool_()),
        }
    )


def _words(services: Iterable[str]) -> pa.Table:
    """The sensors' words that mean a known protocol."""
    known = [(word, protocols.spoken(word)) for word in sorted(services)]
    rows = [(word, found) for word, found in known if found is not None]
    seals = [protocols.seals(word) for word, _ in rows]
    return pa.table(
        {
            "word": pa.array([word for word, _ in rows], pa.string()),
            "protocol": pa.array([protocols.named(word) for word, _ in rows], pa.string()),
            "generic": pa.array([found.generic for _, found in rows], pa.bool_()),
            "seals": pa.array(seals, pa.bool_()),
        }
    )


def _texts(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table(
        {name: pa.array(column, pa.string()) for name, column in zip(names, columns, strict=True)}
    )
